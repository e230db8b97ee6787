#include "url.h"

#include "text_match.h"

namespace llm {

std::string endpoint(std::string_view base_url, std::string_view path) {
  const auto query = base_url.find('?');
  auto base = base_url.substr(0, query);
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string out(base);
  out += path;
  if (query != std::string_view::npos) out += base_url.substr(query);
  return out;
}

static bool is_secret(std::string_view name) {
  const std::string lower = lowered(name);
  for (const std::string_view word : {"key", "token", "secret", "sig", "password", "auth", "code"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

std::string without_credentials(std::string_view url) {
  std::string out;
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    out = url.substr(0, scheme + 3);
    url.remove_prefix(scheme + 3);
    const auto host_end = url.find_first_of("/?#");
    if (const auto at = url.substr(0, host_end).rfind('@'); at != std::string_view::npos)
      url.remove_prefix(at + 1);
  }
  const auto query = url.find('?');
  out += url.substr(0, query);
  if (query == std::string_view::npos) return out;
  url.remove_prefix(query + 1);
  char lead = '?';
  while (!url.empty()) {
    const auto member = url.substr(0, url.find('&'));
    const auto name = member.substr(0, member.find('='));
    out += lead;
    out += is_secret(name) ? std::string(name) + "=..." : std::string(member);
    lead = '&';
    url.remove_prefix(member.size() < url.size() ? member.size() + 1 : member.size());
  }
  return out;
}

std::string scrubbed(std::string text, std::string_view key) {
  if (key.size() < 6) return text;
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at)) text.replace(at, key.size(), "[key]");
  return text;
}

}  // namespace llm
