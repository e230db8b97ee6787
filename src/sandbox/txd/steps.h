#pragma once
// Trying what this machine allows.

#include "txd/world.h"

namespace sandbox::txd {

/// For a helper that was started for nothing else: tries one thing after the other and sends an
/// `ability` for each, then `ok`. `request`: memfd of BoxOptions; of `store`, the folders u and w in it
/// are taken for an overlay. False if the request is none.
bool probe_all(int socket, int request);

}  // namespace sandbox::txd
