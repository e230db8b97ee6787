#include "server/instance.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <ctime>

#include "base/paths.h"
#include "base/try.h"

namespace server {

namespace {

constexpr int k_tries = 100;   // of 10 ms: who asks whether a server runs holds the lock for a moment

void pause() {
  const timespec time{0, 10'000'000};
  ::nanosleep(&time, nullptr);
}

std::string file_of(const std::string& folder) { return base::join(folder, "server"); }

std::string text_of(int fd) {
  char text[512];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  std::string_view line(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  return std::string(line.substr(0, line.find('\n')));
}

unsigned short port_in(std::string_view url) {
  unsigned short port = 0;
  const auto colon = url.rfind(':');
  if (colon != std::string_view::npos) std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
  return port;
}

}  // namespace

base::Result<Instance> Instance::claim(const std::string& folder) {
  TRY_DO(base::make_dirs(folder, 0700));
  const std::string path = file_of(folder);
  base::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return base::fail_errno("cannot open " + path);
  for (int tries = 0; ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (errno != EWOULDBLOCK && errno != EINTR) return base::fail_errno("cannot lock " + path);
    if (tries == k_tries) return base::fail(base::Code::exists, "a server of this state folder runs already: " + text_of(fd.get()));
    pause();
  }
  const unsigned short last_port = port_in(text_of(fd.get()));
  return Instance(std::move(fd), last_port);
}

std::optional<std::string> Instance::running(const std::string& folder) {
  const base::Fd fd(::open(file_of(folder).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return std::nullopt;
  for (int tries = 0; tries < k_tries; ++tries) {
    if (::flock(fd.get(), LOCK_SH | LOCK_NB) == 0) return std::nullopt;   // nobody holds it; ours goes with `fd`
    std::string url = text_of(fd.get());
    if (url.starts_with("http") && url.ends_with("/")) return url;
    pause();   // it is starting
  }
  return std::nullopt;
}

base::Result<> Instance::announce(const std::string& url) {
  const std::string line = url + "\n";
  if (::ftruncate(fd_.get(), 0) != 0 || ::pwrite(fd_.get(), line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
    return base::fail_errno("cannot write the server's address");
  return {};
}

}  // namespace server
