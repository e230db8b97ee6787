// plumb try: the command's output as it is, then its effects, then the question.

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <string_view>

#include "base/file.h"
#include "commands.h"
#include "engine/tryout.h"
#include "interrupt.h"
#include "progress.h"

namespace app {

namespace {

constexpr int k_own_failure = 125;   // as env(1) and timeout(1): plumb itself failed, not the command
constexpr std::size_t k_effects_listed = 200;

void print_effects(const engine::StepView& step) {
  std::string out;
  std::size_t shown = 0;
  for (const auto& file : step.changes) {
    if (++shown > k_effects_listed) {
      out += "  and " + std::to_string(step.changes.size() - k_effects_listed) + " more\n";
      break;
    }
    out += "  " + file.change + std::string(file.change.size() < 10 ? 10 - file.change.size() : 1, ' ') + safe(file.path);
    if (file.entries > 1) out += "/ (" + std::to_string(file.entries) + " entries)";
    if (!file.renamed_from.empty()) out += "  (was " + safe(file.renamed_from) + ")";
    if (!file.why.empty()) out += "  (" + safe(file.why) + ")";
    for (const auto& note : file.notes) out += "  [" + safe(note) + "]";
    out += "\n";
  }
  for (const auto& line : step.git) out += "  git       " + safe(line) + "\n";
  if (out.empty()) out = "  only times of files\n";
  std::fflush(stdout);
  std::fputs(("\neffects of the command:\n" + out).c_str(), stdout);
  std::fflush(stdout);
}

bool ask() {
  std::fputs("keep them? [y/N] ", stderr);
  std::fflush(stderr);
  char answer[16] = {};
  if (std::fgets(answer, sizeof answer, stdin) == nullptr) return false;
  return answer[0] == 'y' || answer[0] == 'Y';
}

base::Result<std::string> read_some(std::stop_token stop) {
  std::string bytes(std::size_t{64} << 10, '\0');
  while (!stop.stop_requested()) {
    pollfd ready{STDIN_FILENO, POLLIN, 0};
    const int count = ::poll(&ready, 1, 50);
    if (count == 0 || (count < 0 && errno == EINTR)) continue;
    const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read standard input");
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }
  return std::string();
}

io::Task<base::Result<std::string>> next_input() {
  std::function<base::Result<std::string>(std::stop_token)> work = read_some;
  co_return co_await io::offload(std::move(work));
}

int finish(const engine::Tried& tried) {
  if (!tried.warning.empty()) complain(tried.warning);
  for (const auto& kept : tried.kept.conflicts)
    complain("not put into the tree: " + safe(kept.path) + " (" + kept.why +
             (kept.kept_as.empty() ? "" : "; its version is in " + safe(kept.kept_as)) + ")");
  const bool any = !tried.effects.changes.empty() || !tried.effects.git.empty();
  std::string last = any ? "dropped: the tree is as it was" : "no effects";
  if (tried.is_kept) last = "kept; take it back with: plumb undo " + tried.session;
  std::puts(last.c_str());
  if (!tried.kept.conflicts.empty() && tried.exit_code == 0) return k_own_failure;
  return tried.exit_code;
}

}  // namespace

int try_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, k_own_failure);
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  if (args.words.empty()) return complain("no command: plumb try -- COMMAND ...", 2);
  if (args.keep && args.drop) return complain("--keep and --drop cannot both be meant", 2);
  engine::TryOptions options;
  options.cwd = cwd;
  options.argv = args.words;
  const bool person = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
  options.open_stdin = ::isatty(STDIN_FILENO) == 0;
  options.read_in = next_input;
  options.on_out = [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); std::fflush(stdout); };
  options.on_err = [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stderr); };
  using Decision = engine::TryOptions::Decision;
  options.decide = [&args, person](const engine::StepView& step) {
    print_effects(step);
    if (args.keep) return Decision::keep;
    if (args.drop || !person) return Decision::drop;
    return ask() ? Decision::keep : Decision::drop;
  };
  io::Loop loop;
  Interrupt interrupt(loop);
  const auto tried = loop.run(io::cancellable(interrupt.cancel(), engine::try_command(loop, *std::move(settings), std::move(options))));
  if (!tried) return complain(tried.error().what, k_own_failure);
  return finish(*tried);
}

// ---- forks ----

namespace {

std::string in_short(const engine::ForkView& fork) {
  if (!fork.problem.empty()) return fork.problem;
  const auto count = fork.effects.changes.size();
  return std::to_string(count) + (count == 1 ? " change" : " changes");
}

int print_forks(const engine::Settings& settings, const std::string& cwd) {
  const auto forks = engine::list_forks(settings, cwd);
  if (!forks) return complain(forks.error().what);
  if (forks->empty()) std::puts("No forks of this project (plumb fork make NAME).");
  for (const auto& fork : *forks) std::printf("%-20s %s\n", safe(fork.name).c_str(), safe(in_short(fork)).c_str());
  return 0;
}

int run_in_fork(const engine::Settings& settings, const std::string& cwd, const std::string& name,
                std::vector<std::string> argv) {
  engine::TryOptions options;
  options.cwd = cwd;
  options.argv = std::move(argv);
  options.fork = name;
  options.open_stdin = ::isatty(STDIN_FILENO) == 0;
  options.read_in = next_input;
  options.on_out = [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); std::fflush(stdout); };
  options.on_err = [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stderr); };
  options.decide = [](const engine::StepView&) { return engine::TryOptions::Decision::hold; };
  io::Loop loop;
  Interrupt interrupt(loop);
  const auto tried = loop.run(io::cancellable(interrupt.cancel(), engine::try_command(loop, settings, std::move(options))));
  if (!tried) return complain(tried.error().what, k_own_failure);
  return tried->exit_code;
}

int change_fork(const engine::Settings& settings, const engine::Recorded& fork, engine::Verb verb, const char* done) {
  const auto changed = engine::change(settings, fork, verb, "", {});
  if (!changed) return complain(changed.error().what);
  std::fputs(path_lines(done, changed->restored).c_str(), stdout);
  for (const auto& kept : changed->conflicts)
    complain("not put into the tree: " + safe(kept.path) + " (" + kept.why +
             (kept.kept_as.empty() ? "" : "; its version is in " + safe(kept.kept_as)) + ")");
  if (verb == engine::Verb::apply && !changed->restored.empty())
    std::printf("take it back with: plumb undo %s\n", fork.id.c_str());
  return changed->conflicts.empty() ? 0 : 1;
}

int branch_fork(const engine::Settings& settings, const std::string& cwd, const std::string& name, const std::string& branch,
                const std::string& message) {
  io::Loop loop;
  const auto commit = loop.run(engine::branch_of_fork(loop, settings, cwd, name, branch, message));
  if (!commit) return complain(commit.error().what);
  std::printf("branch %s at %s\n", safe(branch).c_str(), commit->c_str());
  return 0;
}

struct ForkVerb {
  std::string_view name, words;
  std::size_t least;   ///< words behind it
};
constexpr ForkVerb k_fork_verbs[] = {
    {"make", "NAME", 1}, {"list", "", 0},   {"run", "NAME -- COMMAND", 2}, {"diff", "NAME", 1}, {"apply", "NAME", 1},
    {"drop", "NAME", 1}, {"patch", "NAME", 1}, {"branch", "NAME BRANCH [MESSAGE]", 2},
};

/// "" = nothing.
std::string wrong_with_fork(const std::vector<std::string>& words) {
  const auto* const verb = std::find_if(std::begin(k_fork_verbs), std::end(k_fork_verbs), [&](const ForkVerb& one) { return one.name == words.front(); });
  if (verb == std::end(k_fork_verbs)) {
    std::string all;
    for (const auto& one : k_fork_verbs) all += (all.empty() ? "" : ", ") + std::string(one.name);
    return "fork does not know '" + words.front() + "', only " + all;
  }
  if (words.size() > verb->least) return {};
  const std::string missing = words.size() < 2 ? "NAME" : verb->name == "run" ? "COMMAND" : "BRANCH";
  return "the " + missing + " is missing: plumb fork " + std::string(verb->name) + " " + std::string(verb->words);
}

}  // namespace

int fork_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what);
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const std::string verb = args.words.empty() ? "list" : args.words.front();
  if (verb == "list") return print_forks(*settings, cwd);
  if (const auto wrong = wrong_with_fork(args.words); !wrong.empty()) return complain(wrong + "; see plumb fork --help", 2);
  const std::string& name = args.words[1];
  if (verb == "make") {
    io::Loop loop;
    const auto made = engine::make_fork(loop, *settings, cwd, name);
    return made ? 0 : complain(made.error().what);
  }
  const auto fork = engine::read_fork(*settings, cwd, name);
  if (!fork) return complain(fork.error().what);
  if (verb == "run") return run_in_fork(*settings, cwd, name, {args.words.begin() + 2, args.words.end()});
  if (verb == "diff" || verb == "patch") {
    const auto diff = engine::diff_of_effects(*settings, *fork, "", false);
    if (!diff) return complain(diff.error().what);
    std::fwrite(diff->data(), 1, diff->size(), stdout);
    return 0;
  }
  if (verb == "apply") return change_fork(*settings, *fork, engine::Verb::apply, "applied   ");
  if (verb == "drop") return change_fork(*settings, *fork, engine::Verb::drop, "dropped   ");
  return branch_fork(*settings, cwd, name, args.words[2], args.words.size() > 3 ? args.words[3] : "");
}

}  // namespace app
