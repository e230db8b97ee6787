#pragma once
// One server in Python (zygote.py) in one copy of the project.

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "io/process.h"
#include "python_setup.h"

namespace repair {

struct PythonPlace {
  std::string tree;    ///< the copy, absolute
  std::string script;  ///< zygote.py on disk
  std::string tmp;     ///< for temporary files of the tests
  base::Env env;
};

class PythonWorker {
 public:
  /// Fails with not_found (no such interpreter), unavailable (it does not answer as it should).
  static io::Task<base::Result<std::unique_ptr<PythonWorker>>> start(io::Launcher launcher,
                                                                     const PythonSetup& setup,
                                                                     PythonPlace place);
  /// The interpreter that runs: a name like python3 may stand for a script that looks for it.
  [[nodiscard]] const std::string& executable() const { return executable_; }
  /// Sends one request; the answers up to and without the "done" line. Fails with unavailable (the
  /// server died or answers with an error: its text), timeout, cancelled.
  io::Task<base::Result<std::vector<boost::json::value>>> ask(boost::json::value request,
                                                              io::Millis timeout);

 private:
  explicit PythonWorker(std::unique_ptr<io::Process> process) : process_(std::move(process)) {}
  io::Task<base::Result<std::string>> read_line(io::Millis timeout);
  std::unique_ptr<io::Process> process_;
  std::string buffer_;
  std::string executable_;
};

}  // namespace repair
