#include "commit_rules.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "choose.h"
#include "guard.h"
#include "journal/journal.h"
#include "project.h"
#include "rule_keeper.h"
#include "rules.h"
#include "text/utf8.h"
#include "trial.h"

extern const char* const plumb_version;

namespace engine {

namespace {

using base::Code;

constexpr std::size_t k_kept_max = 200;   ///< files that a command must leave as they are

/// The last lines of what a command printed.
std::string last_lines(std::string text) {
  constexpr std::size_t k_shown = 2000;
  while (text.ends_with('\n')) text.pop_back();
  if (text.size() > k_shown) text.erase(0, text.size() - k_shown);
  return text.empty() ? text : "\n" + text::to_valid_utf8(text);
}

/// Of `kept`, the file that sha256sum found changed: "./a.py: FAILED".
std::string rewritten_in(const std::string& output, const std::vector<std::string>& kept) {
  for (const auto& path : kept)
    if (output.find("./" + path + ": FAILED") != std::string::npos) return path;
  return kept.empty() ? "a file" : kept.front();
}

class BeforeCommit {
 public:
  BeforeCommit(io::Loop& loop, Settings settings, std::string cwd) : loop_(loop), settings_(std::move(settings)), cwd_(std::move(cwd)) {}

  io::Task<base::Result<>> run(std::vector<RuleKeeper::First> commands, std::vector<std::string> changed) {
    CO_TRY_DO(open());
    auto done = co_await work(std::move(commands), std::move(changed));
    co_await io::shielded(guard_->close());
    const json::Object end = {{"end", done ? "done" : "failed"}, {"status", done ? "passed" : "failed"}, {"exit_code", done ? 0 : 1},
                              {"error", done ? "" : text::to_valid_utf8(done.error().what)}};
    CO_TRY_DO(journal_->append("session.ended", end));
    co_return done;
  }

 private:
  base::Result<> open() {
    const std::string id = base::new_id();
    const std::string dir = session_dir(settings_, id);
    TRY(const auto names, key_names(settings_));
    for (const auto& name : names) settings_.env.unset(name);
    TRY(journal_, journal::Journal::create(dir));
    TRY_DO(journal_->append("session.started", json::Object{{"id", id},
                                                            {"cwd", cwd_},
                                                            {"task", "before a commit"},
                                                            {"model", json::Object{{"provider", "none"}, {"id", "none"}}},
                                                            {"version", plumb_version}}));
    auto how = workspace_options(settings_, cwd_, dir);
    TRY(guard_, Guard::make(loop_, settings_, {how.root, dir, how.store_dir}));
    how.transactions = guard_->is_transactional();
    TRY(workspace_, workspace::Workspace::open(std::move(how)));
    guard_->show(workspace_->outside());
    return {};
  }

  io::Task<base::Result<>> work(std::vector<RuleKeeper::First> commands, std::vector<std::string> changed) {
    std::vector<std::string> kept;
    for (const auto& path : changed)
      if (const auto at = base::join(cwd_, path); kept.size() < k_kept_max && base::exists(at) && !base::is_dir(at)) kept.push_back(path);
    for (const auto& first : commands) {
      verify::Check check;
      check.name = "rule";
      check.command = first.command;
      check.why = first.rule->where() + " says so";
      const std::vector<verify::Check> only(1, std::move(check));
      const Lab lab{*guard_, *workspace_, *journal_, settings_.env, only};
      Variant variant{workspace::Workspace::Tree::now, {}, "fork of the tree, before a commit: " + first.rule->where(), "mixture", kept};
      std::string why_not;
      CO_TRY(const auto run, co_await run_trial(lab, std::move(variant), why_not));
      const std::string says = "not committed: " + first.rule->where() + " says \"" + first.rule->text + "\", and `" + first.command + "` ";
      const std::string anyway = "; --anyway commits all the same";
      if (!run) co_return base::fail(Code::unsupported, says + "cannot be run: " + why_not + anyway);
      if (run->timed_out) co_return base::fail(Code::denied, says + "did not end in time" + anyway + last_lines(run->output));
      if (run->exit_code == k_rewritten)
        co_return base::fail(Code::denied, says + "changes " + rewritten_in(run->output, kept) + ": run it first" + anyway);
      if (run->exit_code != 0)
        co_return base::fail(Code::denied, says + "exits with " + std::to_string(run->exit_code) + anyway + last_lines(run->output));
    }
    co_return base::Result<>{};
  }

  io::Loop& loop_;
  Settings settings_;
  std::string cwd_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<workspace::Workspace> workspace_;
};

}  // namespace

io::Task<base::Result<>> run_before_commit(io::Loop& loop, Settings settings, std::string cwd, std::vector<std::string> changed) {
  const auto where = look_around(cwd);
  const auto instructions = agent::find_instructions(where.root, cwd, settings.places.config);
  const RuleKeeper keeper(rules_in(instructions, where.root, cwd));
  ChangeSet changes;
  for (const auto& path : changed) changes.others.push_back({path, ""});
  auto commands = keeper.commands(changes, {});
  if (commands.empty()) co_return base::Result<>{};
  BeforeCommit before(loop, std::move(settings), std::move(cwd));
  co_return co_await before.run(std::move(commands), std::move(changed));
}

}  // namespace engine
