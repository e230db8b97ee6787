#include "check_session.h"

#include <boost/json.hpp>

#include "base/ids.h"
#include "base/try.h"
#include "choose.h"
#include "project.h"
#include "text/utf8.h"

extern const char* const plumb_version;

namespace engine {

json::Object start_without_model(const std::string& id, const std::string& cwd, const std::string& task) {
  return {{"id", id},
          {"cwd", cwd},
          {"task", task},
          {"model", json::Object{{"provider", "none"}, {"id", "none"}}},
          {"version", plumb_version}};
}

base::Result<CheckSession> CheckSession::open(io::Loop& loop, Settings& settings, const std::string& cwd, const std::string& kind,
                                              const std::string& task, std::function<void(const SessionEvent&)> on_event) {
  CheckSession out;
  TRY(const auto names, key_names(settings));
  for (const auto& name : names) settings.env.unset(name);
  const std::string id = base::new_id();
  const std::string dir = session_dir(settings, id);
  TRY(out.journal_, journal::Journal::create(dir));
  if (on_event)
    out.journal_->on_event([told = std::move(on_event)](const journal::Event& event) {
      told(SessionEvent{event.seq, event.time_ms, event.type, event.payload});
    });
  auto start = start_without_model(id, cwd, task);
  start["kind"] = kind;
  TRY_DO(out.journal_->append("session.started", start));
  auto how = workspace_options(settings, cwd, dir);
  TRY(out.guard_, Guard::make(loop, settings, {how.root, dir, how.store_dir}));
  how.transactions = out.guard_->is_transactional();
  TRY(out.workspace_, workspace::Workspace::open(std::move(how)));
  out.guard_->show(out.workspace_->outside());
  return out;
}

io::Task<base::Result<>> CheckSession::close(std::string status, int exit_code, const base::Error* error) {
  const json::Object end = {{"end", error == nullptr ? "done" : "failed"},
                            {"status", std::move(status)},
                            {"exit_code", exit_code},
                            {"error", error == nullptr ? "" : text::to_valid_utf8(error->what)}};
  co_await io::shielded(guard_->close());
  CO_TRY_DO(journal_->append("session.ended", end));
  co_return base::Result<>{};
}

}  // namespace engine
