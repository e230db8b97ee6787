// Reads top down in run(): choose the models, open the parent, copy and start, wait, choose, put the
// winner's change into the project, report.
//
// When one is verified, the others are cancelled, but for those whose proof is running at that moment: they
// have a grace of 30 s to end it (a new turn of the model ends it too), and of all that are verified then the
// smallest change wins. So nobody waits for a model any more once there is a proof, and the order in which
// two proofs end does not decide. Nothing is applied without a proof: the best of the others is named.

#include "engine/attempts.h"

#include <boost/json.hpp>

#include <algorithm>

#include "attempt_choice.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "report.h"
#include "choose.h"
#include "history.h"
#include "io/http.h"
#include "masked.h"
#include "project.h"
#include "closing.h"
#include "take.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_left_told = 10;

/// An attempt while it runs. Shared with functions that are posted to the loop, which may come when the
/// run is over.
struct Running {
  Attempt attempt;
  SessionOptions options;
  io::CancelSource cancel;
  bool is_proving = false, has_ended = false;
};

int exit_of(const Report& report) {
  if (report.status == "failed") return exit_failed;
  if (report.status == "regressed") return exit_regressed;
  if (report.status == "unverified" || !report.held.empty()) return exit_unverified;
  return exit_ok;
}

class AttemptsRun {
 public:
  AttemptsRun(io::Loop& loop, Settings settings, AttemptsOptions options, std::string task, AttemptsListener listener)
      : loop_(loop), settings_(std::move(settings)), options_(std::move(options)), task_(std::move(task)),
        listener_(std::move(listener)), scope_(loop), clock_scope_(loop) {}

  io::Task<base::Result<AttemptsReport>> run();

 private:
  io::Task<base::Result<std::vector<std::string>>> choose_models();
  base::Result<> open_parent();
  io::Task<base::Result<>> first_copy();
  io::Task<base::Result<>> copy(Running& one);
  io::Task<> start_all();
  io::Task<> attempt(std::shared_ptr<Running> one);
  io::Task<> work(std::shared_ptr<Running> one);
  Listener listener_for(const std::shared_ptr<Running>& one);
  void watch(const std::shared_ptr<Running>& one, const SessionEvent& event);
  void ended(Running& one);
  void won();
  io::Task<> grace();
  void measure(Attempt& attempt);
  base::Result<> append(std::string_view type, const json::Value& payload);
  void notice(const std::string& text);
  io::Task<base::Result<>> decide();
  io::Task<base::Result<>> put(Attempt& winner);
  io::Task<> prove_again(std::string why);
  io::Task<bool> is_same_tree(const Attempt& winner);
  void add_up();
  void offer(const Attempt* best);

  io::Loop& loop_;
  Settings settings_;
  AttemptsOptions options_;
  std::string task_;
  AttemptsListener listener_;
  Choice first_;
  std::unique_ptr<Secrets> secrets_;   // before parent_, whose journal uses it
  ParentSession parent_;
  std::vector<std::shared_ptr<Running>> all_;
  AttemptsReport out_;
  bool has_winner_ = false, is_cancelled_ = false;
  base::Result<> health_;   ///< of the parent's record
  std::vector<verify::Check> checks_;   ///< what the project said before any attempt could change it
  io::CancelSource clock_;
  io::Scope scope_, clock_scope_;
};

// ---- before ----

io::Task<base::Result<std::vector<std::string>>> AttemptsRun::choose_models() {
  std::vector<std::string> names = options_.models;
  if (names.empty()) names.push_back(options_.session.model);
  const auto http = io::make_http_client(loop_, settings_.env);
  std::vector<std::string> models;
  std::vector<bool> is_builtin;
  for (const auto& name : names) {
    CO_TRY(auto choice, co_await choose_model(loop_, *http, settings_, name, task_, options_.session.cwd));
    if (choice.what == Choice::What::replay)
      co_return base::fail(Code::invalid, "attempts cannot be replays: they work in copies of the project, so the recorded requests would not fit");
    const bool builtin = choice.what == Choice::What::builtin;
    models.push_back(builtin ? "builtin" : choice.info.provider + "/" + choice.info.id);
    is_builtin.push_back(builtin);
    if (models.size() == 1) first_ = std::move(choice);
  }
  CO_TRY(auto dealt_out, dealt(options_.count, models, is_builtin));
  co_return std::move(dealt_out);
}

base::Result<> AttemptsRun::append(std::string_view type, const json::Value& payload) {
  auto done = parent_.journal->append(type, payload);
  if (!done) return base::with(std::move(done).error(), "recording the session");
  return {};
}

void AttemptsRun::notice(const std::string& text) {
  auto done = append("notice", json::Object{{"level", "info"}, {"text", text}});
  if (!done && health_) health_ = std::move(done);
}

base::Result<> AttemptsRun::open_parent() {
  parent_.id = base::new_id();
  parent_.project = options_.session.cwd;
  parent_.dir = session_dir(settings_, parent_.id);
  TRY(auto secrets, read_secrets(settings_.config_text, settings_.config_path, settings_.env));
  secrets_ = std::make_unique<Secrets>(std::move(secrets));
  task_ = secrets_->mask().in(task_);   // typed by hand for once
  TRY(parent_.journal, journal::Journal::create(parent_.dir));
  if (secrets_->any()) parent_.journal = masked_journal(std::move(parent_.journal), *secrets_);
  parent_.journal->on_event([this](const journal::Event& event) {
    if (listener_.on_event) listener_.on_event(0, SessionEvent{event.seq, event.time_ms, event.type, event.payload});
  });
  json::Value model = model_to_json(first_.info);
  model.as_object()["why"] = first_.why;
  TRY_DO(append("session.started", json::Object{{"id", parent_.id}, {"cwd", parent_.project}, {"task", task_}, {"model", model},
                                                {"version", plumb_version}, {"git", look_around(parent_.project).git},
                                                {"attempts", all_.size()}}));
  TRY_DO(append("user.message", json::Object{{"text", task_}}));
  TRY_DO(open_tree(loop_, settings_, parent_));
  if (options_.session.check.empty()) {
    TRY(checks_, verify::discover_all(parent_.project, settings_.env));
  } else {
    checks_.push_back({"check", options_.session.check, "given by the user"});
  }
  json::Array models;
  for (const auto& one : all_) models.emplace_back(one->attempt.model);
  TRY_DO(append("attempts.started", json::Object{{"count", all_.size()}, {"models", models}}));
  for (const auto& text : parent_.workspace->recovered()) notice(text);
  const std::string outside = git_outside(parent_.workspace->root());
  if (!outside.empty() && workspace::lent_repository(parent_.project).empty())
    notice("the attempts' copies have no repository: " + outside);
  return {};
}

// ---- the attempts ----

io::Task<base::Result<>> AttemptsRun::copy(Running& one) {
  const std::string folder = attempt_folder(parent_.dir, one.attempt.n);
  CO_TRY_DO(base::make_dirs(folder, 0700));
  CO_TRY(const auto since, workspace::file_clock(folder));
  CO_TRY_DO(base::write_file(join(folder, "since"), std::to_string(since) + "\n", 0600));
  // The project's own name: programs print it.
  one.attempt.dir = join(folder, base::file_name(parent_.workspace->root()));
  using Tree = workspace::Workspace::Tree;
  auto copied = co_await parent_.workspace->fork(Tree::now, one.attempt.dir, true, k_copy_max);
  if (copied) co_return base::Result<>();
  (void)base::remove_all(folder);   // the first failure is the one to tell
  one.attempt.dir.clear();
  co_return base::with(std::move(copied).error(), "copying the project for attempt " + std::to_string(one.attempt.n));
}

/// Without one copy there is nothing: then the run fails as a whole.
io::Task<base::Result<>> AttemptsRun::first_copy() {
  auto done = co_await copy(*all_.front());
  if (!done) co_return base::fail(std::move(done).error());
  scope_.spawn(attempt(all_.front()));
  co_return base::Result<>();
}

/// The others, each as soon as its copy is there.
io::Task<> AttemptsRun::start_all() {
  constexpr const char* k_late = "another attempt was verified before this one was started";
  std::string why;   // not to start any more
  for (std::size_t i = 1; i < all_.size(); ++i) {
    Running& one = *all_[i];
    if (why.empty() && has_winner_) why = k_late;
    if (why.empty() && co_await io::is_cancelled()) why = "cancelled";
    if (why.empty()) {
      const auto copied = co_await io::cancellable(one.cancel, copy(one));
      if (has_winner_) {
        why = k_late;
        if (copied) (void)base::remove_all(attempt_folder(parent_.dir, one.attempt.n));   // gc removes what stays
      } else if (!copied) {
        why = copied.error().what;
      }
    }
    if (why.empty()) {
      scope_.spawn(attempt(all_[i]));
      continue;
    }
    one.attempt.error = why;
    one.attempt.dir.clear();
    ended(one);
  }
}

void AttemptsRun::watch(const std::shared_ptr<Running>& one, const SessionEvent& event) {
  if (event.type == "check.started") one->is_proving = true;
  if (event.type != "turn.started") return;
  one->is_proving = false;
  if (!has_winner_) return;
  // Its proof did not hold, and it would go on. Not from within its own task.
  loop_.post([one] {
    one->attempt.is_cancelled = !one->has_ended;
    one->cancel.cancel();
  });
}

Listener AttemptsRun::listener_for(const std::shared_ptr<Running>& one) {
  Listener listener;
  listener.on_event = [this, one](const SessionEvent& event) {
    watch(one, event);
    if (listener_.on_event) listener_.on_event(one->attempt.n, event);
  };
  if (listener_.on_live) listener.on_live = [this, n = one->attempt.n](const Live& live) { listener_.on_live(n, live); };
  return listener;
}

io::Task<> AttemptsRun::work(std::shared_ptr<Running> one) {
  auto starting = Session::start(loop_, settings_, one->options, task_, listener_for(one));
  auto session = co_await io::cancellable(one->cancel, std::move(starting));
  if (!session) {
    one->attempt.error = session.error().what;
    co_return;
  }
  one->attempt.session = (*session)->id();
  const json::Object payload = {{"n", one->attempt.n}, {"model", one->attempt.model}, {"session", one->attempt.session}};
  if (auto told = append("attempt.started", payload); !told) {
    if (health_) health_ = told;
    one->attempt.error = told.error().what;
    co_return;
  }
  one->attempt.report = co_await io::cancellable(one->cancel, (*session)->run(task_));
}

io::Task<> AttemptsRun::attempt(std::shared_ptr<Running> one) {
  co_await work(one);   // its session is closed when this returns
  measure(one->attempt);
  ended(*one);
}

/// What is nobody's work counts neither for the size of a change nor is it carried over.
void AttemptsRun::measure(Attempt& attempt) {
  auto& changes = attempt.report.changes;
  changes = without_ignored(attempt.dir, std::move(changes));
  for (const auto& file : changes) attempt.lines += lines_of(attempt.dir, file);
}

void AttemptsRun::ended(Running& one) {
  one.has_ended = true;
  const Attempt& attempt = one.attempt;
  json::Object payload = {{"n", attempt.n}, {"session", attempt.session}, {"status", attempt.status()},
                          {"reason", attempt.error.empty() ? attempt.report.reason : attempt.error},
                          {"files", attempt.report.changes.size()}, {"lines", attempt.lines},
                          {"duration_ms", attempt.report.duration_ms}};
  if (attempt.report.cost_usd >= 0) payload["cost_usd"] = attempt.report.cost_usd;
  if (auto told = append("attempt.finished", payload); !told && health_) health_ = std::move(told);
  if (attempt.status() == "verified" && !has_winner_) won();
  const bool all_ended = std::all_of(all_.begin(), all_.end(), [](const auto& each) { return each->has_ended; });
  if (all_ended) clock_.cancel();
}

/// The first proof that holds: nobody begins anything new.
void AttemptsRun::won() {
  has_winner_ = true;
  for (const auto& one : all_) {
    if (one->has_ended || one->is_proving) continue;
    one->attempt.is_cancelled = true;
    one->cancel.cancel();
  }
  clock_scope_.spawn(grace());
}

io::Task<> AttemptsRun::grace() {
  const auto over = co_await io::cancellable(clock_, io::sleep(io::Millis(settings_.attempt_grace_ms)));
  if (!over) co_return;
  for (const auto& one : all_) {
    if (one->has_ended) continue;
    one->attempt.is_cancelled = true;
    one->cancel.cancel();
  }
}

// ---- after ----

void AttemptsRun::add_up() {
  Report& sum = out_.report;
  sum.cost_usd = 0;
  sum.usage = {};
  sum.turns = 0;
  for (const auto& one : out_.attempts) {
    const Report& each = one.report;
    sum.usage.input += each.usage.input;
    sum.usage.cached += each.usage.cached;
    sum.usage.output += each.usage.output;
    sum.usage.reasoning += each.usage.reasoning;
    sum.cost_usd = sum.cost_usd < 0 || each.cost_usd < 0 ? -1 : sum.cost_usd + each.cost_usd;
    sum.turns += each.turns;
  }
}

/// Nothing of it is in the project.
void AttemptsRun::offer(const Attempt* best) {
  Report& report = out_.report;
  const std::string count = std::to_string(out_.attempts.size()) + (out_.attempts.size() == 1 ? " attempt" : " attempts");
  if (is_cancelled_) {
    report.end = "cancelled";
    report.error = "cancelled";
    report.status = "unchanged";
    out_.why = "cancelled: nothing was put into the project";
  } else if (best == nullptr || best->session.empty()) {
    report.end = "failed";
    report.error = best == nullptr || best->error.empty() ? "no attempt could be started" : best->error;
    report.error_code = base::name(Code::unavailable);
    report.status = "unchanged";
    out_.why = "no attempt could be started";
  } else {
    const bool has_change = !best->report.changes.empty();
    report.end = best->report.end;
    report.text = best->report.text;
    report.status = best->report.status;
    if (!has_change) {
      report.error = best->report.error;
      report.error_code = best->report.error_code;
    }
    out_.why = !has_change ? "none of " + count + " changed anything"
                           : "none of " + count + " is verified, so nothing was put into the project; the best is attempt " +
                                 std::to_string(best->n) + " (" + best->report.status + ": " + best->report.reason +
                                 "): look with plumb show --diff " + best->session + ", take it with plumb apply " + best->session;
  }
  report.reason = out_.why;
  report.exit_code = is_cancelled_ ? exit_interrupted
                     : best == nullptr || best->session.empty() ? exit_error
                                                                : best->report.exit_code;
}

io::Task<bool> AttemptsRun::is_same_tree(const Attempt& winner) {
  const auto dir = session_dir(settings_, winner.session);
  const auto copy = workspace::Workspace::open(workspace_options(settings_, winner.dir, dir, parent_.project));
  if (!copy) co_return false;
  const auto theirs = co_await (*copy)->tree_hash();
  const auto ours = co_await parent_.workspace->tree_hash();
  co_return theirs && ours && *theirs == *ours;
}

/// The ordinary proof, of the project as it is now.
io::Task<> AttemptsRun::prove_again(std::string why) {
  Report& report = out_.report;
  ProofOptions how;
  how.tests_may_change = options_.session.tests_may_change;
  Closing closing({*parent_.guard, *parent_.workspace, *parent_.journal, settings_.env}, parent_.id, checks_,
                  std::move(how));
  auto proof = co_await closing.prove(task_);
  if (!proof) {
    report.status = "unverified";
    report.reason = why + ", and the checks could not be run on it: " + proof.error().what;
    co_return;
  }
  report.tampering.clear();
  add_verdict(*proof, report);
  report.reason += " (checked again: " + why + ")";
  const auto given = co_await closing.give_receipt(*proof, report.model, report);
  if (!given) notice("there is no receipt: " + given.error().what);
}

io::Task<base::Result<>> AttemptsRun::put(Attempt& winner) {
  TakenFrom from{"attempt", winner.n, winner.session, session_dir(settings_, winner.session), winner.dir, {}};
  CO_TRY(const auto taken, co_await io::shielded(take(settings_, parent_, std::move(from))));
  Report& report = out_.report;
  report = winner.report;
  report.git.clear();
  report.held.clear();
  if (!taken.conflicts.empty()) {
    std::string paths;
    for (const auto& conflict : taken.conflicts) {
      paths += (paths.empty() ? "" : ", ") + conflict.path + " (" + conflict.why + ")";
      out_.conflicts.push_back({conflict.path, conflict.why, conflict.kept_as});
    }
    report.status = "unverified";
    report.changes.clear();
    out_.why = "attempt " + std::to_string(winner.n) + " is verified, but nothing was put into the project: " + paths +
               "; see plumb show --diff " + winner.session + ", then plumb apply " + winner.session;
    report.reason = out_.why;
    report.exit_code = exit_unverified;
    co_return base::Result<>();
  }
  out_.is_applied = !taken.applied.empty();
  for (std::size_t i = 0; i < std::min(taken.left.size(), k_left_told); ++i)
    notice("not taken over from attempt " + std::to_string(winner.n) + ": " + taken.left[i]);
  if (taken.left.size() > k_left_told)
    notice("and " + std::to_string(taken.left.size() - k_left_told) + " more, in " + winner.dir);
  if (!winner.report.git.empty())
    notice("what attempt " + std::to_string(winner.n) + " did with git (" + winner.report.git.front() +
           ") stays in its copy, " + winner.dir);
  report.changes = changed_files(*parent_.workspace);
  add_held(*parent_.workspace, report);
  if (taken.step.empty()) {
    report.status = "unverified";
    out_.why = "attempt " + std::to_string(winner.n) + " is verified, but changed nothing that can be taken over: " +
               (taken.left.empty() ? "the project has it all by now" : taken.left.front());
    report.reason = out_.why;
    report.exit_code = exit_unverified;
    co_return base::Result<>();
  }
  const bool is_same = co_await is_same_tree(winner);
  std::string why;
  if (!is_same) why = "the project is not what attempt " + std::to_string(winner.n) + " was proven on";
  // It may have helped: a library that the attempt installed.
  else if (!taken.left.empty()) why = "without what was left in the copy of attempt " + std::to_string(winner.n) + ": " + taken.left.front();
  if (!why.empty()) co_await prove_again(why);
  // The same tree: what was proven in the copy is proven here.
  if (why.empty() && !report.receipt.empty()) {
    CO_TRY(const auto receipt, base::read_file(receipt_file(session_dir(settings_, winner.session)), k_receipt_max));
    CO_TRY_DO(base::write_file(receipt_file(parent_.dir), receipt, 0600));
    CO_TRY_DO(append("receipt", json::Object{{"id", report.receipt}, {"status", report.status}, {"of", winner.session}}));
  }
  report.exit_code = exit_of(report);
  if (report.exit_code == exit_ok && !winner.report.held.empty()) report.exit_code = exit_unverified;
  // Whoever goes on with this session finds the change in the tree, and should know whose it is.
  co_return append("user.message", json::Object{{"text", "plumb: " + std::to_string(out_.attempts.size()) +
                                                             " attempts were made at this task in copies of the project; the change of one of them, "
                                                             "which passed the checks, is in the project now. Its last message: " +
                                                             winner.report.text}});
}

io::Task<base::Result<>> AttemptsRun::decide() {
  Attempt* best = nullptr;
  for (auto& one : out_.attempts)
    if (best == nullptr || is_better(one, *best)) best = &one;
  const bool is_proven = best != nullptr && best->status() == "verified";
  out_.chosen = best != nullptr && !best->report.changes.empty() ? best->n : 0;
  if (is_cancelled_ || !is_proven) {
    offer(best);
    if (is_cancelled_ && is_proven)
      out_.why += "; attempt " + std::to_string(best->n) + " is verified: take it with plumb apply " + best->session;
    co_return append("attempts.chosen", json::Object{{"n", out_.chosen}, {"applied", false}, {"why", out_.why},
                                                     {"session", best == nullptr ? "" : best->session}});
  }
  const auto proven = std::count_if(out_.attempts.begin(), out_.attempts.end(), [](const auto& one) { return one.status() == "verified"; });
  out_.why = "attempt " + std::to_string(best->n) + (proven > 1 ? " has the smallest change of " + std::to_string(proven) + " verified ones"
                                                                : " is the one that was verified");
  CO_TRY_DO(append("attempts.chosen", json::Object{{"n", best->n}, {"applied", true}, {"why", out_.why}, {"session", best->session}}));
  co_return co_await put(*best);
}

io::Task<base::Result<AttemptsReport>> AttemptsRun::run() {
  const auto started = base::steady_ms();
  if (base::is_within(settings_.places.state, options_.session.cwd))
    co_return base::fail(Code::invalid, "attempts work in copies of the project, which lie in " + settings_.places.state +
                                           ", a part of the project itself: move it (PLUMB_HOME, XDG_STATE_HOME) or leave --attempts out");
  CO_TRY(const auto models, co_await choose_models());
  const auto paying = std::count_if(models.begin(), models.end(), [](const auto& name) { return name != "builtin"; });
  for (const auto& model : models) {
    auto one = std::make_shared<Running>();
    one->attempt.n = static_cast<int>(all_.size()) + 1;
    one->attempt.model = model;
    one->options = options_.session;
    one->options.model = model;
    // Equal shares: whatever each of them does, the sum is kept.
    if (paying > 0 && one->options.budget_usd >= 0) one->options.budget_usd /= static_cast<double>(paying);
    if (paying > 0 && one->options.tokens_max >= 0) one->options.tokens_max /= paying;
    all_.push_back(std::move(one));
  }
  auto opened = open_parent();
  if (opened) {
    for (const auto& one : all_) {
      const std::string folder = attempt_folder(parent_.dir, one->attempt.n);
      one->options.attempt = AttemptOf{parent_.id, parent_.project, one->attempt.n};
      one->options.cwd = join(folder, base::file_name(parent_.workspace->root()));
    }
    opened = co_await first_copy();
  }
  if (!opened) {   // nothing was begun: nothing stays
    if (parent_.guard) co_await io::shielded(parent_.guard->close());
    const std::string dir = parent_.dir;
    parent_ = {};
    (void)base::remove_all(dir);   // the first failure is the one to tell
    co_return base::fail(std::move(opened).error());
  }
  co_await start_all();
  if (co_await io::is_cancelled()) scope_.cancel();
  co_await scope_.wait();
  is_cancelled_ = co_await io::is_cancelled();
  clock_.cancel();
  co_await io::shielded(clock_scope_.wait());
  for (const auto& one : all_) out_.attempts.push_back(one->attempt);
  auto decided = std::move(health_);
  if (decided) decided = co_await decide();
  co_await io::shielded(parent_.guard->close());
  Report& report = out_.report;
  report.session = parent_.id;
  report.model = out_.is_applied ? report.model : first_.info.provider + "/" + first_.info.id;
  report.duration_ms = base::steady_ms() - started;
  add_up();
  if (!decided) {
    report.end = "failed";
    report.error = decided.error().what;
    report.error_code = base::name(decided.error().code);
    report.exit_code = exit_error;
    if (report.status.empty()) report.status = "unchanged";
    if (report.reason.empty()) report.reason = "nothing was put into the project";
  }
  json::Value payload = to_json(out_);
  payload.as_object().erase("text");
  const auto told = append("session.ended", payload);
  if (!told && report.error.empty()) {
    report.error = told.error().what;
    report.exit_code = exit_error;
  }
  co_return std::move(out_);
}

json::Value one_to_json(const Attempt& attempt) {
  json::Object out = {{"n", attempt.n}, {"model", attempt.model}, {"session", attempt.session}, {"status", attempt.status()},
                      {"reason", attempt.error.empty() ? attempt.report.reason : attempt.error}, {"end", attempt.report.end},
                      {"files", attempt.report.changes.size()}, {"lines", attempt.lines}, {"turns", attempt.report.turns},
                      {"duration_ms", attempt.report.duration_ms},
                      {"usage", json::Object{{"input_tokens", attempt.report.usage.input}, {"output_tokens", attempt.report.usage.output}}},
                      {"folder", attempt.dir}};
  if (attempt.report.cost_usd >= 0) out["cost_usd"] = attempt.report.cost_usd;
  return out;
}

}  // namespace

json::Value to_json(const AttemptsReport& report) {
  json::Value out = to_json(report.report);
  json::Array attempts;
  for (const auto& one : report.attempts) attempts.push_back(one_to_json(one));
  auto& object = out.as_object();
  object["attempts"] = std::move(attempts);
  object["chosen"] = report.chosen;
  object["applied"] = report.is_applied;
  object["why"] = report.why;
  json::Array conflicts;
  for (const auto& each : report.conflicts) conflicts.push_back(json::Object{{"path", each.path}, {"why", each.why}, {"kept_as", each.kept_as}});
  if (!conflicts.empty()) object["conflicts"] = std::move(conflicts);
  if (!report.is_applied) object.erase("undo");
  return out;
}

io::Task<base::Result<AttemptsReport>> run_attempts(io::Loop& loop, Settings settings, AttemptsOptions options,
                                                    std::string task, AttemptsListener listener) {
  AttemptsRun run(loop, std::move(settings), std::move(options), std::move(task), std::move(listener));
  co_return co_await run.run();
}

}  // namespace engine
