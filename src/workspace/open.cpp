// Which of the two workspaces a session has.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "file_workspace.h"
#include "transaction_workspace.h"

namespace workspace {

namespace {

using base::Code;

/// A process that was killed may leave children that hold its lock for a moment.
constexpr std::int64_t k_orphans_ms = 2000;
constexpr useconds_t k_again_us = 10000;

base::Result<base::Fd> lock_steps(const std::string& txn, const std::string& session) {
  base::Fd lock(::open(txn.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return base::fail_errno("cannot open " + txn);
  const auto until = base::steady_ms() + k_orphans_ms;
  while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return base::fail_errno("cannot lock " + txn);
    if (base::steady_ms() >= until)
      return base::fail(Code::changed, "the session " + session + " is open in another process: end that first");
    ::usleep(k_again_us);
  }
  return lock;
}

/// Steps that were recorded by snapshots: such a session goes on with them.
bool has_snapshots(const std::string& txn) {
  const auto names = base::list_dir(txn);
  if (!names) return false;
  for (const std::string& name : *names)
    if (name.ends_with(".json")) return true;
  return false;
}

}  // namespace

base::Result<std::unique_ptr<Workspace>> Workspace::open(Options options) {
  TRY(auto root, Rooted::open(options.root));
  options.root = root->path();
  const std::string txn = base::join(options.session_dir, "txn");
  TRY_DO(base::make_dirs(txn, 0700));
  TRY(auto lock, lock_steps(txn, options.session_dir));
  std::string store_dir;
  if (!has_snapshots(txn)) {
    TRY(store_dir, TransactionWorkspace::store_of(options));
  }
  if (store_dir.empty()) {
    auto workspace = std::make_unique<FileWorkspace>(std::move(options), std::move(root), std::move(lock));
    TRY_DO(workspace->start());
    return workspace;
  }
  TRY(auto workspace, TransactionWorkspace::open_in(std::move(options), std::move(root), std::move(lock), store_dir));
  TRY_DO(workspace->open_git());
  return workspace;
}

}  // namespace workspace
