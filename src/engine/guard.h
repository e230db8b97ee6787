#pragma once
// What stands between commands and the user's machine: the sandbox of one session, found out, set up and
// started only when the first command needs it.

#include <memory>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/process.h"
#include "sandbox/box.h"
#include "sandbox/broker.h"
#include "sandbox/probe.h"
#include "workspace/workspace.h"

namespace engine {

/// Of one session. For the loop's thread; must outlive all processes that it started.
class Guard {
 public:
  struct Place {
    std::string root;          ///< the project, canonical
    std::string session_dir;   ///< exists
    std::string project_dir;   ///< of plumb, for what is kept for a project: caches
  };
  /// What a network connection of a command was, for the record.
  using OnPassage = std::function<void(const sandbox::Passage&)>;

  /// Finds the best mode of this machine (remembered until the next boot) that the settings allow.
  /// Fails with unsupported where a managed file asks for more than the machine has.
  static base::Result<std::unique_ptr<Guard>> make(io::Loop& loop, const Settings& settings, Place place,
                                                   OnPassage on_passage = {});
  ~Guard();
  Guard(const Guard&) = delete;

  [[nodiscard]] sandbox::Mode mode() const { return mode_; }
  /// One sentence for people where the mode is not the best; else "".
  [[nodiscard]] const std::string& why() const { return why_; }
  /// Whether the workspace is to work with transactions.
  [[nodiscard]] bool is_transactional() const { return mode_ == sandbox::Mode::overlay && !full_; }
  [[nodiscard]] bool is_read_only() const { return read_only_; }

  /// What commands are to see outside of the project. To be said before the first of them.
  void show(workspace::Workspace::Outside outside) { outside_ = std::move(outside); }

  /// Starts a command in the box.
  io::Task<base::Result<std::unique_ptr<io::Process>>> start(io::ProcessSpec spec, sandbox::View view);
  /// Starts commands with this view.
  io::Launcher launcher(sandbox::View view);
  /// The same in a box of its own, new for each command: its /tmp and its cache of the user are empty, so that
  /// nothing that the session left there helps. One at a time; the one before is ended.
  io::Launcher fresh_launcher(sandbox::View view);
  /// The same for those that work in copies of the tree below scratch(), and only read the project.
  io::Launcher scratch_launcher();
  io::Launcher fresh_scratch_launcher();
  /// A folder for such copies; it goes with the guard.
  base::Result<std::string> scratch();
  /// The box if it has been started.
  [[nodiscard]] sandbox::Box* box() { return box_.get(); }
  /// Ends the box and what runs in it.
  io::Task<> close();

 private:
  Guard(io::Loop& loop, const Settings& settings, Place place, OnPassage on_passage);
  base::Result<> choose();
  [[nodiscard]] std::string probe_file() const;
  io::Task<base::Result<>> open(std::unique_ptr<sandbox::Box>& box);
  io::Task<base::Result<std::unique_ptr<io::Process>>> start_in(std::unique_ptr<sandbox::Box>& box, io::ProcessSpec spec,
                                                                sandbox::View view);
  io::Task<base::Result<std::unique_ptr<io::Process>>> start_fresh(io::ProcessSpec spec, sandbox::View view);
  [[nodiscard]] sandbox::View view_for_copies() const;
  void dress(io::ProcessSpec& spec) const;

  io::Loop& loop_;
  const Settings& settings_;
  Place place_;
  OnPassage on_passage_;
  sandbox::Mode mode_ = sandbox::Mode::none;
  std::string why_;
  bool full_ = false, read_only_ = false;
  std::string scratch_;
  workspace::Workspace::Outside outside_;
  std::unique_ptr<sandbox::Broker> broker_;
  std::unique_ptr<sandbox::Box> box_;
  std::unique_ptr<sandbox::Box> fresh_;   ///< of the last command of a fresh_launcher
};

}  // namespace engine
