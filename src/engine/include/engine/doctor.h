#pragma once
// What plumb needs on this machine, and how to get it.

#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/loop.h"

namespace engine {

enum class Health { good, missing, bad };   ///< missing: plumb works, with less

struct DoctorLine {
  Health health = Health::good;
  std::string what;       ///< "git"
  std::string detail;     ///< "2.39.5", or what is wrong
  std::string remedy;     ///< a command or a sentence, "" if nothing is to be done
};

/// Looks at the state folder, disk space, libcurl, programs, keys and local servers. Changes nothing
/// but a file in the state folder that it removes again.
io::Task<std::vector<DoctorLine>> examine(io::Loop& loop, Settings settings);

}  // namespace engine
