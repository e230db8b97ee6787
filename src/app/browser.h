#pragma once
// Pages in the user's browser.

#include <string>

#include "base/env.h"
#include "io/loop.h"

namespace app {

/// Opens `link`, by a private file in `folder` that leads there: what stands on a command line can be read by everybody on the
/// machine. Nothing of the environment but what a desktop needs is passed on. Complains (stderr) where it does not work.
io::Task<> open_in_browser(io::Loop& loop, base::Env env, std::string folder, std::string link);

/// Whether there is a desktop to open it on.
bool has_desktop(const base::Env& env);

}  // namespace app
