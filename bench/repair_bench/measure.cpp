#include "measure.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "cpu_time.h"
#include "repair/repair.h"

namespace bench {
namespace {

constexpr io::Millis k_check_timeout{60000};  ///< some of the bugs are endless loops

// The lines of progress that tell where the search begins and that something was found.
constexpr std::string_view k_search_begins = "trying ";
constexpr std::string_view k_first_found = "an edit passes";
// What passes is looked at once more: no trying of edits.
constexpr std::string_view k_examination_begins = "running what passes with sanitizers";
constexpr std::string_view k_examination_ends = "with sanitizers ";

/// What is seen from outside while a repair runs: by its lines, and by the copies that it asks for.
struct Watch {
  std::int64_t begin_ms = base::steady_ms();
  std::int64_t first_ms = -1;
  double cpu_begin = -1, cpu_end = -1;
  double cpu_examination = 0, cpu_examined = 0;
  std::size_t tried_first = 0, tried_last = 0;  ///< as far as was told, and
  double cpu_first = -1, cpu_last = -1;         ///< when

  void see_line(const std::string& line) {
    if (cpu_begin < 0 && line.rfind(k_search_begins, 0) == 0) cpu_begin = cpu_seconds();
    if (line.rfind(k_examination_begins, 0) == 0) cpu_examination = cpu_seconds();
    if (line.rfind(k_examination_ends, 0) == 0) cpu_examined += cpu_seconds() - cpu_examination;
    if (first_ms < 0 && line.rfind(k_first_found, 0) == 0) first_ms = base::steady_ms() - begin_ms;
  }
  void see_figures(const repair::Figures& figures) {
    if (figures.tried == 0) return;
    cpu_last = cpu_seconds() - cpu_examined;
    tried_last = figures.tried;
    if (cpu_first >= 0) return;
    cpu_first = cpu_last;
    tried_first = tried_last;
  }
  /// A copy that is made after the search began is one in which its result is proven.
  void see_copy() {
    if (cpu_begin >= 0 && cpu_end < 0) cpu_end = cpu_seconds();
  }
  [[nodiscard]] double search_cpu() const { return cpu_begin < 0 ? 0 : cpu_end - cpu_begin - cpu_examined; }
};

io::Task<base::Result<bool>> is_right(io::Loop& loop, std::string folder, repair::Proposal proposal, verify::Check check,
                                      base::Env env, bool verbose) {
  CO_TRY(const auto temp, base::TempDir::make());
  CO_TRY(const auto tree, co_await copy_program(loop, folder, base::join(temp.path(), "tree")));
  for (const auto& file : proposal.files) CO_TRY_DO(base::write_file(base::join(tree, file.path), file.after));
  CO_TRY_DO(co_await add_hidden(loop, folder, tree));
  CO_TRY(const auto run, co_await verify::run_check(loop, check, tree, env, k_check_timeout));
  if (verbose && !run.passed()) fmt::print("{}\n", run.output);
  co_return run.passed();
}

io::Task<base::Result<>> judge(io::Loop& loop, Measured& measured, const repair::Outcome& outcome, const verify::Check& check,
                               const base::Env& env, bool verbose) {
  const std::string folder = measured.program.folder;
  CO_TRY(measured.right, co_await is_right(loop, folder, *outcome.proposal, check, env, verbose));
  for (const auto& rival : outcome.rivals) {
    if (measured.right || measured.listed) break;
    CO_TRY(measured.listed, co_await is_right(loop, folder, rival.proposal, check, env, false));
  }
  co_return base::Result<>{};
}

void show(const repair::Outcome& outcome) {
  if (!outcome.proposal) return;
  fmt::print("{}", outcome.proposal->diff);
  for (const auto& rival : outcome.rivals) fmt::print("  rival: {}\n{}", rival.proposal.what, rival.proposal.diff);
}

io::Task<base::Result<>> fill(io::Loop& loop, Measured& measured, base::Env env, Settings settings) {
  const std::string folder = measured.program.folder;
  const auto check = verify::discover(folder, env);
  if (!check) co_return base::fail(base::Code::not_found, "no check in " + folder);
  Watch watch;
  repair::Fork fork = [&loop, &watch, folder](std::string into) {
    watch.see_copy();
    return copy_program(loop, folder, std::move(into));
  };
  repair::Progress progress = [&watch, &settings](const std::string& line) {
    watch.see_line(line);
    if (settings.verbose) fmt::print("    {}\n", line);
  };
  repair::Options options;
  options.budget = io::Millis(1000 * settings.seconds);
  options.workers = settings.workers;
  options.check_timeout = k_check_timeout;
  options.on_figures = [&watch](const repair::Figures& figures) { watch.see_figures(figures); };
  CO_TRY(const auto outcome, co_await repair::repair(loop, folder, *check, env, std::move(fork), options, std::move(progress)));
  watch.see_copy();
  measured.total_ms = base::steady_ms() - watch.begin_ms;
  measured.first_ms = watch.first_ms;
  measured.search_cpu_s = watch.search_cpu();
  measured.steady_tried = watch.tried_last - watch.tried_first;
  measured.steady_cpu_s = watch.cpu_last - watch.cpu_first;
  measured.search_ms = outcome.search_ms;
  measured.tried = outcome.tried;
  measured.rank = outcome.rank;
  measured.rivals = outcome.alternatives;
  measured.plausible = outcome.proposal.has_value();
  measured.what = outcome.proposal ? outcome.proposal->what + " (" + std::string(repair::name(outcome.certainty)) + ")" : outcome.why_not;
  if (outcome.proposal) CO_TRY_DO(co_await judge(loop, measured, outcome, *check, env, settings.verbose));
  if (settings.verbose) show(outcome);
  co_return base::Result<>{};
}

}  // namespace

io::Task<Measured> measure(io::Loop& loop, Program program, base::Env env, Settings settings) {
  Measured measured;
  measured.program = std::move(program);
  const auto done = co_await fill(loop, measured, std::move(env), settings);
  if (!done) measured.what = "could not be measured: " + done.error().what;
  reap_orphans();
  co_return measured;
}

}  // namespace bench
