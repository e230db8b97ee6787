#include "shell_line.h"

#include <algorithm>

namespace verify {
namespace {

constexpr std::size_t k_line_max = 32 << 10;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool ends_word(char c) {
  return is_blank(c) || std::string_view("\n;&|()<>").find(c) != std::string_view::npos;
}

class Scanner {
 public:
  explicit Scanner(std::string_view line) : line_(line) {}

  std::optional<std::vector<SimpleCommand>> scan() {
    while (at_ < line_.size() && ok_) step();
    end_command("");
    if (!ok_ || depth_ != 0) return std::nullopt;
    return std::move(commands_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < line_.size() ? line_[at_ + ahead] : '\0';
  }

  void step() {
    const char c = peek();
    if (is_blank(c)) {
      ++at_;
    } else if (c == '\\' && peek(1) == '\n') {
      at_ += 2;
    } else if (c == '#') {
      at_ = std::min(line_.find('\n', at_), line_.size());
    } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
      joint();
    } else if (c == '(' || c == ')') {
      depth_ += c == '(' ? 1 : -1;
      if (depth_ < 0 || (c == '(' && !current_.words.empty())) ok_ = false;  // a function
      ++at_;
      if (c == ')') end_command(";");
    } else if (c == '<' || c == '>') {
      redirection();
    } else {
      word();
    }
  }

  void joint() {
    std::string text(1, peek());
    ++at_;
    if (text == "&" && peek() == '>') return redirection();
    if (peek() == text[0] && text != "\n") {
      if (text == ";") ok_ = false;  // case
      text += peek();
      ++at_;
    }
    if (text == "|" && peek() == '&') ++at_;
    end_command(text == "\n" ? ";" : text);
  }

  void end_command(std::string next) {
    if (current_.words.empty()) return;  // a line feed after "&&", a closing bracket
    commands_.push_back(std::move(current_));
    current_ = {};
    current_.before = std::move(next);
  }

  /// The operator and its target; a here-document is beyond us.
  void redirection() {
    if (peek() == '<' && peek(1) == '<') ok_ = false;
    while (peek() == '<' || peek() == '>' || peek() == '&' || peek() == '|') ++at_;
    while (is_blank(peek())) ++at_;
    if (at_ >= line_.size() || ends_word(peek())) {
      ok_ = false;
      return;
    }
    read_word();
  }

  void word() {
    ShellWord word = read_word();
    if (!ok_) return;
    const bool is_descriptor =
        (peek() == '<' || peek() == '>') && word.text.size() == 1 && word.text[0] >= '0' &&
        word.text[0] <= '9';
    if (is_descriptor) return redirection();
    if (current_.words.empty() && word.is_literal) {
      static constexpr std::string_view k_control[] = {"if",    "then", "else",  "elif", "fi",
                                                       "for",   "while", "until", "do",   "done",
                                                       "case",  "esac",  "function", "select"};
      if (std::find(std::begin(k_control), std::end(k_control), word.text) != std::end(k_control))
        ok_ = false;
      if (word.text == "{" || word.text == "}" || word.text == "!") {
        if (word.text == "{") ++depth_;
        if (word.text == "}") --depth_;
        return;
      }
    }
    current_.words.push_back(std::move(word));
  }

  ShellWord read_word() {
    ShellWord word;
    word.begin = at_;
    while (at_ < line_.size() && ok_ && !ends_word(peek())) piece(word);
    word.end = at_;
    return word;
  }

  void piece(ShellWord& word) {
    const char c = peek();
    if (c == '\'') {
      const auto close = line_.find('\'', at_ + 1);
      if (close == std::string_view::npos) return fail();
      word.text += line_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    } else if (c == '"') {
      double_quoted(word);
    } else if (c == '\\') {
      if (at_ + 1 >= line_.size()) return fail();
      if (peek(1) != '\n') word.text += peek(1);
      at_ += 2;
    } else if (c == '$' || c == '`') {
      expansion(word);
    } else {
      if (c == '*' || c == '?' || c == '[' || (c == '~' && word.text.empty())) word.is_literal = false;
      word.text += c;
      ++at_;
    }
  }

  void double_quoted(ShellWord& word) {
    ++at_;
    while (at_ < line_.size() && peek() != '"' && ok_) {
      if (peek() == '\\' && std::string_view("\"\\$`").find(peek(1)) != std::string_view::npos) {
        word.text += peek(1);
        at_ += 2;
      } else if (peek() == '$' || peek() == '`') {
        expansion(word);
      } else {
        word.text += peek();
        ++at_;
      }
    }
    if (at_ >= line_.size()) return fail();
    ++at_;
  }

  /// Passed over as it is: its value is not known here.
  void expansion(ShellWord& word) {
    word.is_literal = false;
    const std::size_t from = at_;
    if (peek() == '`') {
      const auto close = line_.find('`', at_ + 1);
      if (close == std::string_view::npos) return fail();
      at_ = close + 1;
    } else if (peek(1) == '(' || peek(1) == '{') {
      const char open = peek(1);
      const char close = open == '(' ? ')' : '}';
      int depth = 0;
      for (++at_; at_ < line_.size(); ++at_) {
        if (peek() == '\'' || peek() == '"' || peek() == '\\') return fail();
        if (peek() == open) ++depth;
        if (peek() == close && --depth == 0) break;
      }
      if (at_ >= line_.size()) return fail();
      ++at_;
    } else {
      ++at_;
    }
    word.text += line_.substr(from, at_ - from);
  }

  void fail() {
    ok_ = false;
    at_ = line_.size();
  }

  std::string_view line_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool ok_ = true;
  SimpleCommand current_;
  std::vector<SimpleCommand> commands_;
};

}  // namespace

std::optional<std::vector<SimpleCommand>> simple_commands(std::string_view line) {
  if (line.size() > k_line_max || line.find('\0') != std::string_view::npos) return std::nullopt;
  return Scanner(line).scan();
}

std::string shell_quote(std::string_view text) {
  static constexpr std::string_view k_plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(k_plain) == std::string_view::npos)
    return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\0') continue;
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

}  // namespace verify
