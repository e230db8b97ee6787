#include "helper.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "base/try.h"

namespace sandbox {

namespace {

constexpr int k_socket = 3;   // its number in the helper

int spawn(pid_t& pid, std::vector<std::string> words, bool is_self, int socket) {
  const std::string program = is_self ? "/proc/self/exe" : words[0];
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<char*, 1> env{nullptr};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDWR, 0);
  ::posix_spawn_file_actions_adddup2(&files, 0, 1);
  ::posix_spawn_file_actions_adddup2(&files, socket, k_socket);   // also if it is 3 already
  ::posix_spawn_file_actions_addclosefrom_np(&files, k_socket + 1);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  // A session of its own: the terminal's Ctrl-C is not for it.
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  const int error = ::posix_spawn(&pid, program.c_str(), &files, &attributes, argv.data(), env.data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  return error;
}

}  // namespace

base::Result<SocketPair> make_sockets() {
  std::array<int, 2> fds{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds.data()) != 0)
    return base::fail_errno("cannot make a socket for the sandbox");
  SocketPair pair{base::Fd(fds[0]), base::Fd(fds[1])};
  const int on = 1;
  if (::setsockopt(pair.ours.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0)
    return base::fail_errno("cannot make a socket for the sandbox");
  return pair;
}

base::Result<Helper> start_helper(const std::vector<std::string>& argv) {
  TRY(auto sockets, make_sockets());
  std::vector<std::string> words = argv.empty() ? std::vector<std::string>{"plumb-txd"} : argv;
  words.push_back(std::to_string(k_socket));
  Helper helper;
  const int error = spawn(helper.pid, words, argv.empty(), sockets.theirs.get());
  if (error != 0) return base::fail_errno("cannot start the sandbox's helper " + words[0], error);
  helper.socket = std::move(sockets.ours);
  return helper;
}

}  // namespace sandbox
