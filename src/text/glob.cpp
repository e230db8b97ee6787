// A pattern is cut at its slashes; so is the path, while matching. Two levels of the same simple
// algorithm do the rest: "*" among the bytes of one part, "**" among the parts. When something does
// not fit, only the last star has to take one more: an earlier one could not do better, because
// what it left to the last one includes all that it could give it. So there is no recursion and no
// pattern that takes exponential time.
//
// Git compares what precedes the first wildcard as plain bytes and matches the rest as if it were a
// pattern of its own. That shows in one case, "foo**/bar", where "**" then stands at the beginning
// and is a deep one. We do the same, so that the same files are ignored.
#include "text/glob.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace text {
namespace {

constexpr std::string_view k_special = "*?[\\";

unsigned char index(char byte) {
  return static_cast<unsigned char>(byte);
}

struct NamedSet {
  std::string_view name;
  int (*has)(int);
};
constexpr NamedSet k_named_sets[] = {
    {"alnum", [](int c) { return std::isalnum(c); }},
    {"alpha", [](int c) { return std::isalpha(c); }},
    {"blank", [](int c) { return std::isblank(c); }},
    {"cntrl", [](int c) { return std::iscntrl(c); }},
    {"digit", [](int c) { return std::isdigit(c); }},
    {"graph", [](int c) { return std::isgraph(c); }},
    {"lower", [](int c) { return std::islower(c); }},
    {"print", [](int c) { return std::isprint(c); }},
    {"punct", [](int c) { return std::ispunct(c); }},
    {"space", [](int c) { return std::isspace(c); }},
    {"upper", [](int c) { return std::isupper(c); }},
    {"xdigit", [](int c) { return std::isxdigit(c); }},
};

}  // namespace

bool has_wildcard(std::string_view text) {
  return text.find_first_of(k_special) != std::string_view::npos;
}

class Glob::Parser {
 public:
  Parser(Glob& glob, std::string_view pattern) : glob_(glob), pattern_(pattern) {}

  void run() {
    segment_ = &glob_.segments_.emplace_back();
    while (at_ < pattern_.size() && !glob_.broken_) step();
  }

 private:
  [[nodiscard]] bool more() const { return at_ < pattern_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }

  void step() {
    const char c = pattern_[at_++];
    switch (c) {
      case '/':
        return end_segment();
      case '?':
        return put({Token::Kind::any});
      case '*':
        return star();
      case '[':
        return set();
      case '\\':
        if (!more()) return broken();
        if (peek() == '/') {
          ++at_;
          // An escaped slash: "**\/x" wants at least one part in front, "**/x" does not.
          if (segment_->deep) segment_->at_least = 1;
          return end_segment();
        }
        return put({Token::Kind::byte, pattern_[at_++]});
      default:
        return put({Token::Kind::byte, c});
    }
  }

  void put(Token token) { segment_->tokens.push_back(token); }
  void broken() { glob_.broken_ = true; }
  void end_segment() { segment_ = &glob_.segments_.emplace_back(); }

  void star() {
    const std::size_t first = at_ - 1;
    while (peek() == '*') ++at_;
    const bool at_start = first == 0 || pattern_[first - 1] == '/';
    const bool at_end = !more() || peek() == '/' || (peek() == '\\' && peek(1) == '/');
    if (at_ - first == 1 || !at_start || !at_end) {
      if (segment_->tokens.empty() || segment_->tokens.back().kind != Token::Kind::star)
        put({Token::Kind::star});
      return;
    }
    segment_->deep = true;
    segment_->at_least = more() ? 0 : 1;
  }

  void set() {
    Set members;
    const bool negated = peek() == '!' || peek() == '^';
    if (negated) ++at_;
    std::optional<char> previous;  // where a range may begin
    bool first = true;
    while (first || peek() != ']') {
      if (!more()) return broken();
      first = false;
      const char c = pattern_[at_++];
      if (c == '-' && previous && more() && peek() != ']') {
        if (peek() == '\\') ++at_;
        if (!more()) return broken();
        for (unsigned b = index(*previous); b <= index(peek()); ++b) members.set(b);
        ++at_;
        previous.reset();
      } else if (c == '[' && peek() == ':') {
        if (!named_set(members, previous)) return broken();
      } else {
        if (c == '\\' && !more()) return broken();
        previous = c == '\\' ? pattern_[at_++] : c;
        members.set(index(*previous));
      }
    }
    ++at_;
    if (negated) members.flip();
    members.reset('/');
    put({Token::Kind::set, 0, static_cast<std::uint32_t>(glob_.sets_.size())});
    glob_.sets_.push_back(members);
  }

  /// After "[", at ":". False if the name is unknown or never ends.
  bool named_set(Set& members, std::optional<char>& previous) {
    const std::size_t end = pattern_.find(']', at_ + 1);
    if (end == std::string_view::npos) return false;
    if (end == at_ + 1 || pattern_[end - 1] != ':') {  // "[[:x]": an ordinary "["
      previous = '[';
      members.set('[');
      return true;
    }
    const std::string_view name = pattern_.substr(at_ + 1, end - at_ - 2);
    const auto* named = std::find_if(std::begin(k_named_sets), std::end(k_named_sets),
                                     [name](const NamedSet& set) { return set.name == name; });
    if (named == std::end(k_named_sets)) return false;
    for (int b = 0; b < 256; ++b)
      if (named->has(b) != 0) members.set(static_cast<std::size_t>(b));
    at_ = end + 1;
    previous.reset();
    return true;
  }

  Glob& glob_;
  std::string_view pattern_;
  std::size_t at_ = 0;
  Segment* segment_ = nullptr;
};

Glob::Glob(std::string_view pattern) {
  const std::size_t plain = std::min(pattern.find_first_of(k_special), pattern.size());
  prefix_ = pattern.substr(0, plain);
  if (plain != pattern.size()) Parser(*this, pattern.substr(plain)).run();
}

bool Glob::token_matches(const Token& token, char byte) const {
  switch (token.kind) {
    case Token::Kind::byte:
      return token.byte == byte;
    case Token::Kind::any:
      return true;
    case Token::Kind::set:
      return sets_[token.set][index(byte)];
    case Token::Kind::star:
      break;
  }
  return false;
}

bool Glob::part_matches(const Segment& segment, std::string_view part) const {
  const std::vector<Token>& tokens = segment.tokens;
  constexpr std::size_t k_none = std::string_view::npos;
  std::size_t t = 0;
  std::size_t at = 0;
  std::size_t star = k_none;  // the last star passed, and
  std::size_t star_end = 0;   // how far it has taken
  for (;;) {
    if (t < tokens.size() && tokens[t].kind == Token::Kind::star) {
      star = t++;
      star_end = at;
    } else if (at == part.size()) {
      return t == tokens.size();  // a star that takes more leaves less: no way back
    } else if (t < tokens.size() && token_matches(tokens[t], part[at])) {
      ++t, ++at;
    } else if (star != k_none) {
      t = star + 1;
      at = ++star_end;
    } else {
      return false;
    }
  }
}

bool Glob::matches(std::string_view path) const {
  if (broken_ || !path.starts_with(prefix_)) return false;
  path.remove_prefix(prefix_.size());
  if (segments_.empty()) return path.empty();
  // A position is the start of a part; one beyond the size says that all parts are taken.
  const std::size_t done = path.size() + 1;
  const auto part_end = [path](std::size_t at) {
    return std::min(path.find('/', at), path.size());
  };
  constexpr std::size_t k_none = std::string_view::npos;
  std::size_t s = 0;
  std::size_t at = 0;
  std::size_t deep = k_none;  // the last "**" passed, and
  std::size_t deep_end = 0;   // how far it has taken
  for (;;) {
    if (s < segments_.size() && segments_[s].deep) {
      deep = s;
      for (std::size_t n = segments_[s].at_least; n > 0; --n) {
        if (at == done) return false;
        at = part_end(at) + 1;
      }
      deep_end = at;
      ++s;
      if (s == segments_.size()) return true;
    } else if (at == done) {
      return s == segments_.size();
    } else if (const std::size_t end = part_end(at);
               s < segments_.size() && part_matches(segments_[s], path.substr(at, end - at))) {
      at = end + 1;
      ++s;
    } else if (deep != k_none) {
      deep_end = part_end(deep_end) + 1;
      at = deep_end;
      s = deep + 1;
    } else {
      return false;
    }
  }
}

}  // namespace text
