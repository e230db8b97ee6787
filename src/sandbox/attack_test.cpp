// Every attack of the list that a test can make, each from inside a box, with the same command outside
// where that is harmless: so that what is stopped is the attack and not a typing error in it. The list,
// with what stops each, is docs/safety.md.
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <csignal>

#include "base/ids.h"
#include "box_world.h"

namespace sandbox {
namespace {

enum class Outcome {
  stopped,   ///< the command says that it did not succeed, and nothing changed outside
  held,      ///< it succeeds for the command; the real tree is untouched, the upper has it
  hidden,    ///< it succeeds in a private place of the box
  harmless,  ///< it succeeds, and gains nothing
};
enum class Bare { succeeds, unknown };   ///< unknown: needs rights, or is not harmless

struct Attack {
  const char* number;
  const char* name;
  const char* command;
  Outcome outcome;
  Bare bare = Bare::unknown;
};

void PrintTo(const Attack& attack, std::ostream* out) { *out << attack.number << " " << attack.name; }

// $A is tests/txd/attack.cpp; $VICTIM a process of the host with KEY=SECRET in its environment; the other
// names are set in AttackTest.
constexpr Attack k_attacks[] = {
    {"01", "WriteOutside", "echo x > $HOME/written", Outcome::stopped, Bare::succeeds},
    {"02", "AppendBashrc", "echo evil >> $HOME/.bashrc", Outcome::stopped, Bare::succeeds},
    {"03", "ReadSshKey", "grep SECRET $HOME/.ssh/id_rsa", Outcome::stopped, Bare::succeeds},
    {"04", "GitHook", "echo evil > .git/hooks/pre-commit", Outcome::held, Bare::succeeds},
    {"05", "GitConfig", "git config core.fsmonitor evil", Outcome::held, Bare::succeeds},
    {"06", "SymlinkOut", "echo x > link_out/written", Outcome::stopped, Bare::succeeds},
    {"07", "NewSymlinkOut", "ln -s $OUT new && echo x > new/written", Outcome::stopped, Bare::succeeds},
    {"08", "HardlinkToOutside", "echo evil > hard", Outcome::held, Bare::succeeds},
    {"09", "NewHardlinkToOutside", "ln $OUT/precious mine", Outcome::stopped, Bare::succeeds},
    {"10", "PtraceHost", "$A ptrace $VICTIM", Outcome::stopped},
    {"11", "KillHost", "kill -0 $VICTIM", Outcome::stopped, Bare::succeeds},
    {"12", "EnvironOfHost", "grep -z SECRET /proc/$VICTIM/environ", Outcome::stopped, Bare::succeeds},
    {"13", "CorePattern", ": >> /proc/sys/kernel/core_pattern", Outcome::stopped},
    {"14", "Mount", "$A mount", Outcome::stopped},
    {"14b", "BindMount", "$A bind", Outcome::stopped},
    {"14c", "RemountWritable", "$A remount", Outcome::stopped},
    {"14d", "Unmount", "$A umount", Outcome::stopped},
    {"15", "UserNamespace", "$A userns", Outcome::stopped, Bare::succeeds},
    {"15b", "UserNamespaceByClone3", "$A clone3", Outcome::stopped, Bare::succeeds},
    {"16", "GainPrivileges", "$A may_gain", Outcome::stopped, Bare::succeeds},
    {"17", "IoUring", "$A io_uring", Outcome::stopped},
    {"18", "AbstractSocketOfHost", "$A abstract $ABSTRACT", Outcome::stopped, Bare::succeeds},
    {"19", "UnixSocketInTmp", "$A unix $SOCKET", Outcome::stopped, Bare::succeeds},
    {"20", "RuntimeDir", "test -n \"$(ls -A /run/user/$(id -u))\" || ls /run/*.pid /run/*/*.sock /run/dbus", Outcome::stopped},
    {"21", "Keyring", "$A add_key", Outcome::stopped},
    {"22", "Bpf", "$A bpf", Outcome::stopped},
    {"23", "PerfEvents", "$A perf", Outcome::stopped},
    {"24", "TypeIntoTerminal", "$A tiocsti", Outcome::stopped},
    {"24b", "ConsoleControl", "$A tioclinux", Outcome::stopped},
    {"25", "ForkBomb", "$A forks 800", Outcome::stopped, Bare::succeeds},
    {"26", "AllocateTooMuch", "$A allocate 3", Outcome::stopped, Bare::succeeds},
    {"27", "FillTmp", "dd if=/dev/zero of=/tmp/big bs=1M count=80 2> /dev/null", Outcome::stopped},
    {"27b", "HugeFile", "dd if=/dev/zero of=big bs=1M count=80 2> /dev/null", Outcome::stopped},
    {"29", "ShmLeak", "echo x > /dev/shm/$UNIQUE", Outcome::hidden},
    {"30", "TmpLeak", "echo x > /tmp/$UNIQUE", Outcome::hidden},
    {"31", "KeysOfEnvironment", "env | grep PLUMB_TEST_KEY || grep -z PLUMB_TEST_KEY /proc/*/environ", Outcome::stopped},
    {"32", "TcpToHost", "$A tcp $PORT", Outcome::stopped, Bare::succeeds},
    {"34", "OpenByHandle", "$A handle", Outcome::stopped},
    {"35", "ProcSelfRoot", "echo x > /proc/self/root$HOME/written", Outcome::stopped, Bare::succeeds},
    {"36", "ProcOneRoot", "echo x > /proc/1/root$HOME/written || echo x > /proc/1/root$OUT/written", Outcome::stopped},
    {"37", "Chroot", "$A chroot", Outcome::stopped},
    {"38", "Userfaultfd", "$A userfaultfd", Outcome::stopped},
    {"39", "EditorSettings", "echo evil > .envrc && mkdir .vscode && echo evil > .vscode/settings.json && echo evil > .mcp.json",
     Outcome::held, Bare::succeeds},
    {"40", "ReplaceGitFolder", "mv .git elsewhere && mkdir .git && echo evil > .git/config", Outcome::held, Bare::succeeds},
    {"41", "DeleteIgnored", "rm -r ignored && ! test -e ignored", Outcome::held, Bare::succeeds},
    {"42", "MemfdExec", "$A memfd", Outcome::harmless, Bare::succeeds},
    {"43", "Vsock", "$A socket 40 1 0", Outcome::stopped},
    {"44", "PacketSocket", "$A socket 17 3 0", Outcome::stopped},
    {"44b", "NetlinkAudit", "$A socket 16 3 9", Outcome::stopped, Bare::succeeds},
    {"45", "InheritedDescriptors", "$A fds", Outcome::stopped},
    {"46", "EnterNamespace", "$A setns", Outcome::stopped},
    {"47", "SharedMemoryOfHost", "$A shm $SHM", Outcome::stopped, Bare::succeeds},
    {"48", "KernelLog", "$A dmesg", Outcome::stopped},
    {"49", "ReadMemoryOfHost", "$A vm_read $VICTIM", Outcome::stopped},
    {"50", "PathHijack", "mkdir -p $HOME/.local/bin && cp /bin/true $HOME/.local/bin/git", Outcome::stopped, Bare::succeeds},
    {"51", "SystemdUnit", "mkdir -p $HOME/.config/systemd/user && echo evil > $HOME/.config/systemd/user/x.service",
     Outcome::stopped, Bare::succeeds},
    {"51b", "Crontab", "echo evil > /var/spool/cron/$UNIQUE || echo evil > /etc/cron.d/$UNIQUE", Outcome::stopped},
    {"52", "NestedGitHook", "echo evil > vendor/lib/.git/hooks/post-checkout", Outcome::held, Bare::succeeds},
    {"53", "AgentConfiguration", "mkdir -p .plumb && echo evil > .plumb/config.toml && echo evil > AGENTS.md", Outcome::held,
     Bare::succeeds},
    {"54", "SetuidInTree", "cp /bin/true evil && chmod 4755 evil && test -u evil", Outcome::held, Bare::succeeds},
    {"55", "MakeDevice", "$A mknod", Outcome::stopped},
    {"55b", "DiskOfHost", "for each in /dev/*; do test -b $each && exit 0; done; exit 1", Outcome::stopped},
    {"56", "NoAddressRandomization", "$A personality", Outcome::stopped, Bare::succeeds},
    {"57", "NewMountCalls", "$A fsopen", Outcome::stopped},
    {"57b", "CloneOfTheTree", "$A open_tree", Outcome::stopped},
    {"58", "WriteCgroups",
     "for each in /sys/fs/cgroup /sys/fs/cgroup/*; do mkdir $each/$UNIQUE 2> /dev/null && exit 0; done; exit 1", Outcome::stopped},
    {"59", "MetadataService", "$A tcp_to 169.254.169.254 80", Outcome::stopped},
    {"60", "DnsOut", "$A udp_to 9.9.9.9 53", Outcome::stopped},
    {"65", "PreloadFromEnvironment", "env | grep -E 'LD_PRELOAD|NODE_OPTIONS|BASH_ENV'", Outcome::stopped},
    {"70", "ConfigurationNotYetThere", "mkdir -p .git/info && echo '* filter=evil' > .git/info/attributes", Outcome::held,
     Bare::succeeds},
    {"70b", "StoreOfTransactions", "ls -A $STORE | grep .", Outcome::stopped, Bare::succeeds},
#if defined(__x86_64__)
    {"74", "CallsOfX32", "$A x32", Outcome::stopped},
    {"74b", "CallsOf32Bit", "$A 32bit", Outcome::stopped},
#endif
    {"A1", "SysrqTrigger", "echo h > /proc/sysrq-trigger", Outcome::stopped},
    {"A2", "WriteInit", "echo x > /proc/1/mem || echo x > /proc/1/oom_score_adj || kill -9 1 && ! kill -0 1", Outcome::stopped},
    {"A3", "PtraceInit", "$A ptrace 1", Outcome::stopped},
    {"A4", "ReadMemoryOfInit", "$A vm_read 1", Outcome::stopped},
    {"A5", "FilesOfInit", "ls -L /proc/1/fd/ && cat /proc/1/environ && ls /proc/1/cwd/", Outcome::stopped},
};

/// A child of the tests with a secret in its environment.
class Victim {
 public:
  explicit Victim(io::Loop& loop) {
    io::ProcessSpec spec;
    spec.argv = {"sleep", "1000"};
    spec.env = {{"PATH", "/usr/bin:/bin"}, {"KEY", "SECRET"}};
    auto started = io::Process::start(loop, spec);
    if (started) process_ = std::move(*started);
  }
  [[nodiscard]] int pid() const { return process_ ? process_->pid() : -1; }

 private:
  std::unique_ptr<io::Process> process_;
};

int listen_unix(const std::string& name, bool is_abstract) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(name.begin(), name.end(), address.sun_path + (is_abstract ? 1 : 0));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(fd, 8) == 0 ? fd : -1;
}

int bind_loopback(int type, int& port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0) return -1;
  if (type == SOCK_STREAM) ::listen(fd, 8);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return fd;
}

class AttackTest : public BoxTest {
 protected:
  AttackTest() {
    ::setenv("PLUMB_TEST_KEY", "SECRET", 1);
    ::setenv("LD_PRELOAD_TEST", "evil", 1);
    unique = "plumb-" + base::random_hex(8);
    const std::string& p = world.project;
    for (const auto& each : {p + "/.git/hooks", p + "/vendor/lib/.git/hooks", p + "/ignored"}) World::make(each);
    World::write(p + "/.git/HEAD", "ref: refs/heads/main\n");
    World::write(p + "/.git/config", "[core]\n\tbare = false\n");
    World::make(p + "/.git/objects");
    World::make(p + "/.git/refs");
    World::write(p + "/ignored/data", "hours of work\n");
    EXPECT_EQ(::symlink(world.outside.c_str(), (p + "/link_out").c_str()), 0);
    EXPECT_EQ(::link((world.outside + "/precious").c_str(), (p + "/hard").c_str()), 0);
    socket_path = "/tmp/" + unique + ".sock";
    fds.emplace_back(listen_unix(socket_path, false));
    fds.emplace_back(listen_unix(unique, true));
    fds.emplace_back(bind_loopback(SOCK_STREAM, port));
    shm = ::shmget(IPC_PRIVATE + 0x706c0000 + ::getpid(), 4096, IPC_CREAT | 0600);
    world.env = {{"VICTIM", std::to_string(victim.pid())},
                 {"ABSTRACT", unique},
                 {"SOCKET", socket_path},
                 {"PORT", std::to_string(port)},
                 {"STORE", world.store},
                 {"UNIQUE", unique},
                 {"SHM", std::to_string(IPC_PRIVATE + 0x706c0000 + ::getpid())},
                 {"GIT_CONFIG_GLOBAL", "/dev/null"}};
    // Of the harness, and not to be inherited.
    leaked.reset(::open((world.outside + "/precious").c_str(), O_RDWR));
    world.options.limits.processes = 400;
    world.options.limits.tmp = std::uint64_t{64} << 20;
    world.options.limits.file_size = std::uint64_t{64} << 20;
  }
  ~AttackTest() override {
    ::shmctl(shm, IPC_RMID, nullptr);
    ::unlink(socket_path.c_str());
    ::unlink(("/tmp/" + unique).c_str());
    ::unlink(("/dev/shm/" + unique).c_str());
  }

  /// Everything that an attack may have changed outside of the box.
  std::string look() {
    std::string seen;
    for (const auto& each : {world.home, world.outside, world.project}) add(each, seen);
    for (const std::string folder : {"/tmp/", "/dev/shm/", "/etc/cron.d/", "/var/spool/cron/"})
      if (base::exists(folder + unique)) seen += "leaked to " + folder + "\n";
    return seen;
  }

  std::string unique, socket_path;
  Victim victim{*world.loop};
  std::vector<base::Fd> fds;
  base::Fd leaked;
  int port = 0, shm = -1;

 private:
  static void add(const std::string& path, std::string& seen) {
    struct stat info{};
    ASSERT_EQ(::lstat(path.c_str(), &info), 0) << path;
    seen += path + " " + std::to_string(info.st_mode);
    if (S_ISREG(info.st_mode)) seen += " " + World::read(path);
    seen += "\n";
    if (!S_ISDIR(info.st_mode)) return;
    const auto names = base::list_dir(path);
    ASSERT_TRUE(names) << path;
    for (const auto& name : *names) add(base::join(path, name), seen);
  }
};

class Attacks : public AttackTest, public testing::WithParamInterface<Attack> {};

TEST_P(Attacks, IsMet) {
  const Attack& attack = GetParam();
  const std::string_view name = attack.name;
  if (name == "AllocateTooMuch") world.options.limits.memory = std::uint64_t{2} << 30;
  START_BOX();
  const auto before = look();
  const View view = world.overlay();
  auto spec = world.script(attack.command);
  if (name == "TypeIntoTerminal" || name == "ConsoleControl") spec.terminal = io::Terminal::pty;
  const Done done = world.run(spec, view);
  ASSERT_FALSE(done.error) << done.error->what;
  EXPECT_EQ(look(), before) << done.out;
  const bool changed = !base::list_dir(view.upper)->empty();
  if (attack.outcome == Outcome::stopped) EXPECT_NE(done.code, 0) << done.out;
  else EXPECT_EQ(done.code, 0) << done.out;
  if (attack.outcome == Outcome::held) EXPECT_TRUE(changed);
  EXPECT_EQ(done.out.find("no such attack"), std::string::npos);
  EXPECT_EQ(done.out.find("not found"), std::string::npos) << done.out;
  // A kernel without 32-bit calls has killed it already.
  if (name == "CallsOf32Bit") EXPECT_TRUE(done.code == 128 + SIGSYS || done.code == 128 + SIGSEGV) << done.out;
  if (name == "CallsOfX32") EXPECT_EQ(done.code, 128 + SIGSYS) << done.out;
  const bool again = std::getenv("PLUMB_TEST_PROGRAMS") != nullptr;   // shown already, by AttacksAsUser's own suite
  if (attack.bare == Bare::succeeds && !again) {
    const Done outside = world.bare(attack.command);
    EXPECT_EQ(outside.code, 0) << "the attack does not succeed without a sandbox: " << outside.out;
    if (attack.outcome == Outcome::held) EXPECT_NE(look(), before);
  }
}

INSTANTIATE_TEST_SUITE_P(List, Attacks, testing::ValuesIn(k_attacks), [](const auto& info) {
  return std::string(info.param.name) + "_" + info.param.number;
});

bool runs_on_host(const std::string& word) {
  const auto names = base::list_dir("/proc");
  return names && std::any_of(names->begin(), names->end(), [&](const std::string& each) {
           const auto line = base::read_file("/proc/" + each + "/cmdline", 1 << 20);
           return line && line->find(word) != std::string::npos;
         });
}

TEST_F(AttackTest, Attack28ADaemonDoesNotSurviveItsCommand) {
  START_BOX();
  const std::string seconds = "1000." + std::to_string(::getpid());
  const std::string daemon = "mkfifo /tmp/$UNIQUE; setsid sh -c 'echo up > /tmp/$UNIQUE; exec sleep " + seconds +
                             "' < /dev/null > /dev/null 2>&1 & read word < /tmp/$UNIQUE; echo left";
  const Done done = world.sh(daemon, world.overlay());
  EXPECT_EQ(done.out, "left\n");
  EXPECT_FALSE(runs_on_host(seconds));
  // And it would without a box.
  world.bare(daemon);
  bool runs = false;   // in the middle of its exec a process has no command line
  for (int tries = 0; tries < 200 && !runs; ++tries) {
    if (tries > 0) ::usleep(10000);
    runs = runs_on_host(seconds);
  }
  EXPECT_TRUE(runs);
  world.bare("pkill -f -x 'sleep " + seconds + "'");
}

TEST_F(AttackTest, Attack33ADatagramDoesNotReachTheHost) {
  START_BOX();
  int udp_port = 0;
  const base::Fd udp(bind_loopback(SOCK_DGRAM, udp_port));
  const std::string command = "$A udp_to 127.0.0.1 " + std::to_string(udp_port);
  char buffer[16];
  world.sh(command, world.overlay());
  EXPECT_LT(::recv(udp.get(), buffer, sizeof buffer, MSG_DONTWAIT), 0);
  EXPECT_EQ(world.bare(command).code, 0);
  EXPECT_EQ(::recv(udp.get(), buffer, sizeof buffer, MSG_DONTWAIT), 5);
}

TEST_F(AttackTest, Attack20ASocketInTheRuntimeDirCannotBeReached) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs a socket in /run";
  START_BOX();
  const std::string path = "/run/" + unique + ".sock";
  const base::Fd listener(listen_unix(path, false));
  EXPECT_NE(world.sh("$A unix " + path, world.overlay()).code, 0);
  EXPECT_EQ(world.bare("$A unix " + path).code, 0);
  ::unlink(path.c_str());
}

/// The suite again as a user without rights, when it runs as root.
TEST(AttacksAsUser, AreMetToo) {
  if (::geteuid() != 0) GTEST_SKIP() << "this is no root";
  if (std::system("setpriv --reuid 65534 --regid 65534 --clear-groups true 2> /dev/null") != 0) GTEST_SKIP() << "no setpriv";
  World world;
  const std::string programs = world.root + "/programs";
  World::make(programs);
  for (const char* each : {"txd", "sandbox_attack"})
    ASSERT_EQ(std::system(("cp " + program(each) + " " + programs).c_str()), 0);
  ASSERT_EQ(std::system(("cp /proc/" + std::to_string(::getpid()) + "/exe " + programs + "/sandbox_test").c_str()), 0);
  ASSERT_EQ(std::system(("chmod -R a+rX " + world.root).c_str()), 0);
  const std::string command = "cd / && PLUMB_TEST_PROGRAMS=" + programs +
                              " setpriv --reuid 65534 --regid 65534 --clear-groups " + programs +
                              "/sandbox_test --gtest_brief=1 --gtest_filter='List/Attacks.*:AttackTest.*:PtyTest.I*:LesserModes.*:BoxTest.H*:BoxTest.C*:RenameTest.AF*'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace sandbox
