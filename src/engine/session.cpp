// One session is made here, of its parts, new or from its record. What it does then: session_run.cpp.

#include "session_impl.h"

#include <boost/json.hpp>

#include <algorithm>

#include "agent/prompt.h"
#include "base/file.h"
#include "agent_tool.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "budgeted_model.h"
#include "choose.h"
#include "closing.h"
#include "feedback.h"
#include "guard.h"
#include "history.h"
#include "io/http.h"
#include "journal/journal.h"
#include "mcp_login.h"
#include "mcp_tools.h"
#include "project.h"
#include "recall.h"
#include "recorded_checks.h"
#include "recorder.h"
#include "repair/builtin.h"
#include "skill_tool.h"
#include "tape.h"
#include "tools/repair.h"
#include "tools/set.h"
#include "tools/service.h"
#include "tools/shell.h"
#include "verify/verify.h"
#include "workspace/carry.h"
#include "workspace/workspace.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;

namespace {

/// Of builtin's search, unless the user says otherwise.
constexpr io::Millis k_repair_budget{120000};

json::Array to_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

}  // namespace

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

/// What is recorded holds their handles only.
base::Result<> SessionImpl::find_secrets() {
  TRY(auto all, read_secrets(settings_.config_text, settings_.config_path, settings_.env));
  for (const auto& secret : all) {
    if (!secret.problem.empty()) problems_.push_back("the secret " + secret.name + " cannot be used: " + secret.problem);
  }
  secrets_ = std::make_unique<Secrets>(std::move(all));
  if (secrets_->any()) journal_ = masked_journal(std::move(journal_), *secrets_);
  return {};
}

base::Result<> SessionImpl::open_workspace() {
  if (options_.purpose == Purpose::ask) return {};
  const auto& attempt = options_.attempt;
  auto options = workspace_options(settings_, options_.cwd, journal_->dir(), attempt ? attempt->project : "");
  Guard::Place place{options.root, journal_->dir(), options.store_dir};
  auto on_passage = [this](const sandbox::Passage& passage) { note_passage(passage); };
  TRY(guard_, Guard::make(loop_, settings_, std::move(place), std::move(on_passage)));
  options.transactions = guard_->is_transactional();
  // Behind the user's own: what they allow by a rule of theirs stays allowed.
  for (auto& rule : effect_rules(rules_->rules())) options.policy.user.push_back(std::move(rule));
  for (auto& rule : hook_rules(options.root)) options.policy.user.push_back(std::move(rule));
  if (guard_->is_read_only())
    options.policy.managed.insert(options.policy.managed.begin(),
                                  {{}, {}, workspace::Verdict::refuse, "sandbox mode read-only"});
  TRY(auto opened, workspace::Workspace::open(std::move(options)));
  workspace_ = std::make_unique<WatchedWorkspace>(std::move(opened));
  workspace_->ask([this](const std::string& path, workspace::Change change) {
    return rules_->refusal(path, change, workspace_->is_transactional());
  });
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
      const auto& info = choice_.info;
      const bool is_free = info.price_in == 0 && info.price_out == 0;
      if (settings_.budgets.any() && !is_free) {
        const std::string& project = options_.attempt ? options_.attempt->project : options_.cwd;
        model_ = with_budgets(std::move(model_), std::make_unique<Spending>(settings_.places.state, settings_.budgets, project, id_));
      }
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
      TRY(auto deps, searcher_->deps(repair_budget(k_repair_budget)));
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

io::Millis SessionImpl::repair_budget(io::Millis usual) const {
  return options_.repair_budget_s > 0 ? io::Millis(std::int64_t{1000} * options_.repair_budget_s) : usual;
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
  if (secrets_->any())
    shell.start = [this](io::ProcessSpec spec, sandbox::View view) {
      auto launcher = guard_->mode() == sandbox::Mode::none ? io::Launcher(loop_) : guard_->launcher(std::move(view));
      return start_masked(std::move(launcher), *secrets_, std::move(spec));
    };
  shell.waits_for_input = [this](const io::Process& process) {
    const auto* box = guard_->box();
    return box != nullptr && box->waits_for_input(unmasked(process));
  };
  const bool is_builtin = choice_.info.provider == "builtin";   // it is the search
  if (searcher_->has_check() && !is_builtin) tools::add_repair(*set, *workspace_, searcher_->repairer());
  auto recall = std::make_unique<Recall>(journal_->dir());
  recall_ = recall.get();
  set->add(std::move(recall));
  recorder_->on_compacted([this, ledger = &set->ledger()] {
    recall_->offer();
    ledger->nothing_in_sight();
  });
  if (!skills_.empty()) set->add(std::make_unique<SkillTool>(skills_));
  if (mcp_)
    for (auto& tool : make_mcp_tools(*mcp_, choice_.info.images ? Pictures::yes : Pictures::no)) set->add(std::move(tool));
  if (agents_)
    for (auto& tool : make_agent_tools(*agents_)) set->add(std::move(tool));
  services_ = tools::add_services(*set, loop_, *workspace_, shell);
  shell_ = tools::add_shell(*set, loop_, *workspace_, std::move(shell));
  return set;
}

/// The project's instruction files, and what of them is enforced. A session that changed something already keeps the rules
/// of its beginning: what it changes must not choose by what it is bound.
base::Result<> SessionImpl::find_rules(const agent::Surroundings& where) {
  const std::string below = base::is_within(options_.cwd, where.root) ? options_.cwd : options_.attempt->project;
  instructions_ = agent::find_instructions(where.root, below, settings_.places.config);
  problems_.insert(problems_.end(), instructions_.problems.begin(), instructions_.problems.end());
  std::vector<Rule> rules;
  if (settings_.rules_enforced) rules = recorded_rules_ ? *recorded_rules_ : rules_in(instructions_, where.root, below);
  std::erase_if(rules, [](const Rule& rule) { return !rule.is_enforced(); });
  rules_ = std::make_unique<RuleKeeper>(std::move(rules));
  const bool says_nothing = rules_->rules().empty() && !has_recorded_rules_;
  if (recorded_rules_ || says_nothing || !settings_.rules_enforced) return {};
  return append("rules", rules_to_json(rules_->rules()));
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

/// Skills and slash commands: of the project, and the user's own.
void SessionImpl::find_texts(const agent::Surroundings& where) {
  const agent::SkillPlaces places{options_.attempt ? where.root : options_.cwd, where.root,
                                  std::string(settings_.env.get("HOME").value_or(""))};
  std::vector<std::string> problems;
  skills_ = agent::find_skills(places, problems);
  commands_ = agent::find_commands(places, settings_.places.config, problems);
  for (const auto& problem : problems) recorder_->notice(problem);
}

/// MCP servers that may be used here. None is started before the model asks for one.
base::Result<> SessionImpl::find_servers() {
  if (choice_.info.provider == "builtin") return {};   // it asks for nothing
  TRY(auto setup, find_mcp(settings_, options_.cwd, options_.attempt));
  add_given(setup, options_.servers);
  for (const auto& notice : setup.notices) recorder_->notice(notice);
  if (setup.servers.empty()) return {};
  if (choice_.what == Choice::What::replay)   // what a server did to the world, it must not do again
    for (auto& server : setup.servers) server.problem = "a replay calls no server again";
  McpServers::Parts parts{loop_, *http_, workspace_->root(), tools::shell_env(settings_.env, choice_.secret_names).all(), {}};
  parts.secrets = secrets_.get();
  parts.logins = login_folder(settings_);
  if (has_mcp_sandbox(*guard_, settings_)) parts.sandbox = [this] { return guard_->launcher(mcp_view(*guard_)); };
  mcp_ = std::make_unique<McpServers>(std::move(parts), std::move(setup.servers));
  return {};
}

/// Everything but the journal, in the order in which things need each other.
io::Task<base::Result<>> SessionImpl::assemble(std::string task, std::string recorded_model) {
  tape_ = std::make_unique<JournalTape>(*journal_);
  checks_env_ = settings_.env;
  for (const auto& name : choice_.secret_names) checks_env_.unset(name);
  auto where = look_around(options_.cwd, options_.attempt);
  if (options_.purpose == Purpose::work) {
    CO_TRY_DO(find_rules(where));
    CO_TRY_DO(find_hooks());
  }
  CO_TRY_DO(open_workspace());
  recorder_ = std::make_unique<Recorder>(*journal_, *tape_, workspace_.get(), choice_.info, listener_);
  if (workspace_)
    for (const auto& text : workspace_->recovered()) recorder_->notice(text);
  for (const auto& text : settings_.sandbox.lowered) recorder_->notice(text);
  if (guard_ && guard_->is_transactional() && workspace_->outside().repository.empty() && !options_.attempt)
    if (const auto outside = git_outside(workspace_->root()); !outside.empty()) recorder_->notice(outside);
  if (guard_ && !guard_->why().empty())
    recorder_->notice("sandbox: " + std::string(sandbox::name(guard_->mode())) + " only, since " + guard_->why());
  for (const auto& text : problems_) recorder_->notice(text);
  std::unique_ptr<tools::ToolSet> set;
  if (workspace_) {
    find_texts(where);
    CO_TRY_DO(find_checks());
    if (!checks_.empty()) where.check = checks_.front().command;
    Searcher::Parts searched{*guard_, *workspace_, checks_env_, listener_};
    searcher_ = std::make_unique<Searcher>(searched, options_.cwd, checks_);
  }
  CO_TRY_DO(open_model());
  if (workspace_) {
    Closing::Parts parts{*guard_, *workspace_, *journal_, checks_env_, &secrets_->mask()};
    ProofOptions proof;
    proof.tests_may_change = options_.tests_may_change;
    proof.rules = rules_.get();
    closing_ = std::make_unique<Closing>(parts, id_, checks_, std::move(proof));
    CO_TRY_DO(find_servers());
    CO_TRY_DO(find_agents(where));
    set = make_tools();
  }
  box_ = std::make_unique<Box>(std::move(set), *secrets_);
  open_hooks();
  if (hooks_) box_->use(*hooks_, workspace_->root());
  if (options_.purpose == Purpose::ask) {
    conversation_.instructions = agent::ask_prompt(where);
  } else {
    conversation_.instructions = agent::system_prompt(where, instructions_) + agent::skills_prompt(skills_) + secrets_->prompt();
    if (!options_.role_prompt.empty()) conversation_.instructions += "\n" + options_.role_prompt;
  }
  steering_ = std::make_unique<Steering>(loop_, *journal_, secrets_->mask(), workspace_.get(), options_.ask_held, std::move(undelivered_));
  if (hooks_ && hooks_->has(HookEvent::permission_request))
    steering_->ask_first([this](workspace::Step step) { return ask_about_held(std::move(step)); });
  if (!options_.output_schema.empty())
    conversation_.instructions +=
        "\nYour final message must be only JSON that fits this schema:\n" + options_.output_schema + "\n";
  co_return base::Result<>{};
}

io::Task<base::Result<>> SessionImpl::begin(std::string task) {
  http_ = io::make_http_client(loop_, settings_.env);
  CO_TRY(choice_, co_await choose_model(loop_, *http_, settings_, options_.model, task, options_.cwd));
  if (choice_.what == Choice::What::builtin && options_.purpose == Purpose::ask)   // before there is a session of it
    co_return base::fail(Code::unsupported,
                         "builtin is no language model: it cannot answer questions. Give --model, or see `plumb models`");
  if (choice_.what == Choice::What::replay) {
    journal::Damage ignored_here;   // `plumb show` reports damage; replay needs only what is whole
    CO_TRY(const auto events, journal::read_events(choice_.replayed_dir, ignored_here));
    CO_TRY(choice_.info, recorded_model_info(events));
    choice_.replayed_rounds = rounds_in(events);
    CO_TRY(choice_.provider, provider_named(settings_, choice_.info.provider));
  }
  model_name_ = choice_.info.provider == "builtin" ? "builtin" : choice_.info.provider + "/" + choice_.info.id;
  id_ = options_.id.empty() ? base::new_id() : options_.id;
  const std::string dir = session_dir(settings_, id_);
  auto made = journal::Journal::create(dir);
  if (!made) {
    made.error().code = made.error().code == Code::no_space ? Code::no_space : Code::io;
    co_return base::with(std::move(made).error(),
                         "cannot record the session below " + settings_.places.state +
                             " (set PLUMB_HOME or XDG_STATE_HOME to a folder that can be written)");
  }
  journal_ = *std::move(made);
  CO_TRY_DO(find_secrets());
  task = secrets_->mask().in(task);
  json::Value model = model_to_json(choice_.info);
  model.as_object()["why"] = choice_.why;
  listen();
  json::Object start = {{"id", id_},       {"cwd", options_.cwd},      {"task", task},
                        {"model", model},  {"version", plumb_version}, {"git", look_around(options_.cwd).git}};
  if (options_.attempt) start["attempt"] = to_json(*options_.attempt);
  if (options_.purpose == Purpose::ask) start["kind"] = "ask";
  CO_TRY_DO(append("session.started", start));
  co_return co_await assemble(std::move(task), "");
}

io::Task<base::Result<>> SessionImpl::reopen(std::string name) {
  CO_TRY(const auto dir, journal::find_session(settings_.places.state, name, options_.cwd, journal::Last::with_model));
  CO_TRY_DO(check_goes_on(dir));
  journal::Damage damage;
  CO_TRY(journal_, journal::Journal::open(dir, damage));
  journal::Damage left;   // what open() did not mend; `damage` is told to the user
  CO_TRY(const auto events, journal::read_events(dir, left));
  CO_TRY(auto history, read_history(dir, events));
  for (const auto& event : events)
    if (event.type.starts_with("agent.")) earlier_.push_back(event);
  const auto unrecorded = spent_without_end(settings_, earlier_);
  id_ = history.id;
  is_resumed_ = true;
  options_.cwd = history.cwd;
  options_.attempt = history.attempt;
  recorded_checks_ = recorded_checks(events);
  const bool has_changed = std::any_of(events.begin(), events.end(), [](const auto& event) { return event.type == "effects"; });
  auto rules = recorded_rules(events);
  has_recorded_rules_ = rules.has_value();
  if (has_changed) recorded_rules_ = std::move(rules).value_or(std::vector<Rule>{});
  undelivered_ = std::move(history.undelivered);
  http_ = io::make_http_client(loop_, settings_.env);
  const std::string wanted = options_.model.empty() ? history.model : options_.model;
  CO_TRY(choice_, co_await choose_model(loop_, *http_, settings_, wanted, history.task, history.cwd));
  if (choice_.what == Choice::What::replay)
    co_return base::fail(Code::invalid, "a session cannot go on with a replay; use `plumb run --model " + wanted + "`");
  model_name_ = choice_.info.provider == "builtin" ? "builtin" : choice_.info.provider + "/" + choice_.info.id;
  CO_TRY_DO(find_secrets());
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
  for (const auto& hook : hooks_in_doubt(events))
    recorder_->notice("in doubt: the hook " + hook + " was begun and its outcome was not recorded");
  conversation_.items = std::move(history.conversation.items);
  conversation_.ledger = std::move(history.conversation.ledger);
  if (!conversation_.ledger.empty() && recall_ != nullptr) recall_->offer();
  spent_ = history.spent;
  spent_.usage += unrecorded.usage;
  spent_.cost_usd += unrecorded.cost_usd;
  spent_before_ = spent_;
  task_ = history.task;
  co_return base::Result<>{};
}

io::Task<base::Result<std::unique_ptr<Session>>> Session::start(io::Loop& loop, Settings settings,
                                                                SessionOptions options,
                                                                std::string task, Listener listener) {
  bound_options(settings, options);
  auto session = std::make_unique<SessionImpl>(loop, std::move(settings), std::move(options),
                                               std::move(listener));
  CO_TRY_DO(co_await session->begin(std::move(task)));
  std::unique_ptr<Session> out = std::move(session);
  co_return out;
}

io::Task<base::Result<std::unique_ptr<Session>>> Session::resume(io::Loop& loop, Settings settings,
                                                                 SessionOptions options,
                                                                 std::string name, Listener listener) {
  bound_options(settings, options);
  auto session = std::make_unique<SessionImpl>(loop, std::move(settings), std::move(options),
                                               std::move(listener));
  CO_TRY_DO(co_await session->reopen(std::move(name)));
  std::unique_ptr<Session> out = std::move(session);
  co_return out;
}

}  // namespace engine
