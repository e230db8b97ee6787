#include "commit_rules.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "check_session.h"
#include "project.h"
#include "rule_keeper.h"
#include "rules.h"
#include "text/utf8.h"
#include "trial.h"

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
    CO_TRY(auto session, CheckSession::open(loop_, settings_, cwd_, "commit", "before a commit"));
    auto done = co_await work(session, std::move(commands), std::move(changed));
    CO_TRY_DO(co_await session.close(done ? "passed" : "failed", done ? 0 : 1, done ? nullptr : &done.error()));
    co_return done;
  }

 private:
  io::Task<base::Result<>> work(CheckSession& session, std::vector<RuleKeeper::First> commands, std::vector<std::string> changed) {
    std::vector<std::string> kept;
    for (const auto& path : changed)
      if (const auto at = base::join(cwd_, path); kept.size() < k_kept_max && base::exists(at) && !base::is_dir(at)) kept.push_back(path);
    for (const auto& first : commands) {
      verify::Check check;
      check.name = "rule";
      check.command = first.command;
      check.why = first.rule->where() + " says so";
      const std::vector<verify::Check> only(1, std::move(check));
      const Lab lab{session.guard(), session.workspace(), session.journal(), settings_.env, only};
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
