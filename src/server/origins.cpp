#include "origins.h"

#include <algorithm>

namespace server {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), plain);
}

bool is_bracketed(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  };
  if (text.size() < 4 || text.size() > 48 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  return std::all_of(text.begin(), text.end(), plain);
}

}  // namespace

std::string host_name(std::string_view host) {
  const auto end = host.starts_with('[') ? host.find(']') : host.find(':');
  const std::size_t size = end == std::string_view::npos ? host.size() : end + (host.starts_with('[') ? 1 : 0);
  const auto name = host.substr(0, size), rest = host.substr(size);
  if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return "";
  return is_name(name) || is_bracketed(name) ? lower(name) : "";
}

bool Origins::is_ours(std::string_view host) const {
  const std::string name = host_name(host);
  if (name.empty()) return false;
  if (name == "127.0.0.1" || name == "localhost" || name == "[::1]") return true;
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

bool Origins::is_same(std::string_view origin, std::string_view host) const {
  const std::string sent = lower(origin), called = lower(host);
  return sent == "https://" + called || (!tls_ && sent == "http://" + called);
}

}  // namespace server
