#pragma once
// The hooks of one session: programs of the user and of a project that are asked, and told, at ten moments of a run. docs/hooks.md
// has the contract. Each run of one is on record, intent before and outcome after. Internal to engine; for the loop's thread.

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "guard.h"
#include "hook_answer.h"
#include "hook_call.h"
#include "hook_setup.h"
#include "io/loop.h"
#include "journal/journal.h"
#include "json/json.h"
#include "mask.h"
#include "workspace/workspace.h"

namespace engine {

/// Something that hooks may hear of.
struct HookMoment {
  HookEvent event = HookEvent::stop;
  std::vector<std::string> subjects;   ///< what matchers are held against; empty = every hook of the event fits
  json::Object members;                ///< of the input, besides those that every input has
  std::string call;                    ///< id of the tool call, "" = none
  /// Of PreToolUse: makes subjects and members those of the call with the input that a hook gave. Fails with invalid.
  std::function<base::Result<>(const std::string& updated_input, HookMoment& moment)> take_input;
};

/// What they made of it together.
struct HookVerdict {
  Permission permission = Permission::none;
  bool is_blocking = false;
  std::string reason;                  ///< of the one that decided
  std::string context;                 ///< for the model; "" = nothing
  bool has_new_input = false;          ///< take_input had it
  [[nodiscard]] bool refuses() const { return is_blocking || permission > Permission::allow; }
};

/// Hooks of a session that were begun and have no outcome on record: plumb was killed meanwhile. A line each.
std::vector<std::string> hooks_in_doubt(const std::vector<journal::Event>& events);

/// What a hook did.
struct HookRun {
  io::Finished ended;
  std::string unrecorded;   ///< why its changes are not on record; "" = they are
};

class Hooks {
 public:
  /// All must outlive it.
  struct Parts {
    io::Loop& loop;
    Guard& guard;
    workspace::Workspace& workspace;
    journal::Journal& journal;
    const Mask& mask;                  ///< of what hooks print: they may read what a command wrote
    std::map<std::string, std::string, std::less<>> env;   ///< without secrets
    /// Records what a hook in the sandbox changed: the step of that id.
    std::function<base::Result<>(const std::string& step)> on_step;
    /// Asks a person about a call (Steering::ask_about_call).
    std::function<io::Task<base::Result<std::optional<bool>>>(std::string call, std::string what, std::string why)> ask_person;
  };
  /// What every input says.
  struct About {
    std::string session, cwd, transcript, model, permission_mode;
    std::string agent_id, agent_type;  ///< of a subagent
  };
  Hooks(Parts parts, About about, HookSetup setup);

  /// Whether there is any for it.
  [[nodiscard]] bool has(HookEvent event, const std::vector<std::string>& subjects = {}) const;
  /// Runs those that fit one after the other, the user's first, until one denies or ends the run; each hears what those
  /// before it made of the input. Where a project's changed it, the user's are asked about that too, once. What goes wrong
  /// with a hook blocks nothing and is on record. Fails with cancelled, and as the journal.
  io::Task<base::Result<HookVerdict>> run(HookMoment moment);
  /// Why the run is to end: one of them said continue: false. Nothing = it may go on.
  [[nodiscard]] const std::optional<std::string>& ended() const { return ended_; }
  /// Where a hook said "ask": as Parts::ask_person.
  io::Task<base::Result<std::optional<bool>>> ask_person(std::string call, std::string what, std::string why) {
    return parts_.ask_person(std::move(call), std::move(what), std::move(why));
  }
  /// The calls as they are made: held effects are told with them, which may be much later.
  void note_call(std::string id, HookCall call) { calls_[std::move(id)] = std::move(call); }
  [[nodiscard]] const HookCall* call_of(const std::string& id) const;
  /// A new prompt: what ended the one before does not end it.
  void begin_prompt();

 private:
  [[nodiscard]] std::string input_of(const HookMoment& moment, const Hook& hook) const;
  [[nodiscard]] io::ProcessSpec spec_of(const Hook& hook) const;
  base::Result<> append(std::string_view type, const json::Object& payload);
  base::Result<> note_outcome(const HookMoment& moment, const base::Result<HookRun>& ran, const HookAnswer& answer,
                              std::int64_t started);
  io::Task<base::Result<bool>> ask(const Hook& hook, HookMoment& moment, HookVerdict& verdict);
  io::Task<base::Result<HookAnswer>> run_one(const HookMoment& moment, const Hook& hook);
  io::Task<base::Result<HookRun>> start(const Hook& hook, HookEvent event, std::string input);
  io::Task<base::Result<>> record_step(std::uint64_t command);
  io::Task<base::Result<HookRun>> run_as_step(const Hook& hook, std::string what, std::string input);

  Parts parts_;
  About about_;
  HookSetup setup_;
  std::uint64_t count_ = 0, prompts_ = 0;
  std::optional<std::string> ended_;
  std::map<std::string, HookCall> calls_;   ///< by id
};

}  // namespace engine
