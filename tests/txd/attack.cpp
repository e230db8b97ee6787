// attack NAME [ARGUMENT...]: one attempt at something a command in a box must not be able to do. Ends
// with 0 if it succeeded, with 1 and the error if it did not. Harmless where it succeeds.

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

using Words = std::vector<std::string>;

int number(const Words& words, std::size_t at) { return at < words.size() ? std::atoi(words[at].c_str()) : 0; }

bool ptrace_it(const Words& words) {
  const pid_t pid = number(words, 0);
  if (::ptrace(PTRACE_ATTACH, pid, nullptr, nullptr) != 0) return false;
  ::waitpid(pid, nullptr, 0);
  ::ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
  return true;
}

bool read_memory(const Words& words) {
  char byte = 0;
  iovec ours{&byte, 1}, theirs{reinterpret_cast<void*>(&read_memory), 1};
  const auto got = ::process_vm_readv(number(words, 0), &ours, 1, &theirs, 1, 0);
  return got == 1 || errno == EFAULT;   // EFAULT: it was let in, and found nothing there
}

bool user_namespace(const Words&) {
  const pid_t child = static_cast<pid_t>(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  if (child == 0) ::_exit(0);
  if (child > 0) return true;
  return ::unshare(CLONE_NEWUSER) == 0;
}

/// clone3 carries its flags in memory, out of a filter's sight.
bool clone3_namespace(const Words&) {
  std::uint64_t arguments[11] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  const long child = ::syscall(SYS_clone3, arguments, 64);
  if (child == 0) ::_exit(0);
  return child > 0;
}

bool io_uring(const Words&) {
  io_uring_params params{};
  return ::syscall(SYS_io_uring_setup, 4, &params) >= 0;
}

bool connect_unix(const std::string& name, bool is_abstract) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + (is_abstract ? 1 : 0), name.data(), std::min(name.size(), sizeof address.sun_path - 2));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  return fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&address), size) == 0;
}

bool reach(int type, const std::string& host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return false;
  const int fd = ::socket(AF_INET, type | SOCK_NONBLOCK, 0);
  if (fd < 0) return false;
  const int done = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  if (type == SOCK_DGRAM) return done == 0 && ::send(fd, "hello", 5, MSG_NOSIGNAL) == 5;
  return done == 0 || errno == EINPROGRESS;
}

/// A loopback of the box' own has no such listener: the answer must be waited for.
bool reach_listener(const Words& words) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(number(words, 0)));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  return fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

bool add_key(const Words&) {
  constexpr int k_session_keyring = -3;
  return ::syscall(SYS_add_key, "user", "plumb-attack", "x", 1, k_session_keyring) >= 0;
}

bool use_bpf(const Words&) {
  bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = attributes.value_size = 4;
  attributes.max_entries = 1;
  return ::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes) >= 0;
}

bool perf(const Words&) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.size = sizeof attributes;
  attributes.config = PERF_COUNT_SW_CPU_CLOCK;
  attributes.exclude_kernel = 1;
  return ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0) >= 0;
}

bool push_input(const Words&) {
  char letter = 'x';
  return ::ioctl(0, TIOCSTI, &letter) == 0;
}

bool console(const Words&) {
  char subcode[2] = {6, 0};   // which key shifts: asks only
  return ::ioctl(0, TIOCLINUX, subcode) >= 0;
}

/// So many processes at once; all of them end before this does.
bool forks(const Words& words) {
  std::vector<pid_t> children;
  bool all = true;
  for (int i = 0; i < number(words, 0) && all; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::pause();
      ::_exit(0);
    }
    all = child > 0;
    if (all) children.push_back(child);
  }
  const int error = errno;
  for (const pid_t child : children) ::kill(child, SIGKILL);
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  errno = error;
  return all;
}

bool allocate(const Words& words) {
  const auto size = static_cast<std::size_t>(number(words, 0)) << 30;
  return ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED;
}

bool open_handle(const Words&) {
  alignas(file_handle) char space[sizeof(file_handle) + 128] = {};
  auto* handle = reinterpret_cast<file_handle*>(space);
  handle->handle_bytes = 128;
  int mount = 0;
  if (::name_to_handle_at(AT_FDCWD, "/", handle, &mount, 0) != 0) return false;
  const int root = ::open("/", O_RDONLY | O_DIRECTORY);
  return ::open_by_handle_at(root, handle, O_RDONLY) >= 0;
}

bool enter_namespace(const Words&) {
  const int fd = ::open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC);
  return fd >= 0 && ::setns(fd, CLONE_NEWNS) == 0;
}

bool memfd_exec(const Words&) {
  const int in = ::open("/bin/true", O_RDONLY | O_CLOEXEC), out = ::memfd_create("x", MFD_CLOEXEC);
  struct stat info{};
  if (in < 0 || out < 0 || ::fstat(in, &info) != 0) return false;
  for (off_t done = 0; done < info.st_size;) {
    char buffer[65536];
    const auto got = ::read(in, buffer, sizeof buffer);
    if (got <= 0 || ::write(out, buffer, static_cast<std::size_t>(got)) != got) return false;
    done += got;
  }
  char name[] = "true";
  char* argv[] = {name, nullptr};
  char* env[] = {nullptr};
  ::fexecve(out, argv, env);
  return false;
}

bool extra_descriptors(const Words&) {
  for (int fd = 3; fd < 1024; ++fd)
    if (::fcntl(fd, F_GETFD) >= 0) return true;
  errno = EBADF;
  return false;
}

bool shared_memory(const Words& words) { return ::shmget(number(words, 0), 0, 0) >= 0; }

bool kernel_log(const Words&) {
  char buffer[16];
  return ::syscall(SYS_syslog, 3, buffer, sizeof buffer) >= 0;
}

bool make_device(const Words&) { return ::mknod("device", S_IFBLK | 0600, makedev(8, 0)) == 0; }

bool no_randomization(const Words&) { return ::personality(ADDR_NO_RANDOMIZE) >= 0; }

#if defined(__x86_64__)
bool call_x32(const Words&) { return ::syscall(0x40000000 | SYS_getpid) > 0; }
bool call_32bit(const Words&) {
  ::signal(SIGSEGV, SIG_DFL);
  int result = 20;   // getpid of the 32-bit table
  asm volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  errno = ENOSYS;
  return result > 0;
}
#endif

const std::map<std::string, std::function<bool(const Words&)>>& attacks() {
  static const std::map<std::string, std::function<bool(const Words&)>> all = {
      {"ptrace", ptrace_it},
      {"vm_read", read_memory},
      {"userns", user_namespace},
      {"clone3", clone3_namespace},
      {"io_uring", io_uring},
      {"abstract", [](const Words& w) { return connect_unix(w.at(0), true); }},
      {"unix", [](const Words& w) { return connect_unix(w.at(0), false); }},
      {"tcp", reach_listener},
      {"tcp_to", [](const Words& w) { return reach(SOCK_STREAM, w.at(0), number(w, 1)); }},
      {"udp_to", [](const Words& w) { return reach(SOCK_DGRAM, w.at(0), number(w, 1)); }},
      {"add_key", add_key},
      {"bpf", use_bpf},
      {"perf", perf},
      {"tiocsti", push_input},
      {"tioclinux", console},
      {"forks", forks},
      {"allocate", allocate},
      {"handle", open_handle},
      {"chroot", [](const Words&) { return ::chroot("/tmp") == 0; }},
      {"setns", enter_namespace},
      {"mount", [](const Words&) { return ::mount("none", "/mnt", "tmpfs", 0, nullptr) == 0; }},
      {"bind", [](const Words&) { return ::mount("/tmp", "/mnt", nullptr, MS_BIND, nullptr) == 0; }},
      {"remount", [](const Words&) { return ::mount("none", "/", nullptr, MS_REMOUNT | MS_BIND, nullptr) == 0; }},
      {"umount", [](const Words&) { return ::umount2("/tmp", MNT_DETACH) == 0; }},
      {"fsopen", [](const Words&) { return ::fsopen("tmpfs", 0) >= 0; }},
      {"open_tree", [](const Words&) { return ::open_tree(AT_FDCWD, "/", OPEN_TREE_CLONE) >= 0; }},
      {"userfaultfd", [](const Words&) { return ::syscall(SYS_userfaultfd, O_CLOEXEC | 1) >= 0; }},
      {"memfd", memfd_exec},
      {"socket", [](const Words& w) { return ::socket(number(w, 0), number(w, 1), number(w, 2)) >= 0; }},
      {"fds", extra_descriptors},
      {"shm", shared_memory},
      {"dmesg", kernel_log},
      {"mknod", make_device},
      {"personality", no_randomization},
      {"may_gain", [](const Words&) { return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0; }},
#if defined(__x86_64__)
      {"x32", call_x32},
      {"32bit", call_32bit},
#endif
  };
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  const auto found = argc > 1 ? attacks().find(argv[1]) : attacks().end();
  if (found == attacks().end()) {
    std::fputs("no such attack\n", stderr);
    return 2;
  }
  errno = 0;
  if (found->second(Words(argv + 2, argv + argc))) return 0;
  std::printf("%s\n", std::strerror(errno));
  return 1;
}
