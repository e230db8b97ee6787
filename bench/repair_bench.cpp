// repair_bench FOLDER...: repairs each project in a copy and says how it went. A project may have a
// folder `hidden` beside its files: tests that the repair does not see. They are copied over the
// repaired project afterwards and tell whether the fix is also right.

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>
#include <map>
#include <string>

#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "io/process.h"
#include "repair/repair.h"

namespace {

io::Task<base::Result<std::string>> copy(io::Loop& loop, std::string from, std::string into) {
  io::ProcessSpec spec;
  spec.argv = {"cp", "-a", from, into};
  spec.env = base::Env::of_process().all();
  CO_TRY(const auto done, co_await io::run_process(loop, std::move(spec), io::Millis(60000)));
  if (done.status.code != 0) co_return base::fail(base::Code::io, "cp: " + done.out);
  CO_TRY_DO(base::remove_all(base::join(into, "hidden")));
  co_return into;
}

struct Score {
  int cases = 0, plausible = 0, correct = 0;
  int listed = 0;                             ///< a correct one among the proposal and its rivals
  std::map<std::string, std::pair<int, int>> certain;  ///< word of certainty -> proposals, correct ones
  std::size_t tried = 0;
  std::int64_t search_ms = 0;

  void add(const Score& other) {
    cases += other.cases;
    plausible += other.plausible;
    correct += other.correct;
    listed += other.listed;
    for (const auto& [word, n] : other.certain) {
      certain[word].first += n.first;
      certain[word].second += n.second;
    }
    tried += other.tried;
    search_ms += other.search_ms;
  }
};

void print(const std::string& what, const Score& score) {
  fmt::print("{:<12} {} projects: {} plausible, {} correct, {} correct or told as a rival; {} candidates in {:.1f} s of search = {:.0f}/s\n", what,
             score.cases, score.plausible, score.correct, score.listed, score.tried, static_cast<double>(score.search_ms) / 1000,
             score.search_ms > 0 ? 1000.0 * static_cast<double>(score.tried) / static_cast<double>(score.search_ms) : 0.0);
  for (const auto& [word, n] : score.certain) fmt::print("    {}: {} of {} correct\n", word, n.second, n.first);
}

/// The project's check with the hidden tests, on a copy with these files.
io::Task<base::Result<verify::CheckRun>> run_hidden(io::Loop& loop, std::string folder, verify::Check check,
                                                    std::vector<repair::EditedFile> files) {
  const auto env = base::Env::of_process();
  CO_TRY(const auto temp, base::TempDir::make());
  const std::string tree = base::join(temp.path(), "tree");
  CO_TRY_DO(co_await copy(loop, folder, tree));
  for (const auto& file : files) CO_TRY_DO(base::write_file(base::join(tree, file.path), file.after));
  io::ProcessSpec spec;
  spec.argv = {"cp", "-a", base::join(folder, "hidden") + "/.", tree};
  spec.env = env.all();
  CO_TRY_DO(co_await io::run_process(loop, std::move(spec), io::Millis(60000)));
  CO_TRY_DO(verify::settle_copy(tree));
  CO_TRY(auto run, co_await verify::run_check(loop, check, tree, env, io::Millis(30000)));
  co_return run;
}

io::Task<base::Result<>> measure(io::Loop& loop, std::string folder, Score& score) {
  const auto env = base::Env::of_process();
  const auto check = verify::discover(folder, env);
  if (!check) co_return base::fail(base::Code::not_found, "no check in " + folder);
  repair::Fork fork = [&loop, folder](std::string into) {
    return copy(loop, folder, std::move(into));
  };
  repair::Options options;
  options.check_timeout = io::Millis(30000);  // some of the bugs are endless loops
  if (const auto seconds = env.get("BENCH_SECONDS"))
    options.budget = io::Millis(1000 * std::atoi(seconds->c_str()));
  const bool verbose = env.get("BENCH_VERBOSE").has_value();
  repair::Progress progress = [verbose](const std::string& line) {
    if (verbose) fmt::print("    {}\n", line);
    std::fflush(stdout);
  };
  CO_TRY(const auto outcome, co_await repair::repair(loop, folder, *check, env, std::move(fork),
                                                     options, std::move(progress)));
  ++score.cases;
  score.tried += outcome.tried;
  score.search_ms += outcome.search_ms;
  std::string verdict = "no fix: " + outcome.why_not;
  if (outcome.proposal) {
    ++score.plausible;
    verdict = "plausible: " + outcome.proposal->what;
    if (base::is_dir(base::join(folder, "hidden"))) {
      CO_TRY(const auto run, co_await run_hidden(loop, folder, *check, outcome.proposal->files));
      bool listed = run.passed();
      if (run.passed()) ++score.correct;
      auto& certain = score.certain[std::string(repair::name(outcome.certainty))];
      ++certain.first;
      certain.second += run.passed() ? 1 : 0;
      verdict = std::string(run.passed() ? "CORRECT" : "WRONG") + " (" + std::string(repair::name(outcome.certainty)) +
                "): " + outcome.proposal->what;
      if (verbose && !run.passed()) fmt::print("{}\n", run.output);
      for (std::size_t i = 0; i < outcome.rivals.size() && !listed; ++i) {
        CO_TRY(const auto rival, co_await run_hidden(loop, folder, *check, outcome.rivals[i].proposal.files));
        listed = rival.passed();
        if (listed) verdict += "; rival " + std::to_string(i + 1) + " is right";
      }
      if (listed) ++score.listed;
    }
  }
  fmt::print("{:<34} {:>6} tried, first at {:>5}, {:>6} ms, {} others, {} of {} the same  {}\n",
             base::file_name(folder), outcome.tried, outcome.rank, outcome.search_ms, outcome.alternatives, outcome.same,
             outcome.compared, verdict);
  if (verbose && outcome.proposal) {
    fmt::print("{}{}\n  {}: {}\n", outcome.proposal->diff, outcome.proposal->explanation,
               repair::name(outcome.certainty), outcome.certainty_why);
    for (const auto& rival : outcome.rivals) {
      fmt::print("  rival: {}\n{}", rival.proposal.what, rival.proposal.diff);
      if (rival.contrast)
        fmt::print("  {}: mine {}, this {}\n", rival.contrast->call, rival.contrast->mine, rival.contrast->theirs);
    }
  }
  std::fflush(stdout);
  co_return base::Result<>{};
}

}  // namespace

int main(int argc, char** argv) {
  io::Loop loop;
  Score all;
  std::map<std::string, Score> by_folder;  // the folder above a project is its language
  for (int i = 1; i < argc; ++i) {
    const std::string folder = base::absolute(argv[i]);
    Score score;
    if (auto done = loop.run(measure(loop, folder, score)); !done)
      fmt::print("{}: {}\n", argv[i], done.error().what);
    by_folder[std::string(base::file_name(base::parent(folder)))].add(score);
    all.add(score);
  }
  for (const auto& [name, score] : by_folder) print(name, score);
  print("all", all);
  return 0;
}
