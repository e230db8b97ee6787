#pragma once
// A session whose log is made in one go, of another conversation.

#include <functional>
#include <string>

#include "engine/settings.h"

namespace engine {

/// `write` fills a folder that no list shows; when it is whole it becomes that of session `id`. Where it fails, or plumb is killed in
/// between, there is no such session; what a kill leaves is removed by a later call, an hour on. Blocks. Fails as `write`, io, no_space.
base::Result<> make_whole(const Settings& settings, const std::string& id, const std::function<base::Result<>(const std::string& dir)>& write);

}  // namespace engine
