#include "challenge.h"

#include <algorithm>

namespace mcp {

namespace {

constexpr std::size_t k_value_max = 4096;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// scheme SP name=value, name="value", scheme2 name=value: RFC 9110, 11.6.1. A scheme is a token that no "=" follows.
class Reader {
 public:
  Reader(std::string_view text, Challenge& out) : rest_(text), out_(out) {}

  void read() {
    bool is_bearer = false;
    for (;;) {
      skip(" \t,");
      const auto name = token();
      if (name.empty()) return;
      const auto before = rest_;
      skip(" \t");
      if (!rest_.starts_with('=')) {
        rest_ = before;
        is_bearer = same(name, "bearer");
        continue;
      }
      rest_.remove_prefix(1);
      skip(" \t");
      std::string value;
      if (!value_to(value)) return;
      if (is_bearer) keep(name, std::move(value));
    }
  }

 private:
  void skip(std::string_view what) { rest_.remove_prefix(std::min(rest_.find_first_not_of(what), rest_.size())); }

  std::string_view token() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_token);
    const auto out = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(out.size());
    return out;
  }

  bool value_to(std::string& out) {
    if (!rest_.starts_with('"')) {
      out = token();
      return !out.empty();
    }
    for (rest_.remove_prefix(1); !rest_.empty(); rest_.remove_prefix(1)) {
      if (rest_.front() == '"') {
        rest_.remove_prefix(1);
        return true;
      }
      if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      out += rest_.front();
    }
    return false;
  }

  void keep(std::string_view name, std::string value) {
    if (value.size() > k_value_max) return;
    for (auto [key, into] : {std::pair{"resource_metadata", &out_.resource_metadata}, std::pair{"scope", &out_.scope},
                             std::pair{"error", &out_.error}})
      if (same(name, key) && into->empty()) *into = value;
  }

  std::string_view rest_;
  Challenge& out_;
};

}  // namespace

Challenge bearer_challenge(const io::Headers& headers) {
  Challenge out;
  for (const auto& [name, value] : headers)
    if (same(name, "www-authenticate")) Reader(value, out).read();
  return out;
}

}  // namespace mcp
