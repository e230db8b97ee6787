// RE2 looks at each byte once, at about 1 ns: good, but a tenth of what finding a fixed string
// costs. Nearly all patterns that people and models write have a string, or one of a few, that each
// match must contain: "class\s+\w+" has "class", "(get|set)_size" has both with "_size". RE2's own
// FilteredRE2 computes these. So lines with such a string are found first, and RE2 is asked about
// these lines only. Where the strings turn out to be everywhere the plain way is taken.
//
// FilteredRE2 gives the strings in lower case. Comparing them with the case of ASCII letters folded
// finds all lines in question, with two exceptions of Unicode: the Kelvin sign folds to "k", the
// long s to "s". A pattern that ignores case uses no string with these two letters, then.
#include "matcher.h"

#include <fmt/format.h>
#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>

namespace code {
namespace {

using base::Code;

constexpr std::size_t k_needle_min = 3;
constexpr int k_atom_min = 2;
constexpr std::size_t k_atoms_max = 64;
constexpr std::size_t k_wasted_max = 64;  // lines of a text that RE2 may be asked about in vain

re2::RE2::Options options(bool folded) {
  re2::RE2::Options out;
  out.set_log_errors(false);
  out.set_never_nl(true);  // a match stays within its line
  out.set_case_sensitive(!folded);
  return out;
}

bool has_upper(std::string_view pattern, Syntax syntax) {
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (syntax == Syntax::regex && pattern[at] == '\\')
      ++at;  // "\W" is no capital letter
    else if (pattern[at] >= 'A' && pattern[at] <= 'Z')
      return true;
  }
  return false;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Letters that a character outside ASCII may stand for.
std::string_view doubtful_letters(std::string_view pattern, bool folded) {
  const bool plain = is_ascii(pattern) && pattern.find("\\x") == std::string_view::npos &&
                     pattern.find("\\p") == std::string_view::npos &&
                     pattern.find("\\P") == std::string_view::npos;
  if (!plain) return "kKsSiI";
  // "(?i)" within the pattern folds too.
  return folded || pattern.find("(?") != std::string_view::npos ? "kKsS" : "";
}

/// The longest part of an atom that can be compared as bytes.
std::string usable_part(std::string_view atom, std::string_view doubtful) {
  std::string_view best;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= atom.size(); ++at) {
    const bool good = at < atom.size() && static_cast<unsigned char>(atom[at]) < 0x80 &&
                      doubtful.find(atom[at]) == std::string_view::npos;
    if (good) continue;
    if (at - begin > best.size()) best = atom.substr(begin, at - begin);
    begin = at + 1;
  }
  return std::string(best);
}

/// How selective a needle is: a long one with rare letters is best.
unsigned worth(std::string_view needle) {
  unsigned sum = 0;
  for (const char c : needle.substr(0, 32)) sum += 16 + rarity(c);
  return sum;
}

/// The strings that matches of a pattern must contain, by asking FilteredRE2 what would still be
/// possible without them.
class Atoms {
 public:
  Atoms(const std::string& pattern, bool folded) : filter_(k_atom_min) {
    int id = 0;
    usable_ = filter_.Add(pattern, options(folded), &id) == re2::RE2::NoError;
    if (usable_) filter_.Compile(&atoms_);
    if (atoms_.empty() || atoms_.size() > k_atoms_max) usable_ = false;
  }

  /// One string that all matches contain, else a few of which each contains one, else nothing.
  [[nodiscard]] std::vector<std::string> needles(std::string_view doubtful) const {
    if (!usable_) return {};
    std::string best;
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      const std::string part = usable_part(atoms_[i], doubtful);
      if (part.size() >= k_needle_min && worth(part) > worth(best) && required({i})) best = part;
    }
    if (!best.empty()) return {best};
    return few(doubtful);
  }

 private:
  [[nodiscard]] bool required(const std::vector<std::size_t>& these) const {
    std::vector<int> others;
    for (std::size_t i = 0; i < atoms_.size(); ++i)
      if (std::find(these.begin(), these.end(), i) == these.end())
        others.push_back(static_cast<int>(i));
    std::vector<int> possible;
    filter_.AllPotentials(others, &possible);
    return possible.empty();
  }

  /// Drops atoms as long as each match still has one of those that are left.
  [[nodiscard]] std::vector<std::string> few(std::string_view doubtful) const {
    std::vector<std::size_t> left(atoms_.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    const auto value = [&](std::size_t i) { return worth(usable_part(atoms_[i], doubtful)); };
    std::sort(left.begin(), left.end(),
              [&](std::size_t a, std::size_t b) { return value(a) < value(b); });
    if (!required(left)) return {};
    for (std::size_t i = 0; i < left.size();) {
      std::vector<std::size_t> fewer = left;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!fewer.empty() && required(fewer))
        left = std::move(fewer);
      else
        ++i;
    }
    std::vector<std::string> out;
    for (const std::size_t i : left) {
      out.push_back(usable_part(atoms_[i], doubtful));
      if (out.back().size() < k_atom_min) return {};
    }
    return out.size() <= Needles::k_most ? out : std::vector<std::string>();
  }

  re2::FilteredRE2 filter_;
  std::vector<std::string> atoms_;
  bool usable_ = false;
};

std::string refusal(const re2::RE2& regex) {
  std::string out = "the pattern is not a regular expression of RE2: " + regex.error();
  if (regex.error_code() == re2::RE2::ErrorBadPerlOp)
    out += "; look-around and back-references are not to be had";
  else
    out += "; to search for the text as it stands, ask for a literal search";
  return out;
}

/// True if the pattern asks for a line feed as such; "[^\n]" does not.
bool wants_line_feed(std::string_view pattern, Syntax syntax) {
  if (pattern.find('\n') != std::string_view::npos) return true;
  if (syntax == Syntax::literal) return false;
  bool in_set = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      if (!in_set && pattern.substr(at, 2) == "\\n") return true;
      ++at;
    } else if (pattern[at] == '[') {
      in_set = true;
    } else if (pattern[at] == ']') {
      in_set = false;
    }
  }
  return false;
}

std::optional<LineMatch> line_at(std::string_view text, std::size_t from, std::size_t at) {
  LineMatch line;
  line.at = at;
  const std::size_t feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  line.begin = feed == std::string_view::npos || feed < from ? from : feed + 1;
  line.end = std::min(text.find('\n', at), text.size());
  return line;
}

}  // namespace

base::Result<MatchPlan> plan(const SearchQuery& query) {
  if (query.pattern.empty()) return base::fail(Code::invalid, "the pattern is empty");
  if (query.pattern.size() > k_pattern_max)
    return base::fail(Code::invalid,
                      fmt::format("the pattern has more than {} bytes", k_pattern_max));
  if (wants_line_feed(query.pattern, query.syntax))
    return base::fail(Code::invalid,
                      "the pattern has a line feed, but lines are searched one by one");
  MatchPlan out;
  out.folded = query.letters == Case::insensitive ||
               (query.letters == Case::smart && !has_upper(query.pattern, query.syntax));
  const bool literal = query.syntax == Syntax::literal;
  if (literal && !out.folded && !query.whole_words) {
    out.needles = Needles::make({query.pattern}, Needles::Letters::exact);
    return out;
  }
  std::string pattern = query.pattern;
  if (literal) {
    pattern = re2::RE2::QuoteMeta(pattern);
  } else if (const re2::RE2 as_given(pattern, options(out.folded)); !as_given.ok()) {
    return base::fail(Code::invalid, refusal(as_given));
  }
  out.pattern = query.whole_words ? "(?m)\\b(?:" + pattern + ")\\b" : "(?m)(?:" + pattern + ")";
  if (const re2::RE2 whole(out.pattern, options(out.folded)); !whole.ok())
    return base::fail(Code::invalid, refusal(whole));
  const Atoms atoms(out.pattern, out.folded);
  out.needles = Needles::make(atoms.needles(doubtful_letters(pattern, out.folded)),
                              Needles::Letters::ascii_folded);
  return out;
}

Matcher::Matcher(const MatchPlan& plan) : plan_(&plan) {
  if (!plan.pattern.empty())
    regex_ = std::make_unique<re2::RE2>(plan.pattern, options(plan.folded));
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

std::optional<LineMatch> Matcher::next(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  return plan_->needles && wasted_ < k_wasted_max ? next_by_needles(text, from)
                                                  : next_by_regex(text, from);
}

std::optional<LineMatch> Matcher::next_by_needles(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    const std::size_t at = plan_->needles->find(text, from);
    if (at == std::string_view::npos) return std::nullopt;
    auto line = line_at(text, from, at);
    if (!regex_) return line;
    re2::StringPiece found;
    if (regex_->Match({text.data(), text.size()}, line->begin, line->end, re2::RE2::UNANCHORED,
                      &found, 1)) {
      line->at = static_cast<std::size_t>(found.data() - text.data());
      return line;
    }
    from = line->end + 1;
    if (++wasted_ == k_wasted_max) return next_by_regex(text, from);
  }
  return std::nullopt;
}

std::optional<LineMatch> Matcher::next_by_regex(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  re2::StringPiece found;
  if (!regex_->Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED, &found,
                     1))
    return std::nullopt;
  const auto at = static_cast<std::size_t>(found.data() - text.data());
  // An empty match after the last line feed is in no line.
  if (at == text.size() && text[at - 1] == '\n') return std::nullopt;
  return line_at(text, from, at);
}

}  // namespace code
