#pragma once
// Who follows logs that others write: told by the kernel (inotify) when one grows, ends, or a new session comes. No
// polling: as long as nothing happens it costs nothing.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/file.h"
#include "io/loop.h"

namespace host {

class Follower {
 public:
  struct Listener {
    std::function<void(const std::string& id)> on_grown;    ///< its log has more, or was made
    std::function<void(const std::string& id)> on_closed;   ///< a writer of its log has closed it
    std::function<void(const std::string& id)> on_door;     ///< its socket came
    std::function<void(const std::string& id)> on_new;      ///< a folder among the sessions
    std::function<void()> on_lost;                          ///< the kernel dropped news: look at everything
  };
  /// `folder`: the sessions'. Fails with io (no more inotify instances for this user).
  static base::Result<std::unique_ptr<Follower>> open(io::Loop& loop, std::string folder, Listener listener);
  ~Follower();
  Follower(const Follower&) = delete;

  /// Fails with not_found, no_space (the user's watches are used up).
  base::Result<> follow(const std::string& id);
  void leave(const std::string& id);
  /// New sessions too.
  base::Result<> follow_folder();

  struct Impl;

 private:
  explicit Follower(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace host
