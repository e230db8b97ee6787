#include "shell_place.h"

#include <algorithm>
#include <array>

#include "base/paths.h"

namespace engine {

namespace {

constexpr std::string_view k_name = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
constexpr std::string_view k_simple = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@,+% ";

/// Read any argument as code, or as something that holds code.
constexpr std::array<std::string_view, 11> k_evaluating = {"eval", "let",  "[[",    "declare", "typeset", "local",
                                                           "ssh",  "su",   "trap",  "watch",   "parallel"};
/// Read an argument as code behind an option that ends with c, e, E or r, and what comes from <<<.
constexpr std::array<std::string_view, 12> k_interpreters = {"sh",  "bash", "dash", "ash",  "zsh",  "ksh",
                                                             "mksh", "fish", "busybox", "perl", "ruby", "php"};
constexpr std::array<std::string_view, 3> k_interpreter_families = {"python", "node", "pypy"};
/// Read an argument as code without one.
constexpr std::array<std::string_view, 5> k_programs_first = {"awk", "gawk", "mawk", "nawk", "sed"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

bool is_interpreter(std::string_view name) {
  return is_one_of(k_interpreters, name) ||
         std::any_of(k_interpreter_families.begin(), k_interpreter_families.end(), [&](std::string_view one) { return name.starts_with(one); });
}

bool gives_code(std::string_view option) {
  return option == "<<<" || (option.size() > 1 && option[0] == '-' && std::string_view("ceEr").find(option.back()) != std::string_view::npos);
}

bool is_subscript(std::string_view word) {
  const auto open = word.find('[');
  return open != std::string_view::npos && open > 0 && word.find(']') == std::string_view::npos &&
         word.substr(0, open).find_first_not_of(k_name) == std::string_view::npos;
}

}  // namespace

void ShellPlace::end_word() {
  if (in_word_) words_.push_back(std::move(word_));
  word_.clear();
  in_word_ = false;
}

/// One character outside of quotes that stands for itself, or ends a word or a command.
void ShellPlace::plain(char c) {
  if (c == ' ' || c == '\t' || c == '<' || c == '>') return end_word();
  if (std::string_view(";&|()\n").find(c) == std::string_view::npos) {
    in_word_ = true;
    word_ += c;
    return;
  }
  end_word();
  words_.clear();
}

/// The end of what begins with the $ at `at`, or of the $ alone.
std::size_t ShellPlace::dollar(std::string_view text, std::size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  in_word_ = true;
  word_ += '$';
  if (next == '\'' && quotes_ == Quotes::none) unsure_ = "$'";
  if (next != '(' && next != '{') return at + 1;
  const auto end = text.find(next == '(' ? ')' : '}', at);
  const auto inner = text.substr(std::min(at + 2, text.size()), end == std::string_view::npos ? end : end - at - 2);
  const bool is_simple = end != std::string_view::npos && inner.find_first_not_of(k_simple) == std::string_view::npos &&
                         inner.find("case") == std::string_view::npos;
  if (!is_simple) unsure_ = next == '(' ? "$(" : "${";
  return is_simple ? end + 1 : at + 2;
}

/// One element of the command; where the next one begins.
std::size_t ShellPlace::step(std::string_view text, std::size_t at) {
  const char c = text[at];
  const auto rest = text.substr(at);
  if (is_comment_) {
    if (c == '\n') {
      is_comment_ = false;
      plain(c);
    }
    return at + 1;
  }
  if (quotes_ == Quotes::one) {
    if (c == '\'') quotes_ = Quotes::none;
    else word_ += c;
    return at + 1;
  }
  if (c == '\\') {
    if (rest.starts_with("\\\n")) return at + 2;   // as if it were not there
    in_word_ = true;
    if (rest.size() > 1) word_ += rest[1];
    return at + 2;
  }
  if (c == '$') return dollar(text, at);
  if (c == '`') unsure_ = "`";
  if (c == '"') {
    quotes_ = quotes_ == Quotes::two ? Quotes::none : Quotes::two;
    in_word_ = true;
    return at + 1;
  }
  if (quotes_ == Quotes::two) {
    word_ += c;
    return at + 1;
  }
  if (c == '\'') {
    quotes_ = Quotes::one;
    in_word_ = true;
    return at + 1;
  }
  if (c == '#' && !in_word_) {
    is_comment_ = true;
    return at + 1;
  }
  if (rest.starts_with("<<<")) {
    end_word();
    words_.emplace_back("<<<");
    return at + 3;
  }
  if (rest.starts_with("<<")) unsure_ = "<<";
  if (rest.starts_with("((")) unsure_ = "((";
  plain(c);
  return at + 1;
}

void ShellPlace::pass(std::string_view text) {
  if (text.empty()) return;
  dangling_ = 0;
  std::size_t at = 0;
  while (at < text.size() && unsure_.empty()) {
    const auto next = step(text, at);
    const bool is_open = !is_comment_ && quotes_ != Quotes::one && at + 1 == text.size();
    if (is_open && (text[at] == '$' || text[at] == '\\')) dangling_ = text[at];
    at = next;
  }
}

std::string ShellPlace::why_not() const {
  if (!unsure_.empty()) return "it stands behind " + unsure_ + ", where plumb cannot tell how sh reads it";
  if (is_comment_) return "it stands in a comment";
  if (dangling_ != 0) return std::string("it stands right behind ") + dangling_;
  if (quotes_ == Quotes::none && is_subscript(word_)) return "sh would read it as a subscript";
  bool interprets = false;
  for (const auto& word : words_) {
    const auto name = base::file_name(word);
    const bool gives = (interprets && gives_code(word)) || is_one_of(k_programs_first, name);
    if (gives || is_one_of(k_evaluating, name)) return std::string(name) + " could read it as code";
    interprets = interprets || is_interpreter(name);
  }
  return {};
}

std::string ShellPlace::refer(std::string_view variable) {
  dangling_ = 0;
  in_word_ = true;
  word_ += '$';   // some text
  const std::string reference = "${" + std::string(variable) + "}";
  if (quotes_ == Quotes::two) return reference;
  return quotes_ == Quotes::one ? "'\"" + reference + "\"'" : "\"" + reference + "\"";
}

}  // namespace engine
