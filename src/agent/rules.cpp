// From markdown to sentences. Only as much of markdown as tells prose from what is none; what a sentence means is
// rule_sentence.cpp's to say. "Never edit:" with a list below it is a sentence for each of the list's items.

#include "agent/rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "rule_words.h"

namespace agent {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_blank = " \t\r\n";
  const auto begin = text.find_first_not_of(k_blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_blank) - begin + 1);
}

std::size_t indent_of(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) {
    if (c != ' ' && c != '\t') break;
    columns += c == '\t' ? 4 : 1;
  }
  return columns;
}

/// The marker of a list's item, with the blank behind it: "- ", "12. ", "- [x] "; 0 = none.
std::size_t marker_size(std::string_view line) {
  std::size_t size = 0;
  if (!line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+')) {
    size = 1;
  } else {
    while (size < line.size() && size < 4 && line[size] >= '0' && line[size] <= '9') ++size;
    if (size == 0 || size >= line.size() || (line[size] != '.' && line[size] != ')')) return 0;
    ++size;
  }
  if (size >= line.size() || (line[size] != ' ' && line[size] != '\t')) return 0;
  while (size < line.size() && (line[size] == ' ' || line[size] == '\t')) ++size;
  for (const std::string_view box : {"[ ] ", "[x] ", "[X] "})
    if (line.substr(size).starts_with(box)) return size + box.size();
  return size;
}

struct Unit {
  std::string text;
  bool is_item = false;
  std::vector<std::pair<std::size_t, std::size_t>> lines;   ///< where in the text a line of the file begins
  void add(std::string_view more, std::size_t line) {
    if (!text.empty()) text += ' ';
    lines.emplace_back(text.size(), line);
    text += more;
  }
  [[nodiscard]] std::size_t line_at(std::size_t place) const {
    std::size_t out = lines.empty() ? 0 : lines.front().second;
    for (const auto& [begin, line] : lines)
      if (begin <= place) out = line;
    return out;
  }
};

struct Sentence {
  std::string text;
  std::size_t place = 0;
};

bool begins_a_sentence(char c) {
  return (c >= 'A' && c <= 'Z') || c == '`' || c == '*' || c == '"' || c == '(' || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<Sentence> sentences_of(const std::string& text) {
  std::vector<Sentence> out;
  std::size_t begin = 0;
  bool in_code = false;
  const auto add = [&](std::size_t end) {
    const auto part = trimmed(std::string_view(text).substr(begin, end - begin));
    if (!part.empty()) out.push_back({std::string(part), static_cast<std::size_t>(part.data() - text.data())});
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') in_code = !in_code;
    if (in_code || (text[i] != '.' && text[i] != '!' && text[i] != '?')) continue;
    std::size_t next = i + 1;
    while (next < text.size() && (text[next] == '*' || text[next] == '"' || text[next] == ')')) ++next;
    if (next >= text.size() || text[next] != ' ') continue;
    const auto word = small_letters(std::string_view(text).substr(i >= 3 ? i - 3 : 0, i - (i >= 3 ? i - 3 : 0) + 1));
    if (word.ends_with("e.g.") || word.ends_with("i.e.") || word.ends_with("etc.")) continue;
    const auto after = text.find_first_not_of(' ', next);
    if (after == std::string::npos || !begins_a_sentence(text[after])) continue;
    add(next);
  }
  add(text.size());
  return out;
}

/// What is said next takes it back in part.
bool is_exception(std::string_view sentence) {
  const std::string low = small_letters(sentence);
  for (const std::string_view word : {"unless", "except", "however", "but ", "if ", "only ", "otherwise"})
    if (low.starts_with(word)) return true;
  return low.find("exception") != std::string::npos;
}

class Reader {
 public:
  Reader(const InstructionFile& file, const HasPath& has) : file_(file), has_(has) {}

  std::vector<Rule> read() {
    std::size_t at = 0;
    for (std::size_t number = 1; at <= file_.text.size() && rules_.size() < k_rules_max; ++number) {
      const auto end = std::min(file_.text.find('\n', at), file_.text.size());
      line(std::string_view(file_.text).substr(at, end - at), number);
      at = end + 1;
    }
    close();
    if (rules_.size() > k_rules_max) rules_.resize(k_rules_max);
    return std::move(rules_);
  }

 private:
  void line(std::string_view raw, std::size_t number) {
    std::string_view text = trimmed(raw);
    if (number == 1 && text == "---") in_front_ = true;
    if (in_front_) {
      in_front_ = number == 1 || text != "---";
      return;
    }
    if (!fence_.empty()) {
      if (text.starts_with(fence_) && text.find_first_not_of(fence_.front()) == std::string_view::npos) {
        fence_.clear();
        lead_.clear();
      } else {
        fenced(text, number);
      }
      return;
    }
    if (in_comment_ || text.starts_with("<!--")) {
      if (!in_comment_) close();
      in_comment_ = text.find("-->") == std::string_view::npos;
      return;
    }
    if (text.starts_with("```") || text.starts_with("~~~")) {
      close();
      fence_ = text.substr(0, text.find_first_not_of(text.front()));
      return;
    }
    if (text.empty()) {
      close();
      was_blank_ = true;
      return;
    }
    const bool after_blank = std::exchange(was_blank_, false);
    if (text.front() == '#') return heading(text);
    if (text.front() == '>' || text.front() == '|' || text.find_first_not_of("-=*_ ") == std::string_view::npos) return close();
    const std::size_t marker = marker_size(text);
    if (marker == 0 && after_blank && indent_of(raw) >= 4 && !in_list_) return close();   // code
    if (marker > 0) {
      close();
      in_list_ = true;
      unit_.is_item = true;
      text = trimmed(text.substr(marker));
    } else if (after_blank && indent_of(raw) == 0) {
      in_list_ = false;
    }
    unit_.add(text, number);
  }

  void heading(std::string_view text) {
    close();
    in_list_ = false;
    lead_.clear();
    const auto level = text.find_first_not_of('#');
    if (level == std::string_view::npos) return;
    heading_ = trimmed(text.substr(level));
    if (skipped_below_ != 0 && level > skipped_below_) return;
    skipped_below_ = small_letters(heading_).find("example") != std::string::npos ? level : 0;
  }

  /// A line of a code block: a command, where what stands above says so.
  void fenced(std::string_view text, std::size_t number) {
    if (lead_.empty() || skipped_below_ != 0 || text.empty() || text.front() == '#') return;
    if (text.starts_with("$ ")) text.remove_prefix(2);
    text = trimmed(text.substr(0, text.find(" #")));
    const std::string sentence = lead_ + " `" + std::string(text) + "`";
    if (const auto reading = read_sentence(sentence, has_); reading.kind == RuleKind::run_first) add(reading, sentence, number);
  }

  void add(Reading reading, std::string_view sentence, std::size_t line) {
    Rule rule;
    static_cast<Reading&>(rule) = std::move(reading);
    rule.file = file_.path;
    rule.line = line;
    std::size_t size = std::min(sentence.size(), k_rule_text_max);
    while (size > 0 && size < sentence.size() && (static_cast<unsigned char>(sentence[size]) & 0xC0) == 0x80) --size;
    rule.text = sentence.substr(0, size);
    rules_.push_back(std::move(rule));
  }

  /// "Never edit" + "`vendor/`"; what a list or a heading says before its items.
  [[nodiscard]] Reading with_lead(const std::string& item, std::string& sentence) const {
    for (const std::string* lead : {&lead_, &heading_}) {
      if (lead->empty()) continue;
      const bool is_time = lead->find(',') == std::string::npos && small_letters(*lead).starts_with("before");
      std::string whole = *lead + (is_time ? ", " : " ") + item;
      if (auto reading = read_sentence(whole, has_); reading.kind != RuleKind::advice) {
        sentence = std::move(whole);
        return reading;
      }
    }
    return {};
  }

  void close() {
    const Unit unit = std::exchange(unit_, {});
    if (unit.text.empty() || skipped_below_ != 0 || unit.text.find("~~") != std::string::npos) return;
    if (!unit.is_item) lead_.clear();
    const auto sentences = sentences_of(unit.text);
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      std::string text = sentences[i].text;
      Reading reading = read_sentence(text, has_);
      if (reading.kind == RuleKind::advice && i == 0 && unit.is_item) reading = with_lead(sentences[i].text, text);
      if (i + 1 < sentences.size() && is_exception(sentences[i + 1].text)) reading = {};
      const bool is_lead = i + 1 == sentences.size() && text.ends_with(':');
      if (is_lead && reading.kind == RuleKind::advice) {
        lead_ = std::string(trimmed(std::string_view(text).substr(0, text.size() - 1)));
        if (unit.is_item) continue;   // of a list in the list
      }
      add(std::move(reading), text, unit.line_at(sentences[i].place));
    }
  }

  const InstructionFile& file_;
  const HasPath& has_;
  std::vector<Rule> rules_;
  Unit unit_;
  std::string fence_, lead_, heading_;
  std::size_t skipped_below_ = 0;   ///< the level of a heading whose text is not read
  bool in_front_ = false, in_comment_ = false, was_blank_ = true, in_list_ = false;
};

}  // namespace

std::vector<Rule> read_rules(const InstructionFile& file, const HasPath& has) { return Reader(file, has).read(); }

}  // namespace agent
