#pragma once
// One server for a state folder: a lock that goes with its process, however that ends, and in the locked file the
// address by which the server is found.

#include <optional>
#include <string>

#include "base/error.h"
#include "base/file.h"

namespace server {

class Instance {
 public:
  /// The place of the one server. Fails with exists (another process has it), denied, io.
  static base::Result<Instance> claim(const std::string& folder);
  /// The address of the server that runs, "http://127.0.0.1:7586/"; nothing if none does.
  static std::optional<std::string> running(const std::string& folder);

  /// The port of the server before this one: links stay valid if it can be had again. 0 = there was none.
  [[nodiscard]] unsigned short last_port() const { return last_port_; }
  base::Result<> announce(const std::string& url);

 private:
  Instance(base::Fd fd, unsigned short last_port) : fd_(std::move(fd)), last_port_(last_port) {}
  base::Fd fd_;
  unsigned short last_port_ = 0;
};

}  // namespace server
