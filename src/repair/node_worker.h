#pragma once
// One server in Node (node_server.js.txt) in one copy of the project.

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "node_setup.h"

namespace repair {

struct NodePlace {
  std::string tree;    ///< the copy, absolute
  std::string script;  ///< the server on disk
  std::string tmp;     ///< for temporary files of the tests
  base::Env env;
};

class NodeWorker {
 public:
  /// What came back before the "done" line, or before the process ended.
  struct Answers {
    std::vector<boost::json::value> list;
    bool has_ended = false;  ///< the server died or said nothing for too long: it is of no use now
    std::string error;       ///< what it said was wrong, "" if nothing
  };

  /// Fails with not_found (no node), unavailable (it does not answer as it should).
  static io::Task<base::Result<std::unique_ptr<NodeWorker>>> start(io::Launcher launcher, const NodeSetup& setup,
                                                                   NodePlace place);
  /// Sends one request. `patience` is for each line of the answer. Fails with cancelled only.
  io::Task<base::Result<Answers>> ask(boost::json::value request, io::Millis patience);

 private:
  explicit NodeWorker(std::unique_ptr<io::Process> process) : process_(std::move(process)) {}
  io::Task<base::Result<std::string>> read_line(io::Millis timeout);
  std::unique_ptr<io::Process> process_;
  std::string buffer_;
  std::string word_;  ///< before each line of the server's; what tests print has none
};

}  // namespace repair
