#include "progress.h"

#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <vector>

#include "base/ids.h"
#include "json/json.h"
#include "text/utf8.h"
#include "text/width.h"

namespace app {

namespace {

constexpr const char* k_dim = "\033[2m";
constexpr const char* k_bold = "\033[1m";
constexpr const char* k_green = "\033[32m";
constexpr const char* k_red = "\033[31m";
constexpr const char* k_yellow = "\033[33m";
constexpr const char* k_reset = "\033[0m";
constexpr std::size_t k_line_max = 160;

std::string member(const json::Value& p, std::string_view key) {
  return std::string(json::string_or(json::find(p, key)));
}

std::string second_line(const std::string& text) {
  const auto end = text.find('\n');
  return end == std::string::npos ? text : text.substr(end + 1);
}

std::string first_line(std::string text) {
  const auto end = text.find('\n');
  const bool more = end != std::string::npos;
  if (more) text.resize(end);
  if (text.size() > k_line_max) {
    std::size_t cut = k_line_max;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    text.resize(cut);
    return text + " …";
  }
  return more ? text + " …" : text;
}

/// How a command failed: "exit 1: FAILED (failures=2)", from the shell tool's note and the last line that
/// the command printed. Other failures are told by their first line.
std::string how_failed(const std::string& whole) {
  std::string output = whole, note;
  for (;;) {
    while (output.ends_with('\n')) output.pop_back();
    const auto begin = output.rfind('\n') + 1;   // npos + 1 = 0
    const std::string line = output.substr(begin);
    if (!line.starts_with('[') || !line.ends_with(']')) break;
    const bool tells = line.starts_with("[exit ") || line.starts_with("[ended ") || line.starts_with("[killed ");
    if (tells) note = line.substr(1, line.size() - 2);
    output.resize(begin);
  }
  if (note.empty()) return first_line(whole);
  const std::string last = output.substr(output.rfind('\n') + 1);
  return last.empty() ? note : note + ": " + first_line(last);
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

/// Files in a folder that was made as well are counted with it: a build folder is one line.
struct Folded {
  std::string change, path;
  std::size_t inside = 0;
  const engine::ChangedFile* file = nullptr;
};
std::vector<Folded> fold(std::vector<Folded> changes) {
  std::sort(changes.begin(), changes.end(),
            [](const Folded& a, const Folded& b) { return a.path < b.path; });
  // Sorted by bytes, "a-b" stands between "a" and "a/b": so a folder is looked for among all its
  // kind, not in the line before.
  std::map<std::string, std::size_t> roots;
  std::vector<Folded> out;
  for (auto& one : changes) {
    std::size_t* root = nullptr;
    for (auto slash = one.path.find('/'); slash != std::string::npos && root == nullptr;
         slash = one.path.find('/', slash + 1)) {
      const auto found = roots.find(one.path.substr(0, slash));
      if (found != roots.end()) root = &found->second;
    }
    if (root != nullptr && out[*root].change == one.change) {
      ++out[*root].inside;
      continue;
    }
    if (one.change == "created" || one.change == "deleted") roots[one.path] = out.size();
    out.push_back(std::move(one));
  }
  return out;
}

std::string with_inside(const Folded& one) {
  if (one.inside == 0) return one.path;
  return one.path + "/  (" + std::to_string(one.inside) + (one.inside == 1 ? " entry)" : " entries)");
}

/// What a call is about, in a line: the one argument that says most.
std::string about(const json::Value& p) {
  const std::string arguments = member(p, "arguments");
  if (json::bool_or(json::find(p, "freeform"))) {
    for (std::size_t at = 0; (at = arguments.find("*** ", at)) != std::string::npos; at += 4)
      if (!arguments.substr(at).starts_with("*** Begin")) return first_line(arguments.substr(at + 4));
    return first_line(arguments);
  }
  const auto parsed = json::parse(arguments);
  if (!parsed) return first_line(arguments);
  for (const char* key : {"command", "path", "pattern", "text", "id", "input"}) {
    const auto* value = json::find(*parsed, key);
    if (value != nullptr && value->is_string()) return first_line(member(*parsed, key));
  }
  return first_line(arguments);
}

}  // namespace

std::string duration(std::int64_t ms) {
  if (ms < 1000) return std::to_string(ms) + " ms";
  const auto tenths = ms / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string safe_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto step = text::decode(text, at);
    const std::size_t size = std::max<std::size_t>(step.size, 1);
    const char32_t c = step.value;
    const bool is_control = c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7F && c < 0xA0;
    // Bytes that are no UTF-8 stay: they are names of files, and a terminal shows them as such.
    const bool is_shown = step.kind != text::Decoded::Kind::character || (!is_control && !text::is_unseen(c));
    if (is_shown) out += text.substr(at, size);
    else out += "\xEF\xBF\xBD";
    at += size;
  }
  return out;
}

std::string one_line(std::string text, std::size_t width) {
  for (auto& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  if (text.size() <= width) return text;
  std::size_t cut = width - 1;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::string safe(std::string_view text) {
  std::string out;
  for (const char c : safe_text(text)) {
    if (c == '\n') out += "\\n";
    else out += c == '\t' ? ' ' : c;
  }
  return out;
}

std::string path_lines(std::string_view word, const std::vector<std::string>& paths) {
  std::string out;
  std::map<std::string, std::size_t> repositories;
  for (const auto& path : paths) {
    const auto at = ("/" + path + "/").find("/.git/");
    if (at != std::string::npos && path.size() > at + 4) {
      ++repositories[path.substr(0, at + 4)];
      continue;
    }
    out += std::string(word) + safe(path) + "\n";
  }
  for (const auto& [path, count] : repositories)
    out += std::string(word) + safe(path) + "  (" + std::to_string(count) + " of git's files)\n";
  return out;
}

Colour colour_for(std::FILE* file, const base::Env& env) {
  if (env.get("NO_COLOR") || env.get("TERM").value_or("dumb") == "dumb") return Colour::no;
  return ::isatty(::fileno(file)) == 1 ? Colour::yes : Colour::no;
}

std::string search_text(const engine::Live::Search& search) {
  std::string out = "tried " + grouped(static_cast<std::int64_t>(search.tried)) + " of " +
                    grouped(static_cast<std::int64_t>(search.of)) + (search.of == 1 ? " edit" : " edits");
  if (search.per_second >= 10) {
    out += ", " + grouped(static_cast<std::int64_t>(search.per_second)) + " a second";
  } else if (search.per_second > 0) {
    char rate[32];
    std::snprintf(rate, sizeof rate, ", %.1f a second", search.per_second);
    out += rate;
  }
  if (search.found > 0) out += ", " + std::to_string(search.found) + (search.found == 1 ? " passes" : " pass");
  if (search.left_ms >= 0) out += ", at most " + std::to_string((search.left_ms + 999) / 1000) + " s left";
  return out;
}

Progress::Progress(std::FILE* out, Colour colour, std::string prefix)
    : out_(out), colour_(colour), prefix_(std::move(prefix)),
      in_place_(prefix_.empty() && ::isatty(::fileno(out)) == 1), told_ms_(base::steady_ms()) {}

Progress::~Progress() { wipe(); }

void Progress::wipe() {
  if (!is_on_line_) return;
  std::fputs("\r\033[K", out_);
  std::fflush(out_);
  is_on_line_ = false;
}

void Progress::search(const engine::Live::Search& search) {
  constexpr std::int64_t k_every_ms = 10000;
  if (in_place_) {
    const bool colour = colour_ == Colour::yes;
    std::fprintf(out_, "\r\033[K%s  %s%s", colour ? k_dim : "", search_text(search).c_str(), colour ? k_reset : "");
    std::fflush(out_);
    is_on_line_ = true;
    return;
  }
  if (base::steady_ms() - told_ms_ < k_every_ms) return;
  told_ms_ = base::steady_ms();
  line(" ", k_dim, search_text(search));
}

void Progress::line(const char* mark, const char* tone, const std::string& text) {
  wipe();
  const bool colour = colour_ == Colour::yes;
  std::fprintf(out_, "%s%s%s%s %s\n", prefix_.c_str(), colour ? tone : "", mark, colour ? k_reset : "", safe_text(text).c_str());
  std::fflush(out_);
}

void Progress::live(const engine::Live& live) {
  using What = engine::Live::What;
  if (live.what == What::search) return search(live.search);
  if (builtin_ && live.what == What::reasoning) add_thought(live.bytes);
  if (live.what == What::tool_output && !repair_.empty() && live.call_id == repair_) {
    if (live.bytes.starts_with("--- ")) repair_.clear();   // the diff: it is in the record
    else add_thought(live.bytes);
  }
}

void Progress::add_thought(std::string_view bytes) {
  thought_ += bytes;
  for (std::size_t end = 0; (end = thought_.find('\n')) != std::string::npos;) {
    if (end > 0) line(" ", k_dim, first_line(thought_.substr(0, end)));
    thought_.erase(0, end + 1);
  }
}

void Progress::event(const engine::SessionEvent& event) {
  const auto parsed = json::parse(event.payload);
  if (!parsed) return;   // our own line: cannot be, and a view must not end a run
  const json::Value& p = *parsed;
  if (event.type == "session.started") {
    const auto* model = json::find(p, "model");
    const std::string provider = model != nullptr ? member(*model, "provider") : "";
    const std::string id = model != nullptr ? member(*model, "id") : "";
    builtin_ = provider == "builtin";
    line("plumb", k_bold, member(p, "version") + " · " + (provider == id ? id : provider + "/" + id) + " · session " + member(p, "id"));
    if (model != nullptr && !member(*model, "why").empty()) line(" ", k_dim, "model: " + member(*model, "why"));
  } else if (event.type == "session.resumed") {
    builtin_ = member(p, "model") == "builtin";
    line("plumb", k_bold, "going on with session " + member(p, "id") + " · " + member(p, "model"));
  } else if (event.type == "model.answer") {
    const auto* items = json::array_or_null(json::find(p, "items"));
    bool calls = false;
    std::string text;
    if (items != nullptr)
      for (const auto& item : *items) {
        calls = calls || member(item, "type") == "tool_call";
        if (member(item, "type") == "assistant") text += member(item, "text");
      }
    if (calls && !text.empty()) line("·", k_dim, text);   // the last message is in the report
  } else if (event.type == "tool.call") {
    if (member(p, "name") == "repair") repair_ = member(p, "id");
    line("→", k_bold, member(p, "name") + "  " + about(p));
  } else if (event.type == "tool.result") {
    const bool failed = json::bool_or(json::find(p, "is_error"));
    const std::string title = member(p, "title");
    line(failed ? "  ✗" : "  ✓", failed ? k_red : k_green,
         duration(json::int_or(json::find(p, "duration_ms"))) +
             (failed ? "  " + how_failed(member(p, "output")) : title.empty() ? "" : "  " + first_line(title)));
  } else if (event.type == "effects") {
    const auto* list = json::array_or_null(json::find(p, "effects"));
    std::vector<Folded> changes;
    std::vector<std::string> apart;   // what is not in the tree is never folded away
    if (list != nullptr)
      for (const auto& one : *list) {
        const std::string state = member(one, "state");
        if (state.empty()) changes.push_back({member(one, "change"), safe(member(one, "path"))});
        if (!state.empty()) apart.push_back(safe(state + ": " + member(one, "change") + " " + member(one, "path") + "  (" + member(one, "why") + ")"));
      }
    for (std::size_t i = 0; i < std::min<std::size_t>(apart.size(), 8); ++i) line("    ", k_yellow, apart[i]);
    if (const auto* git = json::array_or_null(json::find(p, "git")))
      for (const auto& one : *git) line("    ", k_dim, safe("git " + std::string(json::string_or(&one))));
    std::size_t shown = 0, told = 0;
    for (const auto& one : fold(std::move(changes))) {
      if (++shown > 8) break;
      told += 1 + one.inside;
      line("    ", k_dim, one.change + " " + with_inside(one));
    }
    const auto count = static_cast<std::size_t>(json::int_or(json::find(p, "count")));
    if (count > told + apart.size()) line("    ", k_dim, "and " + std::to_string(count - told - apart.size()) + " more");
  } else if (event.type == "plan") {
    if (const auto* list = json::array_or_null(json::find(p, "items")))
      for (const auto& one : *list)
        line(member(one, "status") == "completed" ? "    [x]" : "    [ ]", k_dim, first_line(member(one, "text")));
  } else if (event.type == "check.started") {
    line("→", k_bold, safe("check  " + member(p, "command") + "  (" + member(p, "where") + ")"));
  } else if (event.type == "check.finished") {
    const bool good = json::int_or(json::find(p, "exit")) == 0;
    line(good ? "  ✓" : "  ✗", good ? k_green : k_red,
         duration(json::int_or(json::find(p, "duration_ms"))) + "  " +
             (json::find(p, "passed") != nullptr ? std::to_string(json::int_or(json::find(p, "passed"))) + " passed, " +
                              std::to_string(json::int_or(json::find(p, "failed"))) + " failed"
                        : "exit " + std::to_string(json::int_or(json::find(p, "exit")))));
  } else if (event.type == "user.message" && (member(p, "by") == "builtin" || member(p, "by") == "hook")) {
    line("↻", k_yellow, "to the model: " + first_line(member(p, "text")));
  } else if (event.type == "user.message" && member(p, "by") == "plumb") {
    line("↻", k_yellow, "back to the model: " + first_line(second_line(member(p, "text"))));
  } else if (event.type == "context.compacted") {
    line("…", k_dim, member(p, "kind") == "masked" ? "the window is full: older outputs are left out of the next request"
                                                   : "the window is full: the work ledger takes the place of the older part");
  } else if (event.type == "approval.asked") {
    line("?", k_yellow, safe("held until you answer: " + member(p, "what") + "  (plumb effects, apply, drop)"));
  } else if (event.type == "agent.started") {
    line("⇉", k_bold, safe("agent " + std::to_string(json::int_or(json::find(p, "n"))) + " (" + member(p, "role") + ")  " + first_line(member(p, "task"))));
  } else if (event.type == "agent.finished") {
    const auto status = member(p, "status");
    const bool good = status == "verified" || status == "unchanged";
    line(good ? "  ✓" : "  ✗", good ? k_green : k_yellow,
         safe("agent " + std::to_string(json::int_or(json::find(p, "n"))) + ": " + status + "  " + member(p, "reason")));
  } else if (event.type == "model.retry") {
    line("…", k_yellow, member(p, "why") + "; again in " + duration(json::int_or(json::find(p, "wait_ms"))));
  } else if (event.type == "notice") {
    line("!", k_yellow, member(p, "text"));
  }
}

/// How the change weakens its checks, the worst first.
static void add_tampering(const engine::Report& report, std::string& out) {
  constexpr std::size_t k_shown = 5;
  for (std::size_t i = 0; i < std::min(report.tampering.size(), k_shown); ++i) {
    const auto& one = report.tampering[i];
    out += "  tests     " + safe(one.path) + (one.line > 0 ? ":" + std::to_string(one.line) : "") + "  " + safe(one.what) + "\n";
  }
  if (report.tampering.size() > k_shown) out += "            and " + std::to_string(report.tampering.size() - k_shown) + " more\n";
}

/// What became of the project's rules.
static void add_rules(const engine::Report& report, Colour colour, std::string& out) {
  for (const auto& one : report.rules) {
    const bool broken = one.state == "broken";
    const std::string word = broken ? "rule" : one.state;
    const char* tone = broken ? k_red : k_yellow;
    out += std::string("  ") + (colour == Colour::yes ? tone : "") + word + (colour == Colour::yes ? k_reset : "");
    out += std::string(word.size() < 10 ? 10 - word.size() : 1, ' ') + safe(one.where) + " \"" + first_line(safe(one.text)) + "\": " + safe(one.what) + "\n";
  }
}

/// What the model said, and what the record says of it.
static void add_claims(const engine::Report& report, Colour colour, std::string& out) {
  for (const auto& claim : report.claims) {
    const char* tone = claim.mark == "proven" ? k_green : claim.mark == "refuted" ? k_red : k_yellow;
    out += std::string("  ") + (colour == Colour::yes ? tone : "") + claim.mark + (colour == Colour::yes ? k_reset : "");
    out += std::string(claim.mark.size() < 10 ? 10 - claim.mark.size() : 1, ' ') + "\"" + first_line(safe(claim.text)) + "\"";
    out += claim.why.empty() ? "\n" : "  (" + safe(claim.why) + ")\n";
  }
  for (const auto& doubt : report.doubts) out += "  doubt     " + first_line(safe(doubt)) + "\n";
  for (const auto& question : report.questions) out += "  question  " + first_line(safe(question)) + "\n";
}

std::string report_text(const engine::Report& report, Colour colour) {
  const auto tone = [&](const char* code) { return std::string(colour == Colour::yes ? code : ""); };
  const std::string reset = tone(k_reset);
  std::string out;
  if (!report.text.empty()) {
    out += safe_text(report.text);
    if (!out.ends_with('\n')) out += '\n';
    out += '\n';
  }
  if (!report.error.empty()) out += tone(k_red) + "ended early" + reset + "  " + safe(report.error) + "\n";
  const bool good = report.status == "verified" || report.status == "unchanged";
  out += tone(good ? k_green : report.status == "unverified" ? k_yellow : k_red) + report.status + reset +
         "  " + safe(report.reason) + "\n";
  const auto names = [&](const char* label, const std::vector<std::string>& list) {
    std::size_t shown = 0;
    for (const auto& name : list) {
      if (++shown > 10) {
        out += "            and " + std::to_string(list.size() - 10) + " more\n";
        break;
      }
      out += std::string("  ") + label + safe(name) + "\n";
    }
  };
  names("fixed     ", report.fixed);
  names("broken    ", report.broken);
  names("failing   ", report.failing);
  names("missing   ", report.missing);
  names("flaky     ", report.flaky);
  names("note      ", report.notes);
  add_tampering(report, out);
  add_rules(report, colour, out);
  add_claims(report, colour, out);
  if (!report.check.empty()) out += "  check     " + safe(report.check) + "\n";
  std::vector<Folded> changes;
  changes.reserve(report.changes.size());
  for (const auto& file : report.changes) changes.push_back({file.change, file.path, 0, &file});
  std::size_t shown = 0, told = 0;
  for (const auto& one : fold(std::move(changes))) {
    if (++shown > 20) {
      out += "            and " + std::to_string(report.changes.size() - told) + " more (plumb show)\n";
      break;
    }
    told += 1 + one.inside;
    const std::size_t width = one.change.size();
    out += "  " + one.change + std::string(width < 10 ? 10 - width : 1, ' ') + safe(with_inside(one));
    if (one.file->added >= 0)
      out += "  +" + std::to_string(one.file->added) + " -" + std::to_string(one.file->removed);
    if (!one.file->undoable) out += "  (too large to undo)";
    out += "\n";
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(report.git.size(), 10); ++i)
    out += "  git       " + safe(report.git[i]) + "\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(report.held.size(), 10); ++i) {
    const auto& file = report.held[i];
    const std::size_t width = file.state.size();
    out += "  " + tone(k_yellow) + file.state + reset + std::string(width < 10 ? 10 - width : 1, ' ') + file.change + " " +
           safe(file.path) + (file.why.empty() ? "" : "  (" + safe(file.why) + ")") + "\n";
  }
  if (report.held.size() > 10) out += "            and " + std::to_string(report.held.size() - 10) + " more\n";
  if (!report.held.empty())
    out += "  decide    plumb effects " + report.session + ", then plumb apply or plumb drop\n";
  if (!report.changes.empty()) {
    out += "  see       plumb show --diff " + report.session + "\n";
    out += "  undo      plumb undo " + report.session + "\n";
    if (!report.receipt.empty()) out += "  receipt   plumb verify " + report.session + "\n";
  }
  out += "  used      " + std::to_string(report.turns) + (report.turns == 1 ? " turn, " : " turns, ") +
         duration(report.duration_ms);
  if (report.usage.input + report.usage.output > 0) {
    out += ", " + grouped(report.usage.input) + " tokens in";
    if (report.usage.cached > 0) out += " (" + grouped(report.usage.cached) + " cached)";
    out += ", " + grouped(report.usage.output) + " out";
    if (report.cost_usd > 0) {
      char dollars[32];
      std::snprintf(dollars, sizeof dollars, ", $%.4f", report.cost_usd);
      out += dollars;
    } else if (report.cost_usd < 0) {
      out += ", price not known";
    }
  }
  out += " (" + report.model + ")\n";
  return out;
}

}  // namespace app
