// The scenario format, in one pass over the lines. Sections begin with "=== "; what comes before the
// first one is the header. Text sections keep their lines as they are, up to the blank lines before
// the next section.

#include "scenario.h"

#include <csignal>

#include <charconv>
#include <map>

#include "base/try.h"
#include "turn_lines.h"

namespace e2e {
namespace {

using base::Result;

struct Line {
  std::string_view text;
  int number;
};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  int number = 1;
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.push_back({text.substr(0, end), number++});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string_view word(std::string_view& text) {
  text = trim(text);
  const auto end = text.find(' ');
  const auto out = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : trim(text.substr(end));
  return out;
}

class Parser {
 public:
  Parser(std::string path, std::string_view text, std::string_view wire)
      : path_(std::move(path)), wire_(wire), lines_(lines_of(text)) {
    scenario_.path = path_;
  }

  Result<Scenario> parse() {
    TRY_DO(header());
    while (at_ < lines_.size()) TRY_DO(section());
    if (scenario_.steps.empty()) return wrong(1, "a scenario needs a === run section");
    return std::move(scenario_);
  }

  Result<std::vector<std::string>> wires() {
    TRY_DO(header());
    return scenario_.wires;
  }

 private:
  tl::unexpected<base::Error> wrong(int line, const std::string& what) const {
    return base::fail(base::Code::invalid, path_ + ":" + std::to_string(line) + ": " + what);
  }
  [[nodiscard]] bool at_section() const { return at_ < lines_.size() && lines_[at_].text.starts_with("=== "); }

  /// A "key: value" line, without its [wire] mark; `here` = false if it is for other wires. A value
  /// that ends in <<WORD takes in the lines up to WORD.
  struct KeyValue {
    std::string key, value;
    int line = 0;
    bool here = true;
  };
  Result<KeyValue> key_value() {
    KeyValue out;
    out.line = lines_[at_].number;
    std::string_view text = trim(lines_[at_++].text);
    if (text.starts_with("[")) {
      const auto end = text.find(']');
      if (end == std::string_view::npos) return wrong(out.line, "expected ] after the wires");
      std::string_view wires = text.substr(1, end - 1);
      out.here = false;
      while (!wires.empty()) out.here = word(wires) == wire_ || out.here;
      text = trim(text.substr(end + 1));
    }
    if (text.starts_with("$ ")) {
      out.key = "$";
      out.value = text.substr(2);
    } else {
      const auto colon = text.find(':');
      out.key = text.substr(0, colon);
      if (colon != std::string_view::npos) out.value = trim(text.substr(colon + 1));
    }
    const auto mark = out.value.rfind("<<");
    if (mark == std::string::npos || out.key == "$") return out;
    const auto end_word = out.value.substr(mark + 2);
    if (end_word.empty() || end_word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos) return out;
    out.value = trim(std::string_view(out.value).substr(0, mark));
    std::string body;
    for (;; ++at_) {
      if (at_ == lines_.size()) return wrong(out.line, "no line " + end_word + " ends this text");
      if (lines_[at_].text == end_word) break;
      body += std::string(lines_[at_].text) + "\n";
    }
    ++at_;
    if (!out.value.empty()) out.value += " ";
    out.value += body;
    return out;
  }

  Result<> header() {
    while (at_ < lines_.size() && !at_section()) {
      const auto text = trim(lines_[at_].text);
      if (text.empty() || text.starts_with("#")) {
        ++at_;
        continue;
      }
      TRY(const auto line, key_value());
      if (!line.here) continue;
      std::string_view value = line.value;
      if (line.key == "wires") {
        scenario_.wires.clear();
        while (!value.empty()) scenario_.wires.emplace_back(word(value));
      } else if (line.key == "env") {
        const auto equal = value.find('=');
        if (equal == std::string_view::npos) return wrong(line.line, "expected env: NAME=VALUE");
        scenario_.env.emplace_back(value.substr(0, equal), value.substr(equal + 1));
      } else if (line.key == "config") {
        scenario_.config += line.value + "\n";
      } else if (line.key == "provider") {
        scenario_.provider += line.value + "\n";
      } else if (line.key == "model") {
        scenario_.model += line.value + "\n";
      } else if (line.key == "models") {
        scenario_.script.models.clear();
        while (!value.empty()) scenario_.script.models.emplace_back(word(value));
      } else if (line.key == "needs") {
        while (!value.empty()) {
          const std::string thing(word(value));
          if (thing == "transactions") scenario_.needs_transactions = true;
          else scenario_.needs_programs.push_back(thing);
        }
      } else if (line.key == "disk") {
        scenario_.disk = line.value;
      } else if (line.key == "turns may remain") {
        scenario_.turns_may_remain = true;
      } else if (line.key == "refusals allowed") {
        scenario_.refusals_allowed = true;
      } else if (line.key == "allow") {
        while (!value.empty()) scenario_.script.allow.emplace(word(value));
      } else if (line.key == "key") {
        scenario_.script.key = line.value;
      } else if (line.key == "emulate") {
        scenario_.script.emulate = line.value;
      } else {
        return wrong(line.line, "no such line in the header: " + line.key);
      }
    }
    return {};
  }

  Result<> section() {
    const int number = lines_[at_].number;
    std::string_view title = lines_[at_++].text.substr(4);
    const auto kind = word(title);
    if (kind == "file") return file(title, number);
    if (kind == "do") {
      scenario_.steps.emplace_back(Do{text_section().text, number});
      return {};
    }
    if (kind == "turn") return turn();
    if (kind == "run") return run(number);
    if (kind == "stdout" || kind == "stderr" || kind == "events" || kind == "after") {
      Exact exact = text_section();
      exact.kind = kind;
      exact.path = unescape(title);
      auto* last = scenario_.steps.empty() ? nullptr : std::get_if<Run>(&scenario_.steps.back());
      if (last == nullptr) return wrong(number, "=== " + std::string(kind) + " must follow a === run");
      last->exacts.push_back(std::move(exact));
      return {};
    }
    return wrong(number, "no such section: " + std::string(kind));
  }

  /// The lines up to the next section, without blank lines at the end. A line that starts with
  /// "\=== " stands for one with "=== ".
  Exact text_section() {
    Exact out;
    out.first = at_ < lines_.size() ? lines_[at_].number : static_cast<int>(lines_.size()) + 1;
    const std::size_t begin = at_;
    while (at_ < lines_.size() && !at_section()) ++at_;
    std::size_t end = at_;
    while (end > begin && lines_[end - 1].text.empty()) --end;
    out.last = out.first + static_cast<int>(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      auto text = lines_[i].text;
      if (text.starts_with("\\=== ")) text.remove_prefix(1);
      out.text += std::string(text) + "\n";
    }
    return out;
  }

  Result<> file(std::string_view title, int number) {
    ProjectFile out;
    out.path = unescape(word(title));
    if (out.path.empty()) return wrong(number, "=== file needs a path");
    out.bytes = text_section().text;
    while (!title.empty()) {
      const auto flag = word(title);
      if (flag == "exec") out.executable = true;
      else if (flag == "no-newline") out.bytes.resize(out.bytes.empty() ? 0 : out.bytes.size() - 1);
      else if (flag == "escaped") out.bytes = unescape(out.bytes);
      else if (flag.starts_with("times=")) {
        std::size_t times = 0;
        std::from_chars(flag.data() + 6, flag.data() + flag.size(), times);
        const auto one = out.bytes;
        out.bytes.clear();
        for (std::size_t i = 0; i < times; ++i) out.bytes += one;
      } else return wrong(number, "no such flag of a file: " + std::string(flag));
    }
    scenario_.files.push_back(std::move(out));
    return {};
  }

  Result<> turn() {
    model_server::Turn out;
    bool here = true, first = true;
    while (at_ < lines_.size() && !at_section()) {
      const auto text = trim(lines_[at_].text);
      if (text.empty() || text.starts_with("#")) {
        ++at_;
        continue;
      }
      TRY(const auto line, key_value());
      // "only: chat" makes the whole turn one of that wire.
      if (line.key == "only" && first) {
        std::string_view wires = line.value;
        here = false;
        while (!wires.empty()) here = word(wires) == wire_ || here;
      } else if (line.here) {
        if (auto why = add_turn_line(out, line.key, line.value); !why.empty())
          return wrong(line.line, why + ": " + line.key + ": " + line.value);
      }
      first = false;
    }
    if (here) scenario_.script.turns.push_back(std::move(out));
    return {};
  }

  Result<> run(int number) {
    Run out;
    out.line = number;
    while (at_ < lines_.size() && !at_section()) {
      const auto text = trim(lines_[at_].text);
      if (text.empty() || text.starts_with("#")) {
        ++at_;
        continue;
      }
      TRY(const auto line, key_value());
      if (line.here) TRY_DO(run_line(out, line));
    }
    if (out.command.empty()) return wrong(number, "=== run needs a line \"$ plumb ...\"");
    scenario_.steps.emplace_back(std::move(out));
    return {};
  }

  Result<> run_line(Run& out, const KeyValue& line) {
    const auto millis = [&](std::chrono::milliseconds& into) -> bool {
      std::int64_t n = 0;
      const auto* end = line.value.data() + line.value.size();
      const auto read = std::from_chars(line.value.data(), end, n);
      const auto unit = trim(std::string_view(read.ptr, static_cast<std::size_t>(end - read.ptr)));
      if (read.ec != std::errc() || (unit != "ms" && unit != "s")) return false;
      into = std::chrono::milliseconds(unit == "s" ? n * 1000 : n);
      return true;
    };
    static const std::set<std::string> k_checks{"stdout", "stdout lacks", "stdout is", "stderr", "stderr lacks",
                                                "json",   "event",        "no event",  "events", "file",
                                                "no file", "requests",    "same events as run"};
    if (line.key == "$") {
      if (!out.command.empty()) return wrong(line.line, "a run has one command");
      out.command = line.value;
    } else if (line.key == "stdin") {
      out.input = line.value;
      out.has_input = true;
    } else if (line.key == "exit") {
      std::from_chars(line.value.data(), line.value.data() + line.value.size(), out.exit);
    } else if (line.key == "signal") {
      static const std::map<std::string_view, int> k_signals{
          {"INT", SIGINT}, {"TERM", SIGTERM}, {"KILL", SIGKILL}, {"HUP", SIGHUP}, {"QUIT", SIGQUIT}};
      std::string_view value = line.value;
      SignalSpec spec;
      const auto found = k_signals.find(word(value));
      if (found == k_signals.end() || word(value) != "when")
        return wrong(line.line, "expected signal: INT when request N | event TYPE | file PATH | stdout TEXT");
      spec.number = found->second;
      spec.when = word(value);
      spec.value = value;
      if (!std::set<std::string>{"request", "event", "file", "stdout", "stderr", "after"}.contains(spec.when))
        return wrong(line.line, "no such condition: " + spec.when);
      out.signal = spec;
    } else if (line.key == "ends within") {
      if (!millis(out.within.emplace())) return wrong(line.line, "expected a time: 100 ms, 2 s");
    } else if (line.key == "limit") {
      if (!millis(out.limit)) return wrong(line.line, "expected a time: 100 ms, 2 s");
    } else if (line.key == "leftovers allowed") {
      out.leftovers_allowed = true;
    } else if (k_checks.contains(line.key)) {
      out.checks.push_back({line.key, line.value, line.line});
    } else {
      return wrong(line.line, "no such line in a run: " + line.key);
    }
    return {};
  }

  std::string path_;
  std::string_view wire_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  Scenario scenario_;
};

}  // namespace

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'n') out += '\n';
    else if (c == 'r') out += '\r';
    else if (c == 't') out += '\t';
    else if (c == '0') out += '\0';
    else if (c == 'x' && i + 2 < text.size()) {
      unsigned value = 0;
      std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16);
      out += static_cast<char>(value);
      i += 2;
    } else out += c;
  }
  return out;
}

Result<Scenario> parse_scenario(const std::string& path, std::string_view text, std::string_view wire) {
  return Parser(path, text, wire).parse();
}

Result<std::vector<std::string>> wires_of(const std::string& path, std::string_view text) {
  return Parser(path, text, "").wires();
}

}  // namespace e2e
