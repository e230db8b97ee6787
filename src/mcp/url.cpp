#include "url.h"

#include <algorithm>

#include "base/try.h"

namespace mcp {

namespace {

constexpr std::size_t k_url_max = 4096;
constexpr std::string_view k_digits = "0123456789ABCDEF";

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

int digit_of(char c) {
  if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
  const auto at = k_digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

base::Result<Url> read_url(const std::string& text) {
  if (text.size() > k_url_max) return base::fail(base::Code::invalid, "a URL of more than " + std::to_string(k_url_max) + " bytes");
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '\\' && c != '"' && c != '<' && c != '>'; });
  if (!is_plain) return base::fail(base::Code::invalid, "a URL with characters that none has");
  if (text.find('#') != std::string::npos) return base::fail(base::Code::invalid, "a URL with a fragment");
  Url out;
  TRY(out.target, io::http_target(text));
  const auto host = text.find("://") + 3;
  const auto end = std::min(text.find_first_of("/?", host), text.size());
  out.origin = text.substr(0, end);
  if (out.origin.find('@') != std::string::npos) return base::fail(base::Code::invalid, "a URL with a user in it");
  const auto query = std::min(text.find('?', end), text.size());
  out.path = text.substr(end, query - end);
  if (query < text.size()) out.query = text.substr(query + 1);
  return out;
}

bool may_carry_secrets(const Url& url, const Url& server) {
  return url.target.scheme == "https" || (io::is_loopback(url.target) && io::is_loopback(server.target));
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += k_digits[byte >> 4];
    out += k_digits[byte & 15];
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? digit_of(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : digit_of(text[i + 2]);
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string form(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    if (!value.empty()) out += (out.empty() ? "" : "&") + name + "=" + percent_encoded(value);
  return out;
}

std::string query_value(std::string_view target, std::string_view key) {
  const auto begin = target.find('?');
  if (begin == std::string_view::npos) return {};
  auto rest = target.substr(begin + 1);
  while (!rest.empty()) {
    const auto part = rest.substr(0, rest.find('&'));
    const auto equals = std::min(part.find('='), part.size());
    if (percent_decoded(part.substr(0, equals)) == key)
      return equals == part.size() ? std::string() : percent_decoded(part.substr(equals + 1));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return {};
}

}  // namespace mcp
