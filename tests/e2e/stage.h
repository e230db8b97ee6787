#pragma once
// The place of one run of a scenario: a temporary folder with a project, plumb's own folders and a
// configuration that names the scripted server.

#include <map>
#include <memory>
#include <string>

#include "base/file.h"
#include "scenario.h"

namespace e2e {

class Stage {
 public:
  /// `plumb` is the program's absolute path. Fails with unsupported if the scenario needs a file
  /// system of its own and this process may not mount one.
  static base::Result<std::unique_ptr<Stage>> set_up(const Scenario& scenario, const std::string& wire,
                                                     const std::string& plumb, int port);
  ~Stage();
  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] std::string project() const { return root_ + "/project"; }
  [[nodiscard]] std::string home() const { return root_ + "/plumb"; }
  [[nodiscard]] const std::map<std::string, std::string>& env() const { return env_; }
  /// What every process of this stage has in its environment.
  [[nodiscard]] std::string mark() const { return "PLUMB_SCENARIO=" + root_; }
  /// Leaves the folder where it is, for a look.
  void keep() { keep_ = true; }
  /// Replaces what differs from run to run: folders, the port, ids, times.
  [[nodiscard]] std::string normalised(std::string text) const;

 private:
  Stage() = default;
  base::Result<> mount(const std::string& disk);
  std::string root_, mounted_;
  int port_ = 0;
  bool keep_ = false;
  std::map<std::string, std::string> env_;
};

/// Makes this process able to mount, in a mount namespace of its own, if it can. Call once, before
/// any thread starts.
void own_mounts();

}  // namespace e2e
