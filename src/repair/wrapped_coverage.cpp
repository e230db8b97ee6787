#include "wrapped_coverage.h"

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "native_coverage.h"

namespace repair {
namespace {

constexpr std::size_t k_text_max = std::size_t{32} << 20;

/// One script for all names of compilers: calls the next one on PATH. Without optimisation, so that lines stay lines.
constexpr std::string_view k_wrap = R"(#!/bin/sh
PATH=${PATH#*:}
export PATH
exec "${0##*/}" "$@" --coverage -O0
)";

/// A script gets what it needs as arguments: folders may have any name.
constexpr std::string_view k_run = R"(
mkdir -p "$4" || exit 1
for name in cc gcc c++ g++ clang clang++; do
  printf '%s' "$5" > "$4/$name" && chmod +x "$4/$name" || exit 1
done
PATH=$4:$PATH
export PATH
mkdir -p "$1" && cp -a "$2/." "$1" && cd "$1" || exit 1
find . -name '*.gcda' -exec rm -f {} +
find . '(' -name '*.c' -o -name '*.cc' -o -name '*.cpp' -o -name '*.cxx' -o -name '*.C' ')' -exec touch {} +
sh -c "$3" >/dev/null 2>&1
exit 0
)";
/// gcov wants to stand where the compiler stood, which is most of the time where the data is or above.
constexpr std::string_view k_read = R"(
cd "$1" || exit 1
find "$PWD" -name '*.gcda' -exec gcov -t {} + 2>/dev/null
)";

}  // namespace

io::Task<base::Result<Coverage>> wrapped_coverage(io::Launcher launcher, std::string tree, std::string command,
                                                  std::vector<std::string> failing, base::Env env, std::string scratch,
                                                  io::Millis budget) {
  Coverage coverage;
  const auto deadline = base::steady_ms() + budget.count();
  const std::string wraps = base::join(scratch, "compilers");
  const std::string copy = base::join(scratch, "covered");
  base::Env wrapped = env;
  wrapped.set("CCACHE_DISABLE", "1");
  std::vector<std::string> run{"/bin/sh", "-c", std::string(k_run), "sh", copy, tree, command, wraps, std::string(k_wrap)};
  CO_TRY_DO(co_await shell_run(launcher, std::move(run), scratch, std::move(wrapped), budget));
  io::ProcessSpec spec;
  spec.argv = {"/bin/sh", "-c", std::string(k_read), "sh", copy};
  spec.cwd = scratch;
  spec.env = env.all();
  const io::Millis left(std::max<std::int64_t>(1000, deadline - base::steady_ms()));
  const auto read = co_await io::run_process(launcher, std::move(spec), left, k_text_max);
  if (!read && read.error().code == base::Code::cancelled) co_return base::fail(read.error());
  if (read) {
    const auto lines = read_gcov(read->out, copy);
    for (const auto& name : failing)
      if (!lines.empty()) coverage.tests.push_back({name, true, lines});
  }
  CO_TRY_DO(base::remove_all(copy));
  co_return coverage;
}

}  // namespace repair
