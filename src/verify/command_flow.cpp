// A shell grammar in small: words, quotes, operators, redirections, heredocs. It never expands
// anything. Where the text goes beyond that (loops, functions, eval) it says so, and the judge then
// believes no exit code.

#include "command_flow.h"

#include <algorithm>
#include <array>

namespace verify {
namespace {

constexpr int k_nesting_max = 3;

struct Token {
  enum class Kind { word, op, redirect };
  Kind kind = Kind::word;
  std::string text;
  bool quoted = false;  ///< a part of it was
  bool writes = false;  ///< a redirection into a file
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c)) {
        ++at_;
      } else if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') {
        at_ += 2;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '\n') {
        ++at_;
        add(Token::Kind::op, ";");
        skip_heredocs();
      } else if (!take_operator() && !take_redirect()) {
        take_word();
      }
    }
    return std::move(out_);
  }

 private:
  void add(Token::Kind kind, std::string text) {
    out_.push_back({kind, std::move(text), false, false});
  }
  [[nodiscard]] bool next_is(std::string_view what) const {
    return text_.substr(at_).starts_with(what);
  }

  bool take_operator() {
    if (next_is("&>")) return false;
    for (const std::string_view op : {"&&", "||", "|&", ";;", ";", "|", "&", "(", ")"}) {
      if (!next_is(op)) continue;
      at_ += op.size();
      add(Token::Kind::op, std::string(op == "|&" ? "|" : op));
      return true;
    }
    return false;
  }

  /// [n]>, >>, <, <<, <<<, &>, with what follows: `2>&1`, `> file`.
  bool take_redirect() {
    std::size_t at = at_;
    while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9') ++at;
    if (text_.substr(at).starts_with("&>")) ++at;
    if (at >= text_.size() || (text_[at] != '>' && text_[at] != '<')) return false;
    const bool is_substitution = at + 1 < text_.size() && text_[at + 1] == '(';
    if (is_substitution) return false;
    const bool heredoc = text_.substr(at).starts_with("<<") && !text_.substr(at).starts_with("<<<");
    const bool is_output = text_[at] == '>';
    while (at < text_.size() && (text_[at] == '>' || text_[at] == '<' || text_[at] == '|')) ++at;
    if (heredoc && at < text_.size() && text_[at] == '-') ++at;
    const bool to_descriptor = at < text_.size() && text_[at] == '&';
    if (to_descriptor) ++at;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    at_ = at;
    const std::string target = word().text;
    if (heredoc) heredocs_.push_back(target);
    const bool writes = is_output && !to_descriptor && target != "/dev/null";
    out_.push_back({Token::Kind::redirect, target, false, writes});
    return true;
  }

  void skip_heredocs() {
    for (const std::string& end : heredocs_) {
      while (at_ < text_.size()) {
        const std::size_t stop = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, stop - at_);
        at_ = std::min(stop + 1, text_.size());
        while (!line.empty() && line.front() == '\t') line.remove_prefix(1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line == end) break;
      }
    }
    heredocs_.clear();
  }

  void take_word() {
    const std::size_t before = at_;
    Token token = word();
    if (at_ == before) ++at_;  // a lone character that begins no word
    if (!token.text.empty() || token.quoted) out_.push_back(std::move(token));
  }

  Token word() {
    Token token;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c) || c == '\n' || c == ';' || c == '|' || c == '&' || c == ')') break;
      if (c == '<' || c == '>') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '(') break;
        take_nested(token, 1);
      } else if (c == '(') {
        break;
      } else if (c == '\\') {
        if (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') token.text += text_[at_ + 1];
        token.quoted = true;
        at_ = std::min(at_ + 2, text_.size());
      } else if (c == '\'') {
        take_single(token);
      } else if (c == '"') {
        take_double(token);
      } else if (c == '`') {
        take_backticks(token);
      } else if (c == '$' && at_ + 1 < text_.size() && text_[at_ + 1] == '(') {
        take_nested(token, 1);
      } else {
        token.text += c;
        ++at_;
      }
    }
    return token;
  }

  void take_single(Token& token) {
    const std::size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
    token.text += text_.substr(at_ + 1, end - at_ - 1);
    token.quoted = true;
    at_ = std::min(end + 1, text_.size());
  }

  void take_double(Token& token) {
    token.quoted = true;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const bool escapes =
          text_[at_] == '\\' && at_ + 1 < text_.size() &&
          std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string_view::npos;
      if (escapes) ++at_;
      token.text += text_[at_];
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  void take_backticks(Token& token) {
    const std::size_t end = std::min(text_.find('`', at_ + 1), text_.size());
    token.text += text_.substr(at_, end - at_);
    token.quoted = true;
    at_ = std::min(end + 1, text_.size());
  }

  /// $( ... ), <( ... ): as it is, to the bracket that closes it.
  void take_nested(Token& token, std::size_t to_bracket) {
    token.quoted = true;
    std::size_t depth = 0;
    std::size_t end = at_ + to_bracket;
    for (; end < text_.size(); ++end) {
      if (text_[end] == '(') ++depth;
      if (text_[end] == ')' && --depth == 0) break;
    }
    token.text += text_.substr(at_, std::min(end + 1, text_.size()) - at_);
    at_ = std::min(end + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> out_;
  std::vector<std::string> heredocs_;
};

constexpr std::array<std::string_view, 19> k_keywords = {
    "if",   "then", "else",   "elif", "fi", "for", "while", "until",  "do", "done",
    "case", "esac", "select", "{",    "}",  "[[",  "]]",    "coproc", "in"};

bool is_keyword(const Token& token) {
  if (token.quoted || token.text == "in") return false;
  return std::find(k_keywords.begin(), k_keywords.end(), token.text) != k_keywords.end();
}

bool is_assignment(const Token& token) {
  const auto equals = token.text.find('=');
  if (equals == std::string::npos || equals == 0) return false;
  for (std::size_t i = 0; i < equals; ++i) {
    const char c = token.text[i];
    const bool is_plus = c == '+' && i + 1 == equals;
    const bool fits = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      (i > 0 && c >= '0' && c <= '9');
    if (!fits && !is_plus) return false;
  }
  return true;
}

Link link_of(std::string_view op) {
  if (op == "&&") return Link::and_;
  if (op == "||") return Link::or_;
  if (op == "|") return Link::pipe;
  if (op == "&") return Link::background;
  return Link::then;
}

/// A folder of a PATH from which nobody expects a test runner of the model's own.
bool is_usual_folder(std::string_view folder) {
  for (const std::string_view part :
       {"$PATH", "${PATH}", "/usr/", "/opt/", "/bin", "/sbin", "/snap/", "/nix/"})
    if (folder.starts_with(part)) return true;
  for (const std::string_view part :
       {"venv/bin", "node_modules/.bin", ".cargo/bin", ".local/bin", "go/bin", "GOPATH)/bin"})
    if (folder.ends_with(part)) return true;
  return folder.empty();
}

/// Assignments by which a name comes to mean another program.
bool is_rigging(std::string_view assignment) {
  for (const std::string_view name :
       {"LD_PRELOAD=", "BASH_ENV=", "ENV=", "PYTEST_PLUGINS=", "PYTHONSTARTUP=", "SHELL=", "IFS="})
    if (assignment.starts_with(name)) return true;
  if (!assignment.starts_with("PATH=") && !assignment.starts_with("PATH+=")) return false;
  std::string_view rest = assignment.substr(assignment.find('=') + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    if (!is_usual_folder(rest.substr(0, end))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string joined(const std::string& dir, const std::string& to) {
  if (to.empty() || to.front() == '/' || to.front() == '~' || to.front() == '$') return to;
  if (to == ".") return dir;
  return dir.empty() ? to : dir + "/" + to;
}

class Builder {
 public:
  explicit Builder(CommandFlow& line) : line_(line) {}

  void build(const std::vector<Token>& tokens, int nesting) {
    nesting_ = nesting;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (token.kind == Token::Kind::redirect) {
        has_redirect_ = true;
        if (token.writes) part_.files.push_back(token.text);
        continue;
      }
      if (token.kind == Token::Kind::word) {
        word(token);
        continue;
      }
      if (token.text == "(") {
        // `name ()` is a function; any other bracket a group or an array.
        const bool is_function =
            i + 1 < tokens.size() && tokens[i + 1].text == ")" && !part_.argv.empty();
        (is_function ? line_.redefines : line_.compound) = true;
        finish(Link::then);
      } else if (token.text == ")" || token.text == ";;") {
        line_.compound = true;
        finish(Link::then);
      } else {
        finish(link_of(token.text));
      }
    }
    finish(Link::end);
    if (!line_.parts.empty() && line_.parts.back().link == Link::then)
      line_.parts.back().link = Link::end;
  }

 private:
  void word(const Token& token) {
    if (part_.argv.empty()) {
      if (token.text == "!" && !token.quoted) {
        part_.negated = true;
        return;
      }
      if (token.text == "function" && !token.quoted) line_.redefines = true;
      if (is_keyword(token)) {
        line_.compound = true;
        return;
      }
      if (is_assignment(token)) {
        if (is_rigging(token.text)) line_.redefines = true;
        part_.assignments.push_back(token.text);
        return;
      }
    }
    part_.argv.push_back(token.text);
  }

  void finish(Link link) {
    const bool is_empty = part_.argv.empty() && part_.assignments.empty() && !has_redirect_;
    if (is_empty) {
      // `cmd; \n`, `&& \n cmd`: the separator of the last part stands, unless it said less.
      if (!line_.parts.empty() && line_.parts.back().link == Link::end)
        line_.parts.back().link = link;
      part_ = {};
      return;
    }
    has_redirect_ = false;
    part_.link = link;
    part_.dir = dir_;
    note_meaning();
    part_.assignments.insert(part_.assignments.end(), exported_.begin(), exported_.end());
    if (line_.parts.size() < k_parts_max) {
      if (!read_through()) line_.parts.push_back(std::move(part_));
    } else {
      line_.compound = true;
    }
    part_ = {};
  }

  void note_meaning() {
    if (part_.argv.empty()) {  // stays in this shell; exported or not is not known
      exported_.insert(exported_.end(), part_.assignments.begin(), part_.assignments.end());
      return;
    }
    const std::string& name = part_.argv.front();
    for (const std::string_view bad : {"eval", "alias", "trap", "enable", "hash", "function"})
      if (name == bad) line_.redefines = true;
    if (name == "export" || name == "declare" || name == "env")
      for (const auto& argument : part_.argv) {
        if (is_rigging(argument)) line_.redefines = true;
        const bool is_variable =
            argument.find('=') != std::string::npos && !argument.starts_with('-');
        if (is_variable) (name == "env" ? part_.assignments : exported_).push_back(argument);
      }
    if (name == "cd" || name == "pushd") {
      std::string to = "~";
      for (std::size_t i = 1; i < part_.argv.size(); ++i)
        if (part_.argv[i] != "--" && part_.argv[i] != "-P" && part_.argv[i] != "-L")
          to = part_.argv[i];
      dir_ = to == "-" ? "~" : joined(dir_, to);
    }
    if (name == "popd") dir_ = "";
  }

  /// bash -c 'script': the script's parts take this one's place.
  bool read_through() {
    const auto& argv = part_.argv;
    if (argv.size() < 3 || nesting_ >= k_nesting_max) return false;
    const auto shell = base_name(argv[0]);
    if (shell != "bash" && shell != "sh" && shell != "dash" && shell != "zsh") return false;
    std::size_t at = 1;
    bool pipefail = false, has_script = false;
    for (; at < argv.size() && argv[at].starts_with('-'); ++at) {
      if (argv[at].find('o') != std::string::npos && at + 1 < argv.size() &&
          argv[at + 1] == "pipefail") {
        pipefail = true;
        has_script = has_script || argv[at].find('c') != std::string::npos;
        ++at;
        continue;
      }
      has_script =
          has_script || (!argv[at].starts_with("--") && argv[at].find('c') != std::string::npos);
    }
    if (!has_script || at >= argv.size()) return false;
    CommandFlow inner;
    Builder builder(inner);
    builder.dir_ = dir_;
    builder.exported_ = part_.assignments;
    Reader reader(argv[at]);
    builder.build(reader.tokens(), nesting_ + 1);
    if (inner.parts.empty()) return false;
    const bool is_alone = inner.parts.size() == 1;
    // Its own list ends in the middle of ours: only where nothing comes after is that the same.
    if (!is_alone && part_.link != Link::end && part_.link != Link::and_) line_.compound = true;
    for (auto& each : inner.parts)
      if (each.link == Link::or_ && part_.link != Link::end) line_.compound = true;
    line_.compound = line_.compound || inner.compound;
    line_.redefines = line_.redefines || inner.redefines;
    if (pipefail)
      line_.parts.push_back({{"set", "-o", "pipefail"}, {}, Link::and_, false, {}, dir_});
    inner.parts.back().link = part_.link;
    inner.parts.front().negated = inner.parts.front().negated || part_.negated;
    for (auto& each : inner.parts) line_.parts.push_back(std::move(each));
    return true;
  }

  CommandFlow& line_;
  Part part_;
  std::string dir_;
  std::vector<std::string> exported_;
  bool has_redirect_ = false;
  int nesting_ = 0;
};

/// `( ... )` around the whole: what is inside.
std::string_view without_brackets(std::string_view text) {
  const auto trimmed = [](std::string_view in) {
    const auto first = in.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string_view{};
    return in.substr(first, in.find_last_not_of(" \t\r\n") - first + 1);
  };
  text = trimmed(text);
  if (!text.starts_with('(') || !text.ends_with(')') || text.starts_with("((")) return text;
  const auto inside = text.substr(1, text.size() - 2);
  return inside.find_first_of("()") == std::string_view::npos ? trimmed(inside) : text;
}

bool sets(const Part& part, char letter, std::string_view option) {
  if (part.argv.empty() || part.argv[0] != "set") return false;
  for (std::size_t i = 1; i < part.argv.size(); ++i) {
    const std::string& word = part.argv[i];
    if (word.starts_with('-') && word.find(letter) != std::string::npos && letter != 'o')
      return true;
    const bool is_long = word.starts_with('-') && word.find('o') != std::string::npos;
    if (is_long && i + 1 < part.argv.size() && part.argv[i + 1] == option) return true;
  }
  return false;
}

bool unsets(const Part& part) {
  return part.argv.size() > 1 && part.argv[0] == "set" && part.argv[1].starts_with('+');
}

bool has_option(const CommandFlow& line, std::size_t until, char letter, std::string_view option) {
  bool on = false;
  for (std::size_t i = 0; i < until; ++i) {
    if (sets(line.parts[i], letter, option)) on = true;
    if (unsets(line.parts[i])) on = false;
  }
  return on;
}

/// `exit $?` and `exit ${PIPESTATUS[0]}` right behind a run hand its code on.
bool hands_on(const Part& part, bool piped) {
  if (part.argv.size() != 2 || part.argv[0] != "exit") return false;
  if (part.argv[1].starts_with("${PIPESTATUS[0]")) return true;
  return !piped && part.argv[1] == "$?";
}

/// False if part `i` may have been passed over while the line still ends with 0.
bool surely_ran(const CommandFlow& line, std::size_t i) {
  for (std::size_t k = i; k-- > 0;) {
    const Link link = line.parts[k].link;
    if (link == Link::then || link == Link::background) break;
    if (link == Link::or_) return false;
  }
  for (std::size_t k = 0; k < i; ++k) {
    const auto& argv = line.parts[k].argv;
    if (argv.empty() || (argv[0] != "exit" && argv[0] != "return")) continue;
    const bool on_failure = k > 0 && line.parts[k - 1].link == Link::or_;
    const bool fails =
        argv.size() == 1 ||
        (argv[1] != "0" && argv[1].find_first_not_of("0123456789") == std::string::npos);
    if (!on_failure || !fails) return false;
  }
  return true;
}

}  // namespace

std::string_view base_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

CommandFlow read_command_flow(std::string_view text) {
  CommandFlow line;
  Reader reader(without_brackets(text));
  Builder builder(line);
  builder.build(reader.tokens(), 0);
  return line;
}

bool is_reachable(const CommandFlow& line, std::size_t i) {
  for (std::size_t k = 0; k < i; ++k) {
    const auto& argv = line.parts[k].argv;
    if (argv.empty() || (argv[0] != "exit" && argv[0] != "exec")) continue;
    const bool is_conditional =
        k > 0 && (line.parts[k - 1].link == Link::or_ || line.parts[k - 1].link == Link::and_);
    if (!is_conditional && !(argv[0] == "exec" && argv.size() == 1)) return false;
  }
  return true;
}

bool shows_exit_code(const CommandFlow& line, std::size_t i) {
  if (line.compound || line.parts[i].negated || !surely_ran(line, i) || !is_reachable(line, i))
    return false;
  for (std::size_t k = i; k-- > 0 && line.parts[k].link == Link::pipe;)
    if (line.parts[k].negated) return false;
  const std::size_t last = pipeline_end(line, i);
  const bool piped = last != i;
  const bool exit_follows = last + 1 < line.parts.size() && line.parts[last].link == Link::then &&
                            last + 2 == line.parts.size() && hands_on(line.parts[last + 1], piped);
  if (exit_follows) return true;
  if (piped && !has_option(line, i, 'o', "pipefail")) return false;
  bool is_last_of_list = true;
  for (std::size_t k = last; k < line.parts.size(); ++k) {
    switch (line.parts[k].link) {
      case Link::end:
        return true;
      case Link::and_:
        is_last_of_list = false;
        break;
      case Link::or_:
      case Link::background:
        return false;
      case Link::pipe:
        break;
      case Link::then:
        return is_last_of_list && has_option(line, i, 'e', "errexit");
    }
  }
  return true;
}

std::size_t pipeline_end(const CommandFlow& line, std::size_t i) {
  while (i + 1 < line.parts.size() && line.parts[i].link == Link::pipe) ++i;
  return i;
}

}  // namespace verify
