#pragma once
// Receipts in use: does one still hold, and a commit that names one.

#include <string>
#include <vector>

#include "engine/records.h"
#include "engine/session.h"

namespace engine {

/// Whether a receipt still holds, found out by running its checks again.
struct Reverified {
  enum class Result {
    holds,          ///< the same tree, and every test comes out as the receipt says
    other_tree,     ///< every test comes out so, but the tree is another one
    does_not_hold,  ///< something comes out differently
    not_run,        ///< the receipt names no check
  };
  Result result = Result::not_run;
  std::string id, session, task;
  std::string status, reason;               ///< what the receipt says was proven
  std::vector<std::string> changed;         ///< files of the change that are not as the receipt has them
  bool same_tree = false, tree_known = true;
  std::vector<std::string> environment;     ///< what the checks ran with and is not the same now: "python3", "os"
  std::string check;                        ///< the commands
  std::vector<std::string> differing;       ///< tests, with both outcomes: "test_a: passed, now failed"
  std::int64_t passed = -1, failed = -1;    ///< now
  int exit_code = 0;                        ///< of `plumb verify`
};
std::string_view name(Reverified::Result result);

/// `name`: a receipt's file, or a session (id, prefix, "last" of cwd). Runs the receipt's checks in a fork
/// of the project at `cwd`, in the sandbox (a receipt may come from anybody), recorded as a session of its
/// own. Fails with not_found (no such file or session, or one without a receipt), invalid (read_receipt),
/// cancelled, and as the sandbox does.
io::Task<base::Result<Reverified>> verify_receipt(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                                  Listener listener);
json::Value to_json(const Reverified& result);

struct CommitOptions {
  std::string cwd;
  std::string session = "last";
  std::string message;        ///< "" = the task's first line
  bool anyway = false;        ///< also if the verdict is bad, or the tree is not the one that was proven
};
struct Committed {
  std::string commit, session, receipt, status, subject;
  std::vector<std::string> paths;
};
/// Commits what the session changed and nothing else, with git's own hooks, in the sandbox, as a step that
/// can be undone. The message ends with trailers: Plumb-Session, Plumb-Receipt, Plumb-Verdict. Fails with
/// not_found (no session, no receipt), changed (the tree is not the proven one: says what differs), denied
/// (the verdict is failed or regressed, a rule of the project is broken, or a command that one wants to be run before a
/// commit fails: docs/rules.md), invalid (git's own error).
io::Task<base::Result<Committed>> commit_session(io::Loop& loop, Settings settings, CommitOptions options);

}  // namespace engine
