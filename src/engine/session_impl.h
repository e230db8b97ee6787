#pragma once
// A session from the inside: its parts, in the order in which they need each other. session.cpp makes them,
// session_run.cpp lets them work. For the loop's thread; internal to engine.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "agent/prompt.h"
#include "agent/skills.h"
#include "choose.h"
#include "closing.h"
#include "engine/session.h"
#include "guard.h"
#include "hook_tool.h"
#include "hooks.h"
#include "masked.h"
#include "io/http.h"
#include "journal/journal.h"
#include "mcp_servers.h"
#include "recall.h"
#include "recorder.h"
#include "rule_keeper.h"
#include "searcher.h"
#include "steering.h"
#include "subagents.h"
#include "tape.h"
#include "tools/service.h"
#include "tools/set.h"
#include "tools/shell.h"
#include "watched_workspace.h"
#include "workspace/workspace.h"

namespace engine {

/// The session's tools, as the loop wants them; none for `plumb ask`.
class Box final : public agent::Toolbox {
 public:
  Box(std::unique_ptr<tools::ToolSet> set, const Secrets& secrets) : set_(std::move(set)), masked_(secrets) {}
  std::vector<llm::ToolSpec> specs() const override {
    return set_ ? set_->specs() : std::vector<llm::ToolSpec>{};
  }
  tools::Tool* find(const std::string& name) override {
    auto* const tool = set_ ? masked_.around(set_->find(name)) : nullptr;
    if (tool == nullptr || hooks_ == nullptr) return tool;
    auto& hooked = hooked_[tool];
    if (!hooked) hooked = with_hooks(*tool, *hooks_, root_);
    return hooked.get();
  }
  tools::ToolSet* set() { return set_.get(); }
  /// From now on calls go by the hooks, which must outlive this.
  void use(Hooks& hooks, std::string root) {
    hooks_ = &hooks;
    root_ = std::move(root);
  }

 private:
  std::unique_ptr<tools::ToolSet> set_;
  MaskedTools masked_;
  Hooks* hooks_ = nullptr;
  std::string root_;
  std::map<tools::Tool*, std::unique_ptr<tools::Tool>> hooked_;
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
  io::Task<Report> run(std::string prompt, std::vector<Picture> pictures) override;
  base::Result<> steer(std::string text) override { return steering_->steer(std::move(text)); }
  base::Result<> answer(std::string step, Answer answer, std::vector<std::string> paths) override {
    return steering_->answer(std::move(step), answer, std::move(paths));
  }
  void change(Verb verb, std::string step, std::vector<std::string> paths,
              std::function<void(base::Result<Undone>)> done) override {
    steering_->change(verb, std::move(step), std::move(paths), std::move(done));
  }
  void set_ask_held(bool ask) override { steering_->set_ask_held(ask); }
  [[nodiscard]] bool needs_you() const override { return steering_->waits(); }
  base::Result<> note(std::string_view type, const json::Value& payload) override { return append(type, payload); }
  [[nodiscard]] const workspace::Workspace* project() const override {
    return workspace_ && !workspace_->is_busy() ? workspace_.get() : nullptr;
  }
  bool stop_search() override { return searcher_ && searcher_->stop(); }
  const std::string& id() const override { return id_; }
  const std::string& model_name() const override { return model_name_; }

 private:
  base::Result<> find_secrets();
  io::Task<base::Result<>> assemble(std::string task, std::string recorded_model);
  base::Result<> find_rules(const agent::Surroundings& where);
  base::Result<> find_checks();
  void tell_other_checks();
  void find_texts(const agent::Surroundings& where);
  base::Result<> find_servers();
  base::Result<> find_hooks();
  [[nodiscard]] std::vector<workspace::EffectRule> hook_rules(const std::string& root) const;
  void open_hooks();
  base::Result<> find_agents(const agent::Surroundings& where);
  [[nodiscard]] Subagents::Left budget_left() const;
  bool add_agents(Report& report) const;
  [[nodiscard]] bool is_agent() const { return options_.attempt && options_.attempt->is_agent(); }
  base::Result<> open_model();
  base::Result<> open_workspace();
  void note_passage(const sandbox::Passage& passage);
  base::Result<> append(std::string_view type, const json::Value& payload);
  base::Result<llm::UserMessage> told(std::string prompt, std::vector<Picture> pictures);
  base::Result<llm::UserMessage> hooks_say(const std::string& text);
  io::Task<base::Result<std::optional<std::string>>> ask_about_prompt(std::string prompt);
  [[nodiscard]] HookMoment start_of_session() const;
  io::Task<base::Result<std::vector<llm::UserMessage>>> ask_about_stop();
  io::Task<base::Result<std::vector<llm::UserMessage>>> at_rest(agent::Rest rest);
  io::Task<base::Result<std::optional<Answer>>> ask_about_held(workspace::Step step);
  agent::OnCompaction on_compaction();
  io::Task<base::Result<bool>> may_compact(HookMoment moment);
  io::Task<base::Result<>> tell_hooks(HookMoment moment);
  io::Task<base::Result<>> receive(std::string prompt, std::vector<Picture> pictures);
  io::Task<agent::Outcome> work(agent::LoopOptions options);
  io::Task<base::Result<bool>> deliver_late(agent::Outcome& outcome);
  io::Task<agent::Outcome> work_until_proven(agent::LoopOptions options, Report& report);
  io::Task<bool> repaired_first(Report& report, agent::Outcome& outcome);
  io::Task<base::Result<tools::Output>> call_repair();
  [[nodiscard]] io::Millis repair_budget(io::Millis usual) const;
  [[nodiscard]] std::string why_not_first(const std::string& task) const;
  [[nodiscard]] int rounds_max() const;
  io::Task<bool> send_back_early(Report& report, const agent::Outcome& outcome);
  bool send_back(Report& report, const std::string& found);
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
  base::Env checks_env_;   ///< without variables of keys, whatever their names
  std::unique_ptr<Secrets> secrets_;   // before all that puts them in and takes them out
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<JournalTape> tape_;
  std::unique_ptr<Guard> guard_;   // before all that starts processes
  std::unique_ptr<RuleKeeper> rules_;   // before what it is asked by
  std::unique_ptr<WatchedWorkspace> workspace_;
  std::unique_ptr<Searcher> searcher_;   // before what searches: the model, the tools
  std::unique_ptr<llm::Model> model_, recorded_;
  std::unique_ptr<McpServers> mcp_;        // before box_: its tools use them
  std::unique_ptr<Subagents> agents_;      // likewise; null = it may start none
  std::unique_ptr<Hooks> hooks_;           // before box_: its tools ask them; null = there are none
  std::unique_ptr<Box> box_;
  Recall* recall_ = nullptr;               ///< one of box_
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<tools::Shell> shell_;   // after box_: its tools are the set's
  std::unique_ptr<tools::Services> services_;
  std::unique_ptr<Steering> steering_;
  std::vector<agent::Skill> skills_;
  std::vector<agent::Command> commands_;
  agent::Conversation conversation_;
  agent::Spent spent_;
  agent::Spent spent_before_;              ///< by earlier processes
  agent::Spent agents_before_;             ///< by subagents, before the present prompt
  std::vector<journal::Event> earlier_;    ///< of a session that goes on, until it is assembled
  std::vector<verify::Check> checks_;
  std::optional<std::vector<verify::Check>> recorded_checks_;   ///< of a session that goes on
  std::optional<std::vector<Rule>> recorded_rules_;             ///< likewise
  bool has_recorded_rules_ = false;        ///< so that there are none any more has to be recorded, too
  agent::Instructions instructions_;
  std::vector<std::string> problems_;      ///< found before there was somebody to tell
  std::optional<HookSetup> hook_setup_;    ///< until hooks_ has it
  std::string hooks_refused_;              ///< why the present prompt is not to be sent
  int stop_rounds_ = 0;                    ///< how often hooks sent the model on, on the present prompt
  bool has_greeted_ = false, is_resumed_ = false;
  std::unique_ptr<Closing> closing_;       ///< proofs, claims, receipt
  std::optional<Proof> proof_;             ///< the last one on the present prompt
  std::string last_feedback_;              ///< of send_back_early
  std::size_t steps_proven_ = 0;           ///< its tree: after so many steps
  std::vector<std::string> undelivered_;   ///< said to the run before, which never came to it
  std::string task_;                       ///< all prompts of the session
  bool is_builtins_ = false;               ///< the present prompt was answered by --repair-first
  std::optional<tools::FinalReport> said_;   ///< the model's structured report on the present prompt
};

}  // namespace engine
