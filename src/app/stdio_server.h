#pragma once
// plumb as a server of another program: a protocol of JSON lines on standard input and output.

#include <functional>
#include <memory>

#include "acp/stdio.h"
#include "base/env.h"
#include "plumb/host.h"

namespace app {

/// Opens a host and serves until the client goes or a signal comes; then ends in order what runs. Gives the exit code.
/// `hint` tells who started this in a terminal what it is for. `open` makes the connection over the two descriptors, which
/// stay open as long as it is there. Whatever else prints to standard output goes to standard error from here on.
int serve_stdio(const base::Env& env, const char* hint,
                const std::function<std::unique_ptr<acp::Stdio>(plumb::Host& host, int in, int out)>& open);

}  // namespace app
