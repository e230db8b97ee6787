#include "wire.h"

#include "base/ids.h"

namespace model_server {
namespace {

constexpr std::string_view k_letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::uint64_t mix(std::uint64_t x) {   // splitmix64
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::string letters(std::uint64_t seed, std::size_t length) {
  std::string out;
  for (std::size_t i = 0; i < length; ++i) out += k_letters[(seed = mix(seed)) % k_letters.size()];
  return out;
}

}  // namespace

std::string Memory::new_id(std::string_view prefix, std::size_t length) {
  return std::string(prefix) + letters(next_++ * 7919, length);
}

std::string seal(std::string_view text) {
  std::uint64_t hash = 1469598103934665603u;   // FNV-1a: no secret is kept here
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return "gAAAAB" + letters(hash, 198) + "==";
}

std::string unknown_member(const json::Object& object, const std::set<std::string, std::less<>>& known,
                           const std::set<std::string>& allow) {
  for (const auto& [key, value] : object)
    if (!known.contains(std::string_view(key)) && !allow.contains(std::string(key)))
      return std::string(key);
  return {};
}

std::string bearer(const HttpRequest& request) {
  const auto value = request.header("Authorization");
  return value.starts_with("Bearer ") ? std::string(value.substr(7)) : std::string();
}

std::string masked(const std::string& key) {
  if (key.size() < 12) return "***";
  return key.substr(0, 5) + std::string(key.size() - 9, '*') + key.substr(key.size() - 4);
}

std::vector<std::string> deltas(const std::string& text, bool big) {
  std::vector<std::string> out;
  if (text.empty()) return out;
  if (big) return {text};
  constexpr std::size_t k_delta = 6;
  // Long texts go in longer pieces: a script of 2 MB is about size, not about 300,000 events.
  const std::size_t piece = std::max(k_delta, text.size() / 2000);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.size(), at + piece);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string as_arguments(const Call& call) {
  if (!call.freeform) return call.arguments;
  json::Object object;
  object["input"] = to_json(call.arguments);
  return json::dump(object);
}

bool same_arguments(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto left = json::parse(a);
  const auto right = json::parse(b);
  return left && right && *left == *right;
}

std::string text_of(const json::Object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

boost::json::string to_json(std::string_view text) {
  return boost::json::string(text.data(), text.size());
}

std::int64_t created_at() { return base::now_ms() / 1000; }

}  // namespace model_server
