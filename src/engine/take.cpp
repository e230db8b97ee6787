// The change is laid out below the parent's scratch folder, and a command in the parent's sandbox copies
// it over the project: a step like that of any other command, so that policy, conflicts and undo are the
// usual ones. Everything of the step is held until all of it is known, then what the policy allows is
// applied at once: of somebody's proof half is worth nothing.

#include "take.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "project.h"
#include "recorder.h"
#include "tools/shell.h"

namespace engine {

using base::Code;
using base::join;
using workspace::State;

namespace {

constexpr io::Millis k_copy_timeout{600000};

// Nothing here comes from a model: the words are two paths of ours.
constexpr const char* k_script = R"sh(set -e
if [ -n "$1" ]; then xargs -0 rm -rf -- < "$1"; fi
if [ -n "$2" ]; then cp -a -f --no-preserve=ownership "$2/." .; fi
)sh";

/// The id of a new step of the parent: one attempt may be taken, undone, and taken again.
std::string new_step(const workspace::Workspace& workspace, const TakenFrom& from) {
  const std::string base = from.kind + "-" + std::to_string(from.n);
  std::string id = base;
  const auto is_known = [&] {
    return std::any_of(workspace.steps().begin(), workspace.steps().end(), [&](const auto& step) { return step.id == id; });
  };
  for (int again = 2; is_known(); ++again) id = base + "." + std::to_string(again);
  return id;
}

class Take {
 public:
  Take(const Settings& settings, TakenInto into, TakenFrom from) : settings_(settings), into_(std::move(into)), from_(std::move(from)) {}

  io::Task<base::Result<TakeResult>> run() {
    CO_TRY(const auto carried, co_await lay_out());
    out_.left = carried.left;
    out_.conflicts = carried.conflicts;
    if (!out_.conflicts.empty() || carried.count == 0) co_return std::move(out_);
    out_.step = new_step(into_.workspace, from_);
    CO_TRY_DO(append("apply.started", json::Object{{"step", out_.step}, {from_.kind, from_.n}, {"session", from_.session}}));
    CO_TRY(auto step, co_await copy_over(carried));
    auto settled = settle(step);
    CO_TRY_DO(record());
    if (!settled) co_return base::fail(std::move(settled).error());
    co_return std::move(out_);
  }

 private:
  io::Task<base::Result<workspace::Carried>> lay_out() {
    const auto attempt = workspace::Workspace::open(workspace_options(settings_, from_.copy, from_.dir, into_.project));
    if (!attempt) co_return base::fail(attempt.error());
    workspace::CarryOptions how;
    how.root = into_.workspace.root();
    how.paths = from_.paths;
    CO_TRY(how.since_ns, copied_at(attempt_folder(into_.dir, from_.n)));
    CO_TRY(const std::string scratch, into_.guard.scratch());
    how.into = join(scratch, "take");
    CO_TRY_DO(base::remove_all(how.into));
    std::function<base::Result<workspace::Carried>(std::stop_token)> work = [&](std::stop_token) {
      return workspace::lay_out(**attempt, how);
    };
    co_return co_await io::offload(std::move(work));
  }

  io::ProcessSpec spec(const workspace::Carried& carried) const {
    io::ProcessSpec spec;
    spec.argv = {"/bin/sh", "-c", k_script, "take", carried.gone, carried.fresh};
    spec.cwd = into_.workspace.root();
    spec.env = tools::shell_env(settings_.env, {}).all();
    return spec;
  }

  /// The step; that the script failed is in copied_.
  io::Task<base::Result<workspace::Step>> copy_over(workspace::Carried carried) {
    const std::string what = from_.kind + " " + std::to_string(from_.n) + " (" + from_.session + ")";
    CO_TRY(const auto command, co_await into_.workspace.before_command(out_.step, what));
    auto ran = co_await io::run_process(into_.guard.launcher(command.view), spec(carried), k_copy_timeout);
    if (!ran) {
      copied_ = base::fail(ran.error());
    } else if (ran->status.code != 0) {
      copied_ = base::fail(Code::io, "the attempt's change could not be copied into the project: " + ran->out);
    }
    co_return co_await into_.workspace.after_command(command.number);
  }

  /// Applies what the policy allows, or takes everything back.
  base::Result<> settle(const workspace::Step& step) {
    auto& tree = into_.workspace;
    if (!tree.is_transactional()) {
      for (const auto& effect : step.effects) out_.applied.push_back(effect.path);
      if (copied_) return {};
      TRY_DO(tree.undo(out_.step));
      return take_back();
    }
    if (!copied_ && into_.is_apart) return take_back();
    if (!into_.is_apart) return settle_at_work(step);
    std::vector<std::string> allowed;
    for (const auto& effect : step.effects) {
      if (effect.state != State::held) continue;
      (effect.why.empty() ? allowed : out_.held).push_back(effect.path);
    }
    if (allowed.empty()) return {};
    TRY(const auto report, tree.accept(out_.step, out_.held.empty() ? workspace::Workspace::Paths{} : allowed));
    out_.applied = report.restored;
    out_.conflicts = report.conflicts;
    if (out_.conflicts.empty()) return {};
    if (!out_.applied.empty()) TRY_DO(tree.undo(out_.step));
    out_.applied.clear();
    out_.held.clear();
    return tree.drop(out_.step);
  }

  /// In a session at work the policy has decided already: all of it, or nothing of it if anything clashed.
  base::Result<> settle_at_work(const workspace::Step& step) {
    bool is_held = false;
    for (const auto& effect : step.effects) {
      is_held = is_held || effect.state == State::held;
      if (effect.state == State::applied) out_.applied.push_back(effect.path);
      else if (effect.state == State::held) out_.held.push_back(effect.path);
      else if (effect.state == State::conflict) out_.conflicts.push_back({effect.path, effect.why, ""});
      else out_.left.push_back(effect.path + ": " + effect.why);
    }
    if (copied_ && out_.conflicts.empty()) return {};
    auto& tree = into_.workspace;
    if (!out_.applied.empty()) TRY_DO(tree.undo(out_.step));
    if (is_held) TRY_DO(tree.drop(out_.step));
    out_.applied.clear();
    out_.held.clear();
    return std::move(copied_);
  }

  base::Result<> take_back() {
    out_.applied.clear();
    if (into_.workspace.is_transactional()) TRY_DO(into_.workspace.drop(out_.step));
    return std::move(copied_);
  }

  base::Result<> record() {
    for (const auto& step : into_.workspace.steps()) {
      if (step.id != out_.step || !into_.is_apart) continue;
      TRY_DO(append("effects", json::Object{{"step", step.id}, {"what", step.what}, {"count", step.effects.size()},
                                            {"effects", effects_to_json(step.effects)}}));
    }
    return append("apply", json::Object{{"step", out_.step}, {"restored", out_.applied.size()}, {"conflicts", out_.conflicts.size()}});
  }

  base::Result<> append(std::string_view type, const json::Object& payload) {
    const auto done = into_.journal.append(type, payload);
    if (!done) return base::with(done.error(), "recording the session");
    return {};
  }

  const Settings& settings_;
  TakenInto into_;
  TakenFrom from_;
  TakeResult out_;
  base::Result<> copied_;
};

}  // namespace

base::Result<> open_tree(io::Loop& loop, const Settings& settings, ParentSession& parent) {
  auto how = workspace_options(settings, parent.project, parent.dir);
  TRY(parent.guard, Guard::make(loop, settings, {how.root, parent.dir, how.store_dir}));
  how.transactions = parent.guard->is_transactional();
  how.hold_all = true;
  if (parent.guard->is_read_only())
    how.policy.managed.insert(how.policy.managed.begin(), {{}, {}, workspace::Verdict::refuse, "sandbox mode read-only"});
  TRY(parent.workspace, workspace::Workspace::open(std::move(how)));
  parent.guard->show(parent.workspace->outside());
  return {};
}

io::Task<base::Result<TakeResult>> take(const Settings& settings, TakenInto into, TakenFrom from) {
  Take job(settings, std::move(into), std::move(from));
  co_return co_await job.run();
}

io::Task<base::Result<TakeResult>> take(const Settings& settings, ParentSession& parent, TakenFrom from) {
  TakenInto into{parent.dir, parent.project, *parent.journal, *parent.guard, *parent.workspace, true};
  return take(settings, std::move(into), std::move(from));
}

std::string attempt_folder(const std::string& parent_dir, int n) {
  return join(join(parent_dir, "attempts"), std::to_string(n));
}

base::Result<std::int64_t> copied_at(const std::string& folder) {
  TRY(const std::string text, base::read_file(join(folder, "since"), 64));
  return std::atoll(text.c_str());
}

}  // namespace engine
