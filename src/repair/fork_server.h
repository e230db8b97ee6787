#pragma once
// Runs a test program once for each of many versions of the code (schemata.h) at the price of forks: a library
// that is loaded in front of it (fork_server.c.txt).

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"

namespace repair {

class ForkServer {
 public:
  /// Compiles the library into `scratch`, with `cc`. Without a compiler, or where it does not work, run() says
  /// so. Fails with cancelled.
  static io::Task<base::Result<ForkServer>> build(io::Launcher launcher, base::Env env, std::string scratch);

  struct Limits {
    double cpu_ms = 0, wall_ms = 0;  ///< of one run
    io::Millis all{0};               ///< of all together; what is not through then counts as not done
  };
  enum class Program {
    this_one,    ///< what `argv` starts
    any_marked,  ///< each program that holds versions, wherever `argv` comes to it: what starts them goes on
  };
  /// The exit code of each version, in their order: 128 + signal, -1 = it took too long. Nothing = it cannot be
  /// done with this program (linked statically, another kind of machine). Of several programs the first code that is not 0. Fails with
  /// cancelled.
  io::Task<base::Result<std::optional<std::vector<int>>>> run(std::vector<std::string> argv, std::string cwd, base::Env env,
                                                              std::vector<std::size_t> versions, Limits limits,
                                                              Program program = Program::this_one) const;

 private:
  ForkServer(io::Launcher launcher, std::string library, std::string scratch)
      : launcher_(launcher), library_(std::move(library)), scratch_(std::move(scratch)) {}
  io::Launcher launcher_;
  std::string library_;  ///< "" = there is none
  std::string scratch_;
};

}  // namespace repair
