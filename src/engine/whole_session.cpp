#include "whole_session.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <ctime>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "project.h"

namespace engine {

/// Nothing takes that long.
static constexpr std::time_t k_left_s = 3600;

static void remove_left(const std::string& folder) {
  const auto names = base::list_dir(folder);
  if (!names) return;   // there is none yet
  for (const auto& name : *names) {
    const std::string path = base::join(folder, name);
    struct stat st {};
    // What cannot be removed is tried again the next time: it is in nobody's way.
    if (::lstat(path.c_str(), &st) == 0 && st.st_mtime + k_left_s < std::time(nullptr)) (void)base::remove_all(path);
  }
}

base::Result<> make_whole(const Settings& settings, const std::string& id, const std::function<base::Result<>(const std::string& dir)>& write) {
  const std::string folder = base::join(settings.places.state, "unfinished");
  remove_left(folder);
  const std::string dir = base::join(folder, id), place = session_dir(settings, id);
  TRY_DO(base::make_dirs(base::parent(place), 0700));
  auto made = write(dir);
  if (made && ::rename(dir.c_str(), place.c_str()) != 0) made = base::fail_errno("cannot make " + place);
  if (!made) (void)base::remove_all(dir);   // half a conversation is of no use
  return made;
}

}  // namespace engine
