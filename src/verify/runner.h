#pragma once
// Which test runner a simple command starts, through the programs that only start others.

#include <string>
#include <string_view>
#include <vector>

#include "shell_line.h"

namespace verify {

enum class Runner {
  none,  ///< no runner of tests that is known
  pytest,
  unittest,
  ctest,
  meson,
  go,
  cargo,
  npm,  ///< or yarn, pnpm, bun: runs a script of package.json
  node,
  jest,
  vitest,
  mocha,
  maven,
  gradle,
  make,
};
std::string_view name(Runner runner);

struct RunnerAt {
  Runner runner = Runner::none;
  std::size_t word = 0;   ///< of the command: "pytest", "test" of `go test`, "--test" of `node --test`
  std::size_t first = 0;  ///< where it begins: "python3" of `FOO=1 env python3 -m pytest`
};
RunnerAt runner_of(const SimpleCommand& command);

/// The script that an npm, yarn or pnpm command runs: "test" of `npm t`; "" = none.
std::string script_of(const SimpleCommand& command, const RunnerAt& at);

}  // namespace verify
