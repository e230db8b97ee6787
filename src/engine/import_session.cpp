// Sessions of other agents, taken over: their conversation becomes a session's log, which a model can go on with.

#include "engine/import.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "foreign_log.h"
#include "history.h"
#include "journal/journal.h"
#include "llm/record.h"
#include "text/cut.h"
#include "whole_session.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;

namespace {

constexpr std::size_t k_log_max = std::size_t{256} << 20;
constexpr std::size_t k_head = std::size_t{512} << 10;     ///< of a log, to tell what it is about
constexpr std::size_t k_logs_max = 2000;                   ///< the newest, of each agent
constexpr std::size_t k_output_max = std::size_t{64} << 10;

// ---- finding

std::string folder_of(const Settings& settings, std::string_view variable, std::string_view otherwise) {
  if (const auto set = settings.env.get(variable)) return *set;
  return base::join(settings.places.home, otherwise);
}

/// Files below a folder whose names end with .jsonl, newest name first; `depth` folders deep.
void collect(const std::string& folder, int depth, std::vector<std::string>& out) {
  auto names = base::list_dir(folder).value_or(std::vector<std::string>());
  std::sort(names.rbegin(), names.rend());
  for (const auto& name : names) {
    if (out.size() >= k_logs_max) return;
    const auto path = base::join(folder, name);
    if (name.ends_with(".jsonl")) out.push_back(path);
    else if (depth > 0 && base::is_dir(path)) collect(path, depth - 1, out);
  }
}

/// As Claude Code names the folder of a project.
std::string mangled(std::string cwd) {
  for (auto& c : cwd)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '-';
  return cwd;
}

std::vector<std::string> log_files(const Settings& settings, const std::string& cwd) {
  std::vector<std::string> codex, claude;
  const auto home = folder_of(settings, "CODEX_HOME", ".codex");
  collect(base::join(home, "sessions"), 3, codex);
  collect(base::join(home, "archived_sessions"), 3, codex);
  const auto projects = base::join(folder_of(settings, "CLAUDE_CONFIG_DIR", ".claude"), "projects");
  if (cwd.empty()) collect(projects, 1, claude);
  else collect(base::join(projects, mangled(cwd)), 0, claude);
  codex.insert(codex.end(), claude.begin(), claude.end());
  return codex;
}

/// The whole lines at the beginning of a file.
std::string head_of(const std::string& path) {
  const base::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat st {};
  if (!file || ::fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode)) return {};
  std::string bytes(k_head, '\0');
  const auto got = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  const auto end = bytes.rfind('\n');
  if (bytes.size() == k_head && end != std::string::npos) bytes.resize(end);
  return bytes;
}

std::string task_of(const ForeignLog& log) {
  for (const auto& item : log.items)
    if (const auto* message = std::get_if<llm::UserMessage>(&item)) return message->text;
  return {};
}

// ---- writing

base::Result<> add_user(journal::Journal& journal, const llm::UserMessage& message) {
  json::Object payload = {{"text", message.text}};
  json::Array images;
  for (const auto& image : message.images) {
    TRY(auto blob, journal.put_blob(image.bytes));
    images.push_back(json::Object{{"mime", image.mime}, {"blob", std::move(blob)}});
  }
  if (!images.empty()) payload["images"] = std::move(images);
  TRY_DO(journal.append("user.message", payload));
  return {};
}

std::string shortened(const std::string& output) {
  if (output.size() <= k_output_max) return output;
  return std::string(text::clip(output, k_output_max)) + "\n[" + std::to_string(output.size() - k_output_max) + " bytes more were in the log]";
}

base::Result<> add_result(journal::Journal& journal, const llm::ToolResult& result) {
  const json::Object payload = {{"id", result.call_id}, {"output", shortened(result.output)}, {"is_error", result.is_error}};
  TRY_DO(journal.append("tool.result", payload));
  return {};
}

/// One answer: what the model said and called, up to what is no longer its own.
base::Result<std::size_t> add_answer(journal::Journal& journal, const ForeignLog& log, std::size_t at, int turn) {
  llm::Response response;
  std::vector<llm::ToolCall> calls;
  for (; at < log.items.size(); ++at) {
    const auto* call = std::get_if<llm::ToolCall>(&log.items[at]);
    if (call == nullptr && !std::holds_alternative<llm::AssistantMessage>(log.items[at])) break;
    if (call == nullptr && !calls.empty()) break;
    response.items.push_back(log.items[at]);
    if (call != nullptr) calls.push_back(*call);
  }
  response.stop = calls.empty() ? llm::Stop::end : llm::Stop::tool_calls;
  TRY_DO(journal.append("turn.started", json::Object{{"turn", turn}}));
  TRY(const auto payload, answer_payload(journal, turn, response, -1));
  TRY_DO(journal.append("model.answer", payload));
  for (const auto& call : calls)
    TRY_DO(journal.append("tool.call", json::Object{{"id", call.id}, {"name", call.name}, {"arguments", call.arguments}, {"freeform", call.freeform}}));
  return at;
}

/// So that a model does not take the other agent's tools for its own, nor its view of the tree for the present one.
std::string for_the_model(const ForeignLog& log) {
  return "The conversation above was imported from " + log.agent + ". Its tools were that agent's; use your own. Files may have changed since, and nothing in "
         "it was checked by plumb: look before you rely on it.";
}

base::Result<> write_log(const std::string& dir, const std::string& id, const ForeignLog& log) {
  TRY(const auto journal, journal::Journal::create(dir));
  const std::string model = log.model.empty() ? "unknown" : log.model;
  TRY_DO(journal->append("session.started", json::Object{{"id", id},
                                                         {"cwd", log.cwd},
                                                         {"task", task_of(log)},
                                                         {"model", json::Object{{"provider", log.agent}, {"id", model}}},
                                                         {"version", plumb_version},
                                                         {"imported_from", json::Object{{"agent", log.agent}, {"id", log.id}, {"started", log.started}}}}));
  if (!log.title.empty()) TRY_DO(journal->append("session.title", json::Object{{"title", log.title}}));
  int turn = 0;
  for (std::size_t at = 0; at < log.items.size();) {
    if (const auto* message = std::get_if<llm::UserMessage>(&log.items[at])) {
      TRY_DO(add_user(*journal, *message));
      ++at;
    } else if (const auto* result = std::get_if<llm::ToolResult>(&log.items[at])) {
      TRY_DO(add_result(*journal, *result));
      ++at;
    } else {
      TRY(at, add_answer(*journal, log, at, ++turn));
    }
  }
  TRY_DO(journal->append("user.message", json::Object{{"text", for_the_model(log)}, {"by", "plumb"}}));
  TRY_DO(journal->append("session.ended", json::Object{{"status", "imported"}, {"end", "imported"}, {"exit_code", 0}}));
  return {};
}

base::Result<std::string> file_named(const Settings& settings, const std::string& name, const std::string& cwd) {
  if (name.find('/') != std::string::npos || name.ends_with(".jsonl")) return name;
  TRY(const auto all, list_foreign(settings, name == "last" ? cwd : ""));
  std::vector<std::string> found;
  for (const auto& one : all)
    if (name == "last" || (!name.empty() && one.id.starts_with(name))) found.push_back(one.path);
  if (found.empty()) return base::fail(Code::not_found, name == "last" ? "neither codex nor Claude Code has a session of this folder" : "neither codex nor Claude Code has a session " + name);
  if (found.size() > 1 && name != "last") return base::fail(Code::ambiguous, std::to_string(found.size()) + " sessions begin with " + name);
  return found.front();
}

}  // namespace

base::Result<std::vector<ForeignSession>> list_foreign(const Settings& settings, const std::string& cwd) {
  std::vector<ForeignSession> out;
  for (const auto& path : log_files(settings, cwd)) {
    const auto log = read_foreign_log(head_of(path));
    if (!log || log->items.empty() || (!cwd.empty() && log->cwd != cwd)) continue;
    out.push_back({log->agent, log->id, path, log->cwd, log->started, log->title.empty() ? task_of(*log) : log->title});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.started > b.started; });
  return out;
}

base::Result<Imported> import_session(const Settings& settings, const std::string& name, const std::string& cwd) {
  TRY(const auto path, file_named(settings, name, cwd));
  TRY(const auto text, base::read_file(path, k_log_max));
  auto log = read_foreign_log(text);
  if (!log) return base::with(std::move(log).error(), path);
  if (log->items.empty()) return base::fail(Code::invalid, path + ": there is no conversation in it");
  Imported out;
  out.agent = log->agent;
  out.unread = log->unread;
  out.items = log->items.size();
  if (!base::is_dir(log->cwd)) log->cwd = cwd;
  out.cwd = log->cwd;
  out.id = base::new_id();
  auto made = make_whole(settings, out.id, [&](const std::string& dir) { return write_log(dir, out.id, *log); });
  if (!made) return base::with(std::move(made).error(), "importing " + path);
  return out;
}

}  // namespace engine
