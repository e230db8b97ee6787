#include "syntax.h"

#include <algorithm>
#include <array>

namespace tui {

namespace {

struct Language {
  std::string_view names;   ///< between blanks
  std::string_view line_comment, second_comment, block_begin, block_end, long_quote;
  std::string_view words;
};

constexpr std::string_view k_c_words =
    " alignas auto bool break case catch char class co_await co_return co_yield concept const constexpr continue default delete do double "
    "else enum explicit export extern false final float for friend goto if inline int long mutable namespace new noexcept nullptr operator "
    "override private protected public register requires return short signed sizeof static static_assert struct switch template this throw "
    "true try typedef typename union unsigned using virtual void volatile while #include #define #if #ifdef #ifndef #endif #else #pragma ";
constexpr std::string_view k_script_words =
    " abstract any as async await boolean break case catch class const constructor continue debugger default delete do else enum export "
    "extends false finally for from function get if implements import in instanceof interface keyof let new null number of private protected "
    "public readonly return set static string super switch this throw true try type typeof undefined var void while yield ";

constexpr std::array k_languages = {
    Language{" c h cpp c++ cc cxx hpp hh cuda objc java cs csharp kotlin kt swift scala php ", "//", "", "/*", "*/", "", k_c_words},
    Language{" js javascript ts typescript tsx jsx mjs ", "//", "", "/*", "*/", "`", k_script_words},
    Language{" py python pyi ", "#", "", "", "", "\"\"\"",
             " and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda "
             "match None nonlocal not or pass raise return self True try while with yield "},
    Language{" go golang ", "//", "", "/*", "*/", "`",
             " any bool break byte case chan const continue default defer else error fallthrough false for func go goto if import int interface "
             "map nil package range return select string struct switch true type var "},
    Language{" rs rust ", "//", "", "/*", "*/", "",
             " as async await bool break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref "
             "return self Self static str struct super trait true type u8 u32 u64 i32 i64 unsafe use usize where while "},
    Language{" sh bash zsh shell console fish ", "#", "", "", "", "",
             " case do done elif else esac export fi for function if in local return set then until while "},
    Language{" rb ruby ", "#", "", "", "", "",
             " and begin break case class def do else elsif end ensure false for if in module next nil not or redo rescue return self super then "
             "true unless until when while yield "},
    Language{" sql ", "--", "", "/*", "*/", "",
             " select from where insert update delete create table into values join on and or not null order by group as SELECT FROM WHERE "
             "INSERT UPDATE DELETE CREATE TABLE INTO VALUES JOIN ON AND OR NOT NULL ORDER BY GROUP AS "},
    Language{" lua ", "--", "", "", "", "",
             " and break do else elseif end false for function if in local nil not or repeat return then true until while "},
    Language{" toml yaml yml ini cfg conf make makefile mk cmake dockerfile r perl pl nix ", "#", "", "", "", "", " true false yes no null "},
    Language{" json jsonc ", "//", "", "", "", "", " true false null "},
};

bool is_word_char(char c) { return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

Syntax::Syntax(std::string_view language) {
  std::string name = " ";
  for (const char c : language.substr(0, 20)) name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  name += ' ';
  coloured_ = name != "  " && name != " text " && name != " txt ";
  for (const auto& one : k_languages) {
    if (name == "  " || one.names.find(name) == std::string_view::npos) continue;
    words_ = one.words;
    line_comment_ = one.line_comment;
    second_comment_ = one.second_comment;
    block_begin_ = one.block_begin;
    block_end_ = one.block_end;
    long_quote_ = one.long_quote;
  }
}

Line Syntax::line(std::string_view text) {
  Line out;
  if (!coloured_) return out.add(std::string(text));
  std::size_t at = 0, plain = 0;
  const auto token = [&](std::size_t end, Tone tone) {
    out.add(std::string(text.substr(plain, at - plain)));
    out.add(std::string(text.substr(at, end - at)), tone);
    at = plain = end;
  };
  const auto up_to = [&](std::string_view mark, std::size_t from) {
    const auto found = text.find(mark, from);
    return found == std::string_view::npos ? found : found + mark.size();
  };
  if (!until_.empty()) {
    const auto end = up_to(until_, 0);
    if (end != std::string_view::npos) until_ = {};
    token(std::min(end, text.size()), inside_);
  }
  while (at < text.size()) {
    const auto rest = text.substr(at);
    const char c = rest.front();
    const bool word_before = at > 0 && is_word_char(text[at - 1]);
    if ((!line_comment_.empty() && rest.starts_with(line_comment_) && (line_comment_ != "#" || at == 0 || text[at - 1] == ' ')) ||
        (!second_comment_.empty() && rest.starts_with(second_comment_))) {
      token(text.size(), Tone::dim);
    } else if ((!block_begin_.empty() && rest.starts_with(block_begin_)) || (!long_quote_.empty() && rest.starts_with(long_quote_))) {
      const bool comment = !block_begin_.empty() && rest.starts_with(block_begin_);
      const auto mark = comment ? block_end_ : long_quote_;
      inside_ = comment ? Tone::dim : Tone::literal;
      const auto end = up_to(mark, at + (comment ? block_begin_.size() : long_quote_.size()));
      if (end == std::string_view::npos) until_ = mark;
      token(std::min(end, text.size()), inside_);
    } else if (c == '"' || (c == '\'' && !word_before)) {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] != c) end += text[end] == '\\' ? 2 : 1;
      if (end >= text.size() && c == '\'') ++at;   // an apostrophe
      else token(std::min(end + 1, text.size()), Tone::literal);
    } else if (is_word_char(c) || c == '#') {
      std::size_t end = at + 1;
      while (end < text.size() && is_word_char(text[end])) ++end;
      const auto word = std::string(rest.substr(0, end - at));
      if (c >= '0' && c <= '9') token(end, Tone::number);
      else if (!words_.empty() && words_.find(" " + word + " ") != std::string_view::npos) token(end, Tone::keyword);
      else at = end;
    } else {
      ++at;
    }
  }
  return out.add(std::string(text.substr(plain)));
}

}  // namespace tui
