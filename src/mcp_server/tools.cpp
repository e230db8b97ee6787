// The tools that are offered, and the two short ones.

#include "tools.h"

#include <boost/json.hpp>

#include <iterator>

#include "arguments.h"
#include "text/cut.h"

namespace mcp_server {

namespace {

constexpr std::size_t k_text_max = std::size_t{48} << 10;
constexpr std::int64_t k_lines_max = 1000;

constexpr std::string_view k_run_schema =
    R"({"type":"object","properties":{"task":{"type":"string","description":"what to do, in plain words"},)"
    R"("cwd":{"type":"string","description":"the project's folder"},)"
    R"("session":{"type":"string","description":"go on with this session: id, prefix, or last"},)"
    R"("model":{"type":"string","description":"provider/model, or builtin"},"effort":{"type":"string","enum":["low","medium","high"]},)"
    R"("check":{"type":"string","description":"the command that tests the project, else found"},)"
    R"("max_turns":{"type":"integer"},"max_budget_usd":{"type":"number"}},"required":["task"]})";
constexpr std::string_view k_session_schema =
    R"({"type":"object","properties":{"session":{"type":"string","description":"id, prefix, or last; none = list them"},)"
    R"("cwd":{"type":"string","description":"of a list: only sessions of this folder"},"all_folders":{"type":"boolean"},)"
    R"("query":{"type":"string","description":"of a list: full text search"},)"
    R"("diff":{"type":"boolean","description":"what it changed, as a unified diff, instead of its events"},)"
    R"("from_event":{"type":"integer"},"limit":{"type":"integer"}}})";
constexpr std::string_view k_search_schema =
    R"({"type":"object","properties":{"pattern":{"type":"string","description":"a regular expression, RE2"},)"
    R"("cwd":{"type":"string"},"glob":{"type":"string","description":"*.py, !test*"},)"
    R"("literal":{"type":"boolean"},"ignore_case":{"type":"boolean"},"limit":{"type":"integer"}},"required":["pattern"]})";
constexpr std::string_view k_check_schema =
    R"({"type":"object","properties":{"cwd":{"type":"string"},)"
    R"("command":{"type":"string","description":"run this instead of what is found"},)"
    R"("names":{"type":"array","items":{"type":"string"},"description":"only these tests"},)"
    R"("affected":{"type":"boolean","description":"only what the changes since the last commit can affect"}}})";

Answer found_text(const plumb::Found& found) {
  std::string out, path;
  json::Array lines;
  for (const auto& line : found.lines) {
    if (line.path != path) out += line.path + "\n";
    path = line.path;
    out += std::to_string(line.number) + ":" + line.text + "\n";
    lines.push_back(json::Object{{"path", line.path}, {"line", line.number}, {"text", line.text}});
  }
  out += "[" + std::to_string(found.lines.size()) + " lines, " + std::to_string(found.files) + " files searched" +
         (found.cut ? ", there is more" : "") + "]";
  Answer answer;
  answer.text = text::keep_ends(out, k_text_max);
  answer.data = json::Object{{"lines", std::move(lines)}, {"files", found.files}, {"cut", found.cut}};
  return answer;
}

std::string sum_of(const json::Value& run) {
  std::string out(json::string_or(json::find(run, "command")));
  out += ": " + std::string(json::string_or(json::find(run, "status")));
  const auto passed = json::int_or(json::find(run, "passed"), -1);
  if (passed >= 0) out += ", " + std::to_string(passed) + " passed, " + std::to_string(json::int_or(json::find(run, "failed"))) + " failed";
  if (const auto doubt = json::string_or(json::find(run, "doubt")); !doubt.empty()) out += " (" + std::string(doubt) + ")";
  out += "\n";
  if (const auto* tests = json::array_or_null(json::find(run, "tests")))
    for (const auto& test : *tests) {
      const auto outcome = json::string_or(json::find(test, "outcome"));
      if (outcome != "failed" && outcome != "error") continue;
      out += std::string(outcome) + " " + std::string(json::string_or(json::find(test, "name"))) + "\n" +
             std::string(json::string_or(json::find(test, "message"))) + "\n";
    }
  return out + std::string(json::string_or(json::find(run, "output")));
}

Answer checked_text(const plumb::Checked& checked) {
  Answer out;
  const auto report = json::parse(checked.report);
  if (!report) return failed(report.error());
  std::string text = checked.exit_code == 0 ? "passed\n" : checked.exit_code == 3 ? "failed\n" : "nothing was proven\n";
  if (const auto* runs = json::array_or_null(json::find(*report, "checks")))
    for (const auto& run : *runs) text += sum_of(run);
  if (const auto advice = json::string_or(json::find(*report, "advice")); !advice.empty()) text += std::string(advice) + "\n";
  out.text = text::keep_ends(text, k_text_max);
  out.data = *report;
  return out;
}

}  // namespace

void search_code(plumb::Host& host, const std::shared_ptr<Call>& call) {
  Arguments read(call->arguments, call->cwd);
  plumb::SearchOptions options;
  options.cwd = read.folder();
  options.pattern = read.needed("pattern");
  options.glob = read.text("glob");
  options.literal = read.flag("literal");
  options.ignore_case = read.flag("ignore_case");
  options.limit = static_cast<std::size_t>(read.number("limit", 200, 1, k_lines_max));
  if (!read.problem().empty()) return call->done(failed({base::Code::invalid, read.problem()}));
  host.search(std::move(options), [call](plumb::Result<plumb::Found> found) {
    call->done(found ? found_text(*found) : failed(found.error()));
  });
}

void check(plumb::Host& host, const std::shared_ptr<Call>& call) {
  Arguments read(call->arguments, call->cwd);
  plumb::CheckOptions options;
  options.cwd = read.folder();
  options.command = read.text("command");
  options.names = read.texts("names");
  options.affected_only = read.flag("affected");
  if (!read.problem().empty()) return call->done(failed({base::Code::invalid, read.problem()}));
  options.on_start = [weak = std::weak_ptr<Call>(call)](const std::string& command, const std::string&) {
    if (const auto self = weak.lock()) self->progress("check " + command);
  };
  // The end of the subscription is the cancellation.
  call->hold(host.check(std::move(options), [call](plumb::Result<plumb::Checked> checked) {
    call->done(checked ? checked_text(*checked) : failed(checked.error()));
  }));
}

const ToolOffer k_offers[] = {
    {"run_task", "Run a task",
     "Hands a whole programming task to plumb: it works in the folder, in a sandbox, until the task is done, runs the project's "
     "checks itself, and says what was proven. Takes minutes. Changes can be taken back with plumb undo.",
     k_run_schema, false, run_task},
    {"read_session", "Read sessions", "Lists plumb's sessions, or shows one: its state, events, or what it changed.",
     k_session_schema, true, read_session},
    {"search_code", "Search code", "Lines that match a regular expression, in the files of a project that git does not ignore.",
     k_search_schema, true, search_code},
    {"check", "Run the checks",
     "Runs the project's tests in a fork of the project, in the sandbox, and tells the results test by test. Nothing of it stays.",
     k_check_schema, true, check},
};
const std::size_t k_offers_n = std::size(k_offers);

}  // namespace mcp_server
