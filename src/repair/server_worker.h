#pragma once
// One server in one copy of the project: a process that runs the project's tests again and again.
// Each language has its own (zygote.py, node_server.js.txt, java_server.java.txt); all speak the
// protocol that server_lab.h tells.

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"

namespace repair {

struct ServerSpec {
  std::string what;               ///< for errors: "the test server in Python"
  std::vector<std::string> argv;
  std::string cwd;                ///< the copy, absolute
  base::Env env;
  io::Millis start_limit{30000};  ///< until it answers
};

class ServerWorker {
 public:
  /// What came back, up to and with the "done" line, or until the process ended.
  struct Answers {
    std::vector<boost::json::value> list;
    bool has_ended = false;  ///< the server died or said nothing for too long: it is of no use now
    std::string error;       ///< what it said was wrong, "" if nothing
  };

  /// Starts it and sends `config`, to which it adds the word that each line of the server's must begin
  /// with: what tests print has none. Fails with not_found (no such program), unavailable (it does not
  /// answer as it should).
  static io::Task<base::Result<std::unique_ptr<ServerWorker>>> start(io::Launcher launcher, ServerSpec spec,
                                                                     boost::json::value config);
  /// The program that runs, as it says itself; "" if it does not: a name like python3 may stand for a
  /// script that looks for it.
  [[nodiscard]] const std::string& executable() const { return executable_; }
  /// Sends one request. `patience` is for each line of the answer, `all` for the whole of it. Fails with cancelled only.
  io::Task<base::Result<Answers>> ask(boost::json::value request, io::Millis patience, io::Millis all = io::Millis::max());

 private:
  ServerWorker(std::unique_ptr<io::Process> process, std::string what)
      : process_(std::move(process)), what_(std::move(what)) {}
  io::Task<base::Result<std::string>> read_line(io::Millis timeout);
  std::unique_ptr<io::Process> process_;
  std::string what_, buffer_, word_, executable_;
};

}  // namespace repair
