#include "io/http_url.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace io {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool parse_port(std::string_view text, int& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
}

/// "host", "host:port", "[v6]:port" or "[v6]".
bool split_host(std::string_view text, std::string& host, int& port) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = lower(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return !host.empty() && (text.empty() || (text.starts_with(':') && parse_port(text.substr(1), port)));
  }
  const auto colon = text.find(':');
  host = lower(text.substr(0, colon));
  return !host.empty() && (colon == std::string_view::npos || parse_port(text.substr(colon + 1), port));
}

bool has_bad_byte(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f;
  });
}

/// One entry of no_proxy against a host.
bool excludes(std::string_view entry, const HttpTarget& target) {
  if (entry == "*") return true;
  std::string host;
  int port = target.port;
  const bool bare_v6 = std::count(entry.begin(), entry.end(), ':') > 1 && !entry.starts_with('[');
  if (bare_v6) host = lower(entry);
  else if (!split_host(entry, host, port)) return false;
  if (port != target.port) return false;
  while (host.starts_with('*') || host.starts_with('.')) host.erase(0, 1);
  if (host.empty()) return false;
  if (target.host == host) return true;
  return target.host.size() > host.size() && target.host.ends_with(host) &&
         target.host[target.host.size() - host.size() - 1] == '.';
}

bool excluded(std::string_view list, const HttpTarget& target) {
  while (!list.empty()) {
    const auto begin = list.find_first_not_of(", \t");
    if (begin == std::string_view::npos) return false;
    list.remove_prefix(begin);
    const auto end = std::min(list.find_first_of(", \t"), list.size());
    if (excludes(list.substr(0, end), target)) return true;
    list.remove_prefix(end);
  }
  return false;
}

std::string either_case(const base::Env& env, std::string_view name) {
  if (const auto value = env.get(name)) return *value;
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return env.get(upper).value_or("");
}

}  // namespace

std::string HttpTarget::name() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

base::Result<HttpTarget> http_target(const std::string& url) {
  const auto bad = [](std::string_view why) {
    return base::fail(base::Code::invalid, "not a URL that plumb can fetch: " + std::string(why));
  };
  HttpTarget target;
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string::npos) return bad("it has no http:// or https:// in front");
  target.scheme = lower(std::string_view(url).substr(0, scheme_end));
  if (target.scheme != "http" && target.scheme != "https") return bad("only http and https are spoken");
  target.port = target.scheme == "https" ? 443 : 80;
  if (has_bad_byte(url)) return bad("it holds a space or a control character");
  auto rest = std::string_view(url).substr(scheme_end + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.find('\\') != std::string_view::npos) return bad("its host holds a backslash");
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
  if (!split_host(rest, target.host, target.port)) return bad("its host or port is not one");
  return target;
}

bool is_loopback(const HttpTarget& target) {
  const std::string& host = target.host;
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1" || host == "0.0.0.0") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

std::string proxy_for(const HttpTarget& target, const base::Env& env) {
  if (is_loopback(target) || excluded(either_case(env, "no_proxy"), target)) return "";
  std::string proxy = either_case(env, target.scheme + "_proxy");
  if (proxy.empty()) proxy = either_case(env, "all_proxy");
  return proxy;
}

}  // namespace io
