#include "follower.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "base/try.h"
#include "door.h"
#include "io/event.h"

namespace host {

namespace asio = boost::asio;

struct Follower::Impl : std::enable_shared_from_this<Follower::Impl> {
  Impl(io::Loop& loop, std::string where, Listener told)
      : stream(io::executor_of(loop)), folder(std::move(where)), listener(std::move(told)) {}

  void wait() {
    stream.async_wait(asio::posix::stream_descriptor::wait_read, [self = self()](const auto& error) {
      if (error || !self->stream.is_open()) return;
      self->read();
      if (self->stream.is_open()) self->wait();
    });
  }

  std::shared_ptr<Impl> self() { return shared_from_this(); }

  void read() {
    alignas(inotify_event) std::array<char, 16384> block;
    for (;;) {
      const ssize_t got = ::read(stream.native_handle(), block.data(), block.size());
      if (got <= 0) return;
      for (ssize_t at = 0; at < got;) {
        inotify_event event{};
        std::memcpy(&event, block.data() + at, sizeof event);
        const char* const name = block.data() + at + sizeof event;
        at += static_cast<ssize_t>(sizeof event + event.len);
        tell(event, event.len > 0 ? std::string(name) : std::string());
        if (!stream.is_open()) return;
      }
    }
  }

  void tell(const inotify_event& event, const std::string& name) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) return listener.on_lost();
    if (event.wd == folder_watch) {
      if ((event.mask & IN_ISDIR) != 0) listener.on_new(name);
      return;
    }
    const auto found = ids.find(event.wd);
    if (found == ids.end()) return;
    const std::string id = found->second;
    if ((event.mask & IN_IGNORED) != 0) {
      watches.erase(id);
      ids.erase(found);
    } else if (name == k_door) {
      if ((event.mask & IN_CREATE) != 0) listener.on_door(id);
    } else if (name == "log.jsonl") {
      if ((event.mask & IN_CLOSE_WRITE) != 0) listener.on_closed(id);
      if ((event.mask & IN_CLOSE_WRITE) == 0) listener.on_grown(id);
    }
  }

  asio::posix::stream_descriptor stream;
  std::string folder;
  Listener listener;
  std::map<int, std::string> ids;
  std::map<std::string, int> watches;
  int folder_watch = -1;
};

base::Result<std::unique_ptr<Follower>> Follower::open(io::Loop& loop, std::string folder, Listener listener) {
  base::Fd fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!fd) return base::fail_errno("cannot be told of changes by the kernel (inotify)");
  auto impl = std::make_shared<Impl>(loop, std::move(folder), std::move(listener));
  boost::system::error_code error;
  impl->stream.assign(fd.get(), error);   // NOLINT(bugprone-unused-return-value)
  if (error) return base::fail(base::Code::io, "cannot wait for changes: " + error.message());
  fd.release();
  impl->wait();
  return std::unique_ptr<Follower>(new Follower(std::move(impl)));
}

Follower::~Follower() {
  boost::system::error_code ignored;   // it is over either way
  impl_->stream.close(ignored);        // NOLINT(bugprone-unused-return-value)
}

base::Result<> Follower::follow(const std::string& id) {
  if (impl_->watches.contains(id)) return {};
  const std::string dir = base::join(impl_->folder, id);
  const int watch = ::inotify_add_watch(impl_->stream.native_handle(), dir.c_str(),
                                        IN_MODIFY | IN_CREATE | IN_CLOSE_WRITE | IN_ONLYDIR);
  if (watch < 0) return base::fail_errno("cannot follow " + dir);
  impl_->watches[id] = watch;
  impl_->ids[watch] = id;
  return {};
}

void Follower::leave(const std::string& id) {
  const auto found = impl_->watches.find(id);
  if (found == impl_->watches.end()) return;
  ::inotify_rm_watch(impl_->stream.native_handle(), found->second);
  impl_->ids.erase(found->second);
  impl_->watches.erase(found);
}

base::Result<> Follower::follow_folder() {
  if (impl_->folder_watch >= 0) return {};
  TRY_DO(base::make_dirs(impl_->folder, 0700));
  impl_->folder_watch =
      ::inotify_add_watch(impl_->stream.native_handle(), impl_->folder.c_str(), IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
  if (impl_->folder_watch < 0) return base::fail_errno("cannot follow " + impl_->folder);
  return {};
}

}  // namespace host
