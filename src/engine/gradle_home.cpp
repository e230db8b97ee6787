// The wrapper keeps a distribution in wrapper/dists/NAME/HASH: the unpacked folder, a file NAME.zip.ok that
// says it is whole, and a lock that it opens for writing even when there is nothing to do.

#include "gradle_home.h"

#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"

namespace engine {

using base::join;

namespace {

constexpr std::size_t k_distributions_max = 50;

base::Result<> lend(const std::string& theirs, const std::string& own) {
  const auto entries = base::list_dir(theirs);
  if (!entries) return {};   // not to be read: then the wrapper says what it misses
  TRY_DO(base::make_dirs(own, 0700));
  for (const auto& entry : *entries) {
    const std::string from = join(theirs, entry), to = join(own, entry);
    if (entry.ends_with(".ok")) TRY_DO(base::write_file(to, "", 0600));
    if (!base::is_dir(from)) continue;
    if (::symlink(from.c_str(), to.c_str()) != 0 && errno != EEXIST) return base::fail_errno("cannot make the link " + to);
  }
  return {};
}

}  // namespace

base::Result<> make_gradle_home(const std::string& theirs, const std::string& own) {
  TRY_DO(base::make_dirs(own, 0700));
  const std::string dists = "wrapper/dists";
  const auto names = base::list_dir(join(theirs, dists));
  if (!names) return {};
  std::size_t count = 0;
  for (const auto& name : *names) {
    const auto hashes = base::list_dir(join(theirs, dists + "/" + name));
    if (!hashes) continue;   // a file
    for (const auto& hash : *hashes) {
      if (++count > k_distributions_max) return {};
      const std::string inner = dists + "/" + name + "/" + hash;
      TRY_DO(lend(join(theirs, inner), join(own, inner)));
    }
  }
  return {};
}

std::string users_gradle_home(const base::Env& env, const std::string& home) {
  return env.get("GRADLE_USER_HOME").value_or(join(home, ".gradle"));
}

}  // namespace engine
