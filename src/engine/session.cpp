// One session: the parts are made here and handed to the turn loop; the report is made from what
// the journal, the workspace and the checks say, never from what the model says.

#include "engine/session.h"

#include <boost/json.hpp>

#include <algorithm>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "change_set.h"
#include "choose.h"
#include "closing.h"
#include "feedback.h"
#include "guard.h"
#include "history.h"
#include "io/http.h"
#include "journal/journal.h"
#include "project.h"
#include "recorded_checks.h"
#include "recorder.h"
#include "report.h"
#include "repair/builtin.h"
#include "schema.h"
#include "tape.h"
#include "tools/set.h"
#include "tools/service.h"
#include "tools/shell.h"
#include "verify/verify.h"
#include "workspace/carry.h"
#include "workspace/workspace.h"

extern const char* const plumb_version;

namespace engine {

namespace {

using base::Code;

/// How often a final answer that does not fit --json-schema is sent back.
constexpr int k_schema_retries = 2;

/// The session's tools, as the loop wants them; none for `plumb ask`.
class Box final : public agent::Toolbox {
 public:
  explicit Box(std::unique_ptr<tools::ToolSet> set) : set_(std::move(set)) {}
  std::vector<llm::ToolSpec> specs() const override {
    return set_ ? set_->specs() : std::vector<llm::ToolSpec>{};
  }
  tools::Tool* find(const std::string& name) override { return set_ ? set_->find(name) : nullptr; }
  tools::ToolSet* set() { return set_.get(); }

 private:
  std::unique_ptr<tools::ToolSet> set_;
};

class SessionImpl final : public Session {
 public:
  SessionImpl(io::Loop& loop, Settings settings, SessionOptions options, Listener listener)
      : loop_(loop),
        settings_(std::move(settings)),
        options_(std::move(options)),
        listener_(std::move(listener)) {}

  io::Task<base::Result<>> begin(std::string task);
  io::Task<base::Result<>> reopen(std::string name);
  io::Task<Report> run(std::string prompt) override;
  const std::string& id() const override { return id_; }
  const std::string& model_name() const override { return model_name_; }

 private:
  io::Task<base::Result<>> assemble(std::string task, std::string recorded_model);
  base::Result<> find_checks();
  void tell_other_checks();
  base::Result<> open_model();
  base::Result<> open_workspace();
  void note_passage(const sandbox::Passage& passage);
  base::Result<> append(std::string_view type, const json::Value& payload);
  io::Task<agent::Outcome> work(agent::LoopOptions options);
  io::Task<agent::Outcome> work_until_proven(agent::LoopOptions options, Report& report);
  [[nodiscard]] int rounds_max() const;
  io::Task<bool> send_back_early(Report& report, const agent::Outcome& outcome);
  bool send_back(Report& report, const std::string& feedback);
  io::Task<base::Result<>> settle();
  io::Task<std::optional<Proof>> close_run(Report& report, const agent::Outcome& outcome);
  io::Task<Report> finish(Report report, agent::Outcome outcome, std::int64_t started);
  void listen();
  void note_report(const tools::FinalReport& report);
  std::unique_ptr<tools::ToolSet> make_tools();

  io::Loop& loop_;
  Settings settings_;
  SessionOptions options_;
  Listener listener_;
  std::string id_, model_name_;
  std::unique_ptr<io::HttpClient> http_;
  Choice choice_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<JournalTape> tape_;
  std::unique_ptr<Guard> guard_;   // before all that starts processes
  std::unique_ptr<workspace::Workspace> workspace_;
  std::unique_ptr<llm::Model> model_, recorded_;
  std::unique_ptr<Box> box_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<tools::Shell> shell_;   // after box_: its tools are the set's
  std::unique_ptr<tools::Services> services_;
  agent::Conversation conversation_;
  agent::Spent spent_;
  std::vector<verify::Check> checks_;
  std::optional<std::vector<verify::Check>> recorded_checks_;   ///< of a session that goes on
  std::unique_ptr<Closing> closing_;       ///< proofs, claims, receipt
  std::optional<Proof> proof_;             ///< the last one on the present prompt
  std::string last_feedback_;              ///< of send_back_early
  std::size_t steps_proven_ = 0;           ///< its tree: after so many steps
  std::string task_;                       ///< all prompts of the session
  std::optional<tools::FinalReport> said_;   ///< the model's structured report on the present prompt
};

json::Array to_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

base::Result<> SessionImpl::append(std::string_view type, const json::Value& payload) {
  auto done = journal_->append(type, payload);
  if (!done) return base::with(std::move(done).error(), "recording the session");
  return {};
}

void SessionImpl::listen() {
  if (!listener_.on_event) return;
  journal_->on_event([this](const journal::Event& event) {
    listener_.on_event(SessionEvent{event.seq, event.time_ms, event.type, event.payload});
  });
}

base::Result<> SessionImpl::open_workspace() {
  if (options_.purpose == Purpose::ask) return {};
  const auto& attempt = options_.attempt;
  auto options = workspace_options(settings_, options_.cwd, journal_->dir(), attempt ? attempt->project : "");
  Guard::Place place{options.root, journal_->dir(), options.store_dir};
  auto on_passage = [this](const sandbox::Passage& passage) { note_passage(passage); };
  TRY(guard_, Guard::make(loop_, settings_, std::move(place), std::move(on_passage)));
  options.transactions = guard_->is_transactional();
  if (guard_->is_read_only())
    options.policy.managed.insert(options.policy.managed.begin(),
                                  {{}, {}, workspace::Verdict::refuse, "sandbox mode read-only"});
  TRY(workspace_, workspace::Workspace::open(std::move(options)));
  auto outside = workspace_->outside();
  if (attempt) outside.repository = workspace::lent_repository(attempt->project);   // to be read: it has the objects
  guard_->show(std::move(outside));
  return {};
}

void SessionImpl::note_passage(const sandbox::Passage& passage) {
  const json::Object payload = {{"host", passage.host},       {"port", passage.port},
                                {"allowed", passage.allowed}, {"why", passage.why},
                                {"bytes_out", passage.bytes_out}, {"bytes_in", passage.bytes_in}};
  if (auto done = append("network", payload); !done) recorder_->notice(done.error().what);
}

base::Result<> SessionImpl::open_model() {
  switch (choice_.what) {
    case Choice::What::wire: {
      TRY(model_, open_wire(*http_, choice_, settings_, tape_.get()));
      return {};
    }
    case Choice::What::replay: {
      TRY(auto exchanges, read_exchanges(choice_.replayed_dir));
      auto told = [this](std::size_t n) {
        recorder_->notice("replay: request " + std::to_string(n + 1) +
                          " is not the recorded one: the project or the task differs");
      };
      const bool wire = choice_.info.wire != "builtin";
      TRY(model_, llm::make_replay(choice_.provider, choice_.info, std::move(exchanges), std::move(told),
                                   wire ? tape_.get() : nullptr));
      if (!wire) {
        recorded_ = std::move(model_);
        model_ = record(*recorded_, *tape_);
      }
      return {};
    }
    case Choice::What::builtin: {
      if (!workspace_)
        return base::fail(Code::unsupported,
                          "builtin is no language model: it cannot answer questions. Give --model, or "
                          "see `plumb models`");
      repair::Deps deps{guard_->scratch_launcher(), *workspace_, settings_.env, options_.cwd, options_.check};
      TRY(deps.options.scratch, guard_->scratch());
      recorded_ = repair::make_builtin(std::move(deps));
      model_ = record(*recorded_, *tape_);
      return {};
    }
  }
  return base::fail(Code::internal, "unknown kind of model");
}

void SessionImpl::note_report(const tools::FinalReport& report) {
  said_ = report;
  json::Array checked;
  for (const auto& one : report.checked) checked.push_back(json::Object{{"claim", one.claim}, {"command", one.command}});
  const json::Object payload = {{"summary", report.summary},
                                {"checked", std::move(checked)},
                                {"doubts", to_array(report.doubts)},
                                {"questions", to_array(report.questions)}};
  if (auto done = append("report", payload); !done) recorder_->notice(done.error().what);
}

std::unique_ptr<tools::ToolSet> SessionImpl::make_tools() {
  tools::SetOptions options;
  options.model = choice_.info;
  options.on_plan = [this](const std::vector<tools::PlanItem>& plan) {
    json::Array items;
    for (const auto& item : plan)
      items.push_back(json::Object{{"text", item.text}, {"status", item.status}});
    if (auto done = append("plan", json::Object{{"items", std::move(items)}}); !done)
      recorder_->notice(done.error().what);
  };
  if (options_.output_schema.empty())
    options.on_report = [this](const tools::FinalReport& report) { note_report(report); };
  auto set = std::make_unique<tools::ToolSet>(*workspace_, std::move(options));
  tools::ShellOptions shell;
  shell.env = settings_.env;
  shell.secret_names = choice_.secret_names;
  shell.prepare = [this](sandbox::View view) {
    if (guard_->box() != nullptr) guard_->box()->prepare(std::move(view));
  };
  if (guard_->mode() != sandbox::Mode::none)
    shell.start = [this](io::ProcessSpec spec, sandbox::View view) { return guard_->start(std::move(spec), std::move(view)); };
  shell.waits_for_input = [this](const io::Process& process) {
    const auto* box = guard_->box();
    return box != nullptr && box->waits_for_input(process);
  };
  services_ = tools::add_services(*set, loop_, *workspace_, shell);
  shell_ = tools::add_shell(*set, loop_, *workspace_, std::move(shell));
  return set;
}

/// Those of the user's choice; else, where the session changed something already, those of its beginning.
base::Result<> SessionImpl::find_checks() {
  if (!options_.check.empty()) {
    checks_.push_back({"check", options_.check, "given by the user"});
  } else if (recorded_checks_ && !workspace_->steps().empty()) {
    checks_ = *recorded_checks_;
    tell_other_checks();
    return {};
  } else {
    TRY(checks_, verify::discover_all(options_.cwd, settings_.env));
  }
  return append("checks", checks_to_json(checks_));
}

/// A user who changed what names the checks should not wonder.
void SessionImpl::tell_other_checks() {
  const auto now = verify::discover_all(options_.cwd, settings_.env);
  const auto same = [](const verify::Check& a, const verify::Check& b) { return a.command == b.command; };
  if (!now || now->empty() || std::equal(now->begin(), now->end(), checks_.begin(), checks_.end(), same)) return;
  recorder_->notice("the checks are those of the session's beginning (" +
                    (checks_.empty() ? std::string("none") : checks_.front().command) + "); now there would be " +
                    now->front().command + ": --check takes another");
}

/// Everything but the journal, in the order in which things need each other.
io::Task<base::Result<>> SessionImpl::assemble(std::string task, std::string recorded_model) {
  tape_ = std::make_unique<JournalTape>(*journal_);
  CO_TRY_DO(open_workspace());
  recorder_ = std::make_unique<Recorder>(*journal_, *tape_, workspace_.get(), choice_.info, listener_);
  if (workspace_)
    for (const auto& text : workspace_->recovered()) recorder_->notice(text);
  for (const auto& text : settings_.sandbox.lowered) recorder_->notice(text);
  if (guard_ && guard_->is_transactional() && workspace_->outside().repository.empty() && !options_.attempt)
    if (const auto outside = git_outside(workspace_->root()); !outside.empty()) recorder_->notice(outside);
  if (guard_ && !guard_->why().empty())
    recorder_->notice("sandbox: " + std::string(sandbox::name(guard_->mode())) + " only, since " + guard_->why());
  CO_TRY_DO(open_model());
  auto where = look_around(options_.cwd, options_.attempt);
  std::unique_ptr<tools::ToolSet> set;
  if (workspace_) {
    CO_TRY_DO(find_checks());
    if (!checks_.empty()) where.check = checks_.front().command;
    Closing::Parts parts{*guard_, *workspace_, *journal_, settings_.env};
    ProofOptions proof;
    proof.tests_may_change = options_.tests_may_change;
    closing_ = std::make_unique<Closing>(parts, Closing::Identity{id_, model_name_}, checks_, std::move(proof));
    set = make_tools();
  }
  box_ = std::make_unique<Box>(std::move(set));
  if (options_.purpose == Purpose::ask) {
    conversation_.instructions = agent::ask_prompt(where);
  } else {
    bool cut = false;
    const std::string below = base::is_within(options_.cwd, where.root) ? options_.cwd : options_.attempt->project;
    CO_TRY(const auto files, agent::find_instructions(where.root, below, settings_.places.config, cut));
    if (cut) recorder_->notice("the project's instruction files are larger than 32 KiB: the rest was left out");
    conversation_.instructions = agent::system_prompt(where, files);
  }
  if (!options_.output_schema.empty())
    conversation_.instructions +=
        "\nYour final message must be only JSON that fits this schema:\n" + options_.output_schema + "\n";
  co_return base::Result<>{};
}

io::Task<base::Result<>> SessionImpl::begin(std::string task) {
  http_ = io::make_http_client(loop_, settings_.env);
  CO_TRY(choice_, co_await choose_model(loop_, *http_, settings_, options_.model, task, options_.cwd));
  if (choice_.what == Choice::What::replay) {
    journal::Damage ignored_here;   // `plumb show` reports damage; replay needs only what is whole
    CO_TRY(const auto events, journal::read_events(choice_.replayed_dir, ignored_here));
    CO_TRY(choice_.info, recorded_model_info(events));
    choice_.replayed_rounds = rounds_in(events);
    CO_TRY(choice_.provider, provider_named(settings_, choice_.info.provider));
  }
  model_name_ = choice_.info.provider == "builtin" ? "builtin" : choice_.info.provider + "/" + choice_.info.id;
  id_ = base::new_id();
  const std::string dir = session_dir(settings_, id_);
  auto made = journal::Journal::create(dir);
  if (!made) {
    made.error().code = made.error().code == Code::no_space ? Code::no_space : Code::io;
    co_return base::with(std::move(made).error(),
                         "cannot record the session below " + settings_.places.state +
                             " (set PLUMB_HOME or XDG_STATE_HOME to a folder that can be written)");
  }
  journal_ = *std::move(made);
  json::Value model = model_to_json(choice_.info);
  model.as_object()["why"] = choice_.why;
  listen();
  json::Object start = {{"id", id_},       {"cwd", options_.cwd},      {"task", task},
                        {"model", model},  {"version", plumb_version}, {"git", look_around(options_.cwd).git}};
  if (options_.attempt) start["attempt"] = to_json(*options_.attempt);
  CO_TRY_DO(append("session.started", start));
  co_return co_await assemble(std::move(task), "");
}

io::Task<base::Result<>> SessionImpl::reopen(std::string name) {
  CO_TRY(const auto dir, journal::find_session(settings_.places.state, name, options_.cwd, journal::Last::with_model));
  journal::Damage damage;
  CO_TRY(journal_, journal::Journal::open(dir, damage));
  journal::Damage left;   // what open() did not mend; `damage` is told to the user
  CO_TRY(const auto events, journal::read_events(dir, left));
  CO_TRY(auto history, read_history(dir, events));
  id_ = history.id;
  options_.cwd = history.cwd;
  options_.attempt = history.attempt;
  recorded_checks_ = recorded_checks(events);
  http_ = io::make_http_client(loop_, settings_.env);
  const std::string wanted = options_.model.empty() ? history.model : options_.model;
  CO_TRY(choice_, co_await choose_model(loop_, *http_, settings_, wanted, history.task, history.cwd));
  if (choice_.what == Choice::What::replay)
    co_return base::fail(Code::invalid, "a session cannot go on with a replay; use `plumb run --model " + wanted + "`");
  model_name_ = choice_.info.provider == "builtin" ? "builtin" : choice_.info.provider + "/" + choice_.info.id;
  listen();
  CO_TRY_DO(append("session.resumed", json::Object{{"id", id_},
                                                   {"model", model_name_},
                                                   {"torn_bytes", damage.torn_bytes},
                                                   {"bad_lines", damage.bad_lines.size()},
                                                   {"in_doubt", history.in_doubt.size()}}));
  CO_TRY_DO(co_await assemble(history.task, history.model));
  if (damage.any())
    recorder_->notice("the log was damaged: " + std::to_string(damage.torn_bytes) +
                      " bytes of a torn last line were cut off, " +
                      std::to_string(damage.bad_lines.size()) + " lines could not be read");
  for (const auto& call : history.in_doubt)
    recorder_->notice("in doubt: " + call.name + " " + call.arguments.substr(0, 200) +
                      " was begun and its outcome was not recorded; the model is told");
  conversation_.items = std::move(history.items);
  spent_ = history.spent;
  task_ = history.task;
  co_return base::Result<>{};
}

/// The sum of both; how it ended is the later one's.
agent::Outcome joined(const agent::Outcome& first, agent::Outcome then) {
  then.usage += first.usage;
  then.turns += first.turns;
  then.cost_usd = first.cost_usd < 0 || then.cost_usd < 0 ? -1 : first.cost_usd + then.cost_usd;
  return then;
}

/// The loop, and once more for each answer that does not fit the schema.
io::Task<agent::Outcome> SessionImpl::work(agent::LoopOptions options) {
  agent::Outcome total;
  for (int tries = 0;; ++tries) {
    auto outcome = co_await agent::run(conversation_, *box_, *model_, *recorder_, options);
    options.spent.usage += outcome.usage;
    options.spent.cost_usd += std::max(0.0, outcome.cost_usd);
    options.spent.turns += outcome.turns;
    total = joined(total, std::move(outcome));
    if (total.end != agent::End::done || options_.output_schema.empty()) co_return total;
    const auto fits = check_schema(options_.output_schema, total.text);
    if (fits) {
      total.text = *fits;
      co_return total;
    }
    if (tries == k_schema_retries) {
      total.end = agent::End::failed;
      total.error = fits.error();
      co_return total;
    }
    const std::string again = "Your final message does not fit the schema: " + fits.error().what +
                              ". Answer again with only the JSON.";
    conversation_.items.emplace_back(llm::UserMessage{again, {}});
    if (auto told = recorder_->user_message(again); !told) {
      total.end = agent::End::failed;
      total.error = told.error();
      co_return total;
    }
  }
}

io::Task<Report> SessionImpl::run(std::string prompt) {
  const auto started = base::steady_ms();
  agent::LoopOptions options;
  options.limits = {options_.turns_max, options_.budget_usd, options_.tokens_max};
  options.spent = spent_;
  options.effort = options_.effort;
  options.output_schema = options_.output_schema;
  // A replayed request must be the recorded one, its cache key included.
  options.cache_key = choice_.what == Choice::What::replay
                          ? std::string(base::file_name(choice_.replayed_dir))
                          : id_;
  task_ += (task_.empty() ? "" : "\n") + prompt;
  proof_.reset();
  last_feedback_.clear();
  conversation_.items.emplace_back(llm::UserMessage{prompt, {}});
  Report report;
  agent::Outcome outcome;
  if (auto told = recorder_->user_message(prompt); !told) {
    outcome.end = agent::End::failed;
    outcome.error = told.error();
    co_await close_run(report, outcome);
  } else {
    outcome = co_await work_until_proven(std::move(options), report);
  }
  co_return co_await finish(std::move(report), std::move(outcome), started);
}

/// Works, proves, and lets the model go on while the verdict is not good and something new was found.
io::Task<agent::Outcome> SessionImpl::work_until_proven(agent::LoopOptions options, Report& report) {
  agent::Outcome total;
  std::optional<std::uint64_t> mark;
  for (;;) {
    said_.reset();
    auto outcome = co_await work(options);
    options.spent.usage += outcome.usage;
    options.spent.cost_usd += std::max(0.0, outcome.cost_usd);
    options.spent.turns += outcome.turns;
    total = joined(total, std::move(outcome));
    if (co_await send_back_early(report, total)) continue;
    const auto proof = co_await close_run(report, total);
    const bool may_go_on = proof && total.end == agent::End::done && report.rounds < rounds_max();
    const std::string feedback = may_go_on ? feedback_text(*proof) : std::string();
    if (feedback.empty() || mark == evidence_mark(*proof)) co_return total;
    mark = evidence_mark(*proof);
    if (!send_back(report, feedback)) co_return total;
  }
}

/// While something that failed in the last proof still fails, the model hears of it without all the checks
/// being run. True if it does.
io::Task<bool> SessionImpl::send_back_early(Report& report, const agent::Outcome& outcome) {
  const bool may = proof_ && outcome.end == agent::End::done && report.rounds > 0 && report.rounds < rounds_max();
  if (!may || proof_->trials.tampering.size() > 0) co_return false;
  if (const auto settled = co_await settle(); !settled) co_return false;   // close_run tells it
  if (steps_proven_ == workspace_->steps().size()) co_return false;
  const auto still = co_await closing_->still_failing(*proof_);
  if (!still || still->empty() || *still == last_feedback_) co_return false;
  last_feedback_ = *still;
  co_return send_back(report, *still);
}

bool SessionImpl::send_back(Report& report, const std::string& feedback) {
  const json::Object payload = {{"text", feedback}, {"by", "plumb"}};
  if (auto told = append("user.message", payload); !told) {
    recorder_->notice(told.error().what);
    return false;
  }
  ++report.rounds;
  conversation_.items.emplace_back(llm::UserMessage{feedback, {}});
  return true;
}

/// builtin judges by the checks itself.
int SessionImpl::rounds_max() const {
  if (choice_.info.provider == "builtin" || !options_.output_schema.empty()) return 0;
  return choice_.what == Choice::What::replay ? choice_.replayed_rounds : options_.rounds_max;
}

/// Ends what still runs; what it changed is part of the result.
io::Task<base::Result<>> SessionImpl::settle() {
  if (services_) co_await services_->close();
  if (!shell_) co_return base::Result<>{};
  const auto closed = co_await shell_->close();
  if (!closed) recorder_->notice(closed.error().what);
  CO_TRY(const bool any, recorder_->record_new_steps());
  (void)any;
  co_return base::Result<>{};
}

/// What was changed, and what the checks say of it. They are not run when the user cancelled or the model
/// could not be reached: nobody waits for it then.
io::Task<std::optional<Proof>> SessionImpl::close_run(Report& report, const agent::Outcome& outcome) {
  if (const auto settled = co_await settle(); !settled) report.error = settled.error().what;
  report.status = "unchanged";
  report.reason = "a question: nothing was changed";
  if (!workspace_) co_return std::nullopt;
  report.changes = changed_files(*workspace_);
  report.held.clear();
  report.git.clear();
  add_held(*workspace_, report);
  report.reason = report.held.empty() ? "nothing was changed" : "nothing was put into the tree";
  if (!changes_anything(*workspace_)) {
    if (!report.changes.empty()) report.reason = "nothing was changed but what tools leave behind and git ignores";
    proof_.reset();
    co_return std::nullopt;
  }
  report.status = "unverified";
  report.reason = options_.verify ? "the run ended before the checks" : "checks were switched off";
  const bool wanted = options_.verify && outcome.end != agent::End::cancelled && outcome.end != agent::End::failed;
  const bool known = proof_ && steps_proven_ == workspace_->steps().size();
  if (known && !wanted) add_verdict(*proof_, report);   // a round that came to nothing takes nothing back
  if (!known) proof_.reset();                           // it is of another tree
  if (!wanted) co_return std::nullopt;
  auto proof = co_await closing_->prove(task_);
  if (!proof) {
    report.reason = "the checks could not be run: " + proof.error().what;
    proof_.reset();
    co_return std::nullopt;
  }
  report.tampering.clear();
  add_verdict(*proof, report);
  proof_ = *std::move(proof);
  steps_proven_ = workspace_->steps().size();
  co_return proof_;
}

io::Task<Report> SessionImpl::finish(Report report, agent::Outcome outcome, std::int64_t started) {
  report.session = id_;
  report.model = model_name_;
  report.end = agent::name(outcome.end);
  if (const std::string why = why_ended(outcome, options_); !why.empty()) report.error = why;
  if (outcome.end == agent::End::failed || outcome.end == agent::End::budget)
    report.error_code = base::name(outcome.error.code);
  if (said_) {
    report.doubts = said_->doubts;
    report.questions = said_->questions;
  }
  report.text = outcome.text;
  if (closing_ && options_.verify && outcome.end == agent::End::done && options_.output_schema.empty()) {
    const auto marked = co_await closing_->mark_claims(said_ ? &*said_ : nullptr, outcome.text, report);
    if (!marked) recorder_->notice("claims were not checked: " + marked.error().what);
  }
  if (proof_ && report.status != "unchanged") {
    const auto given = co_await closing_->give_receipt(*proof_, report);
    if (!given) recorder_->notice("there is no receipt: " + given.error().what);
  }
  if (guard_) co_await guard_->close();
  spent_.usage += outcome.usage;
  spent_.cost_usd += std::max(0.0, outcome.cost_usd);
  spent_.turns += outcome.turns;
  report.usage = {outcome.usage.input, outcome.usage.cached, outcome.usage.output, outcome.usage.reasoning};
  report.cost_usd = outcome.cost_usd;
  report.turns = outcome.turns;
  report.duration_ms = base::steady_ms() - started;
  report.exit_code = exit_code_of(report, outcome);
  json::Value payload = to_json(report);
  payload.as_object().erase("text");   // it is in model.answer already
  if (auto done = append("session.ended", payload); !done && report.error.empty()) {
    report.error = done.error().what;
    report.exit_code = exit_error;
  }
  co_return report;
}

}  // namespace

io::Task<base::Result<std::unique_ptr<Session>>> Session::start(io::Loop& loop, Settings settings,
                                                                SessionOptions options,
                                                                std::string task, Listener listener) {
  auto session = std::make_unique<SessionImpl>(loop, std::move(settings), std::move(options),
                                               std::move(listener));
  CO_TRY_DO(co_await session->begin(std::move(task)));
  std::unique_ptr<Session> out = std::move(session);
  co_return out;
}

io::Task<base::Result<std::unique_ptr<Session>>> Session::resume(io::Loop& loop, Settings settings,
                                                                 SessionOptions options,
                                                                 std::string name, Listener listener) {
  auto session = std::make_unique<SessionImpl>(loop, std::move(settings), std::move(options),
                                               std::move(listener));
  CO_TRY_DO(co_await session->reopen(std::move(name)));
  std::unique_ptr<Session> out = std::move(session);
  co_return out;
}

}  // namespace engine
