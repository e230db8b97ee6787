#pragma once
// plumb::Host for the modules of this program: on a loop that they share, and with all that `plumb run` can ask for.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/notify.h"
#include "engine/session.h"
#include "engine/settings.h"
#include "io/loop.h"
#include "plumb/host.h"

namespace host {

/// How a prompt's run ended, as the engine says it.
struct RunEnd {
  engine::Report report;
  std::optional<plumb::Ended> elsewhere;    ///< another process ran it, and says no more than this
  std::optional<base::Error> not_started;   ///< why there was no run; report.end is "failed" or "cancelled" then
};
plumb::Ended ended_of(const RunEnd& end);
/// The exit code for what went wrong before there was a run: usage, the model, or else.
int exit_code_for(const base::Error& error);

class Host : public plumb::Host {
 public:
  /// As create, with the engine's own options; `options.id` is given by this.
  virtual base::Result<std::string> create_with(engine::SessionOptions options) = 0;
  /// The id of the recorded session that a name means (id, unique prefix, "last" of `cwd`), if a model can go on with it.
  /// Fails with not_found, ambiguous.
  virtual base::Result<std::string> resumable(const std::string& name, const std::string& cwd) = 0;
  /// Returns when nothing of the session runs or waits here any more.
  virtual io::Task<> idle(std::string id) = 0;
  /// Ends the searches of builtin that run here and have found something: their runs go on with the best so far. False:
  /// there was none.
  virtual bool stop_search() = 0;
  /// The options of the next run of a recorded session (cwd and id are the record's). Fails with not_found.
  virtual base::Result<> set_options(const std::string& id, engine::SessionOptions options) = 0;
  /// As prompt, with the whole report. No bound on the prompt's size but the engine's.
  virtual base::Result<> prompt_with(const std::string& id, plumb::Prompt prompt, std::function<void(const RunEnd&)> on_end) = 0;
  /// Called before an event or what is streamed is told to observers, on the spot, of sessions that run here. For the one
  /// program that prints them: it must not call this Host. Set before the first prompt.
  virtual void listen(engine::Listener listener) = 0;
  /// From now on people are told when a run here needs them or has ended, as [notify] says; `sink` is who has the terminal.
  /// Fails with invalid.
  virtual base::Result<> notify_people(engine::NotifySink sink) = 0;
  /// Cancels what runs and waits for it, at most some seconds; then for notifications that are on their way. Must have been awaited before the Host goes, unless nothing
  /// was ever begun or the loop is the Host's own.
  virtual io::Task<> close() = 0;
  [[nodiscard]] virtual const engine::Settings& settings() const = 0;
};

/// `loop` must outlive it. Costs nothing until it is used.
std::unique_ptr<Host> make(io::Loop& loop, engine::Settings settings);

}  // namespace host
