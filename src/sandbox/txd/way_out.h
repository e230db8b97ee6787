#pragma once
// Network::list: the relay as a process of this box.

#include <string>

#include "txd/world.h"

namespace sandbox::txd {

/// The three calls are made in this order, with the namespaces made before listen().
class Way {
 public:
  /// Takes hold of the broker's socket while its path is in sight. Fails with invalid.
  static base::Result<Way> open(const std::string& broker);
  base::Result<> listen();
  /// Forks the relay, which has no rights but its two sockets.
  base::Result<> serve();

 private:
  base::Fd broker_, listener_;
};

}  // namespace sandbox::txd
