#include "sandbox/box.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <functional>

#include "base/ids.h"
#include "box_world.h"

namespace sandbox {
namespace {

using base::Code;

std::size_t open_fds() { return base::list_dir("/proc/self/fd").value_or(std::vector<std::string>()).size(); }

/// True once nobody on this machine has the word in its command line.
bool is_gone(const std::string& word) {
  for (const auto until = base::steady_ms() + 5000; base::steady_ms() < until; ::usleep(2000)) {
    bool found = false;
    for (const auto& each : base::list_dir("/proc").value_or(std::vector<std::string>())) {
      const auto line = base::read_file("/proc/" + each + "/cmdline", 1 << 20);
      found = found || (line && line->find(word) != std::string::npos);
    }
    if (!found) return true;
  }
  return false;
}

// ---- views ----

TEST_F(BoxTest, HoldsWhatACommandWritesInTheUpper) {
  START_BOX();
  const View view = world.overlay();
  const Done done = world.sh("echo new > file; cat file; rm -f none; echo made > made", view);
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.out, "new\n");
  EXPECT_EQ(World::read(view.upper + "/file"), "new\n");
  EXPECT_EQ(World::read(view.upper + "/made"), "made\n");
  EXPECT_EQ(World::read(world.project + "/file"), "old\n");
  EXPECT_FALSE(base::exists(world.project + "/made"));
}

TEST_F(BoxTest, HoldsWhatACommandWritesInARepositoryOutside) {
  const std::string git = world.outside + "/.git";
  World::write(git + "/HEAD", "old\n");
  world.options.repository = git;
  START_BOX();
  const std::string script = "echo new > $OUT/.git/HEAD; echo x > $OUT/precious; cat $OUT/.git/HEAD";
  EXPECT_EQ(world.sh(script, world.overlay()).out.find("new"), std::string::npos) << "read-only, if the view does not say otherwise";
  View view = world.overlay();
  const View over = world.overlay();
  view.repository_upper = over.upper, view.repository_work = over.work;
  const Done done = world.sh(script, view);
  EXPECT_NE(done.out.find("new\n"), std::string::npos) << done.out;
  EXPECT_EQ(World::read(over.upper + "/HEAD"), "new\n");
  EXPECT_EQ(World::read(git + "/HEAD"), "old\n");
  EXPECT_EQ(World::read(world.outside + "/precious"), "precious\n");
}

TEST_F(BoxTest, StacksLowersTopmostFirst) {
  START_BOX();
  const View one = world.overlay();
  ASSERT_EQ(world.sh("echo one > file; echo one > only_one", one).code, 0);
  const View two = world.overlay({one.upper});
  ASSERT_EQ(world.sh("cat file; echo two > file", two).out, "one\n");
  const View three = world.overlay({two.upper, one.upper});
  EXPECT_EQ(world.sh("cat file only_one; rm file; ls", three).out, "two\none\nonly_one\n");
  EXPECT_EQ(world.sh("ls", world.overlay({three.upper, two.upper, one.upper})).out, "only_one\n");
  EXPECT_EQ(World::read(world.project + "/file"), "old\n");
}

TEST_F(BoxTest, SeesTheTreeAsItIsNow) {
  START_BOX();
  ASSERT_EQ(world.sh("cat file", world.overlay()).out, "old\n");
  World::write(world.project + "/file", "changed by the user\n");
  World::write(world.project + "/sub/new", "x");
  EXPECT_EQ(world.sh("cat file; ls", world.overlay()).out, "changed by the user\nfile\nsub\n");
}

TEST_F(BoxTest, AReadOnlyViewCannotBeWritten) {
  START_BOX();
  const Done done = world.sh("cat file; echo x > file || echo x > made || echo refused; echo y > /tmp/y && cat /tmp/y",
                             {.kind = View::Kind::read_only});
  EXPECT_NE(done.out.find("refused\ny\n"), std::string::npos) << done.out;
  EXPECT_EQ(World::read(world.project + "/file"), "old\n");
}

TEST_F(BoxTest, ARealViewIsTheTreeItself) {
  START_BOX();
  EXPECT_EQ(world.sh("echo real > file; echo x > $HOME/no", {.kind = View::Kind::real}).code, 2);
  EXPECT_EQ(World::read(world.project + "/file"), "real\n");
  // And for that command alone.
  EXPECT_NE(world.sh("echo x > file", {.kind = View::Kind::read_only}).code, 0);
}

TEST_F(BoxTest, LayersByPathDoTheSameOnOlderKernels) {
  world.options.helper.push_back("--layers-by-path");
  START_BOX();
  const View one = world.overlay();
  const Done done = world.sh("echo new > file; cat file; ls -A /run/.plumb-host $OUT/../store | wc -l", one);
  EXPECT_EQ(done.out, "new\n3\n");   // two names and an empty line
  EXPECT_EQ(World::read(one.upper + "/file"), "new\n");
  EXPECT_EQ(world.sh("cat file", world.overlay({one.upper})).out, "new\n");
  EXPECT_NE(world.sh("echo x > $HOME/x", world.overlay()).code, 0);
  EXPECT_NE(world.sh("echo x > file", {.kind = View::Kind::read_only}).code, 0);
}

TEST_F(BoxTest, AnOverlayThatCannotBeMountedSaysWhy) {
  START_BOX();
  View view = world.overlay();
  view.upper = world.store + "/none";
  const Done done = world.sh("true", view);
  ASSERT_TRUE(done.error);
  EXPECT_NE(done.error->what.find(view.upper), std::string::npos) << done.error->what;
  // On another file system than its work folder.
  view.upper = world.project;
  view.work = "/dev/shm";
  const Done other = world.sh("true", view);
  ASSERT_TRUE(other.error);
  EXPECT_EQ(other.error->code, Code::unsupported);
  EXPECT_NE(other.error->what.find("overlay"), std::string::npos) << other.error->what;
}

/// In a mount namespace of its own: 0 if `check` says so.
int in_own_mounts(const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool own = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    ::_exit(own && check() ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  return status;
}

bool mount_tmpfs(const std::string& place) { return ::mount("none", place.c_str(), "tmpfs", 0, nullptr) == 0; }

TEST_F(BoxTest, AMountBelowTheProjectIsNamedAndNotShownEmpty) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs a mount of its own";
  START_BOX();
  EXPECT_EQ(in_own_mounts([] {
    World here;
    const std::string place = here.project + "/mounted";
    World::make(place);
    if (!mount_tmpfs(place)) return false;
    World::write(place + "/data", "data\n");
    const bool started = here.start().has_value();
    const Done refused = here.sh("true", here.overlay());
    const bool named = refused.error && refused.error->what.find(place) != std::string::npos;
    const bool shown = here.sh("cat mounted/data", {.kind = View::Kind::read_only}).out == "data\n";
    const Probe found = probe(here.options.helper, here.project, here.store);
    const bool told = found.mode == Mode::namespaces && found.why.find(place) != std::string::npos;
    if (!named || !shown || !told) std::fprintf(stderr, "%d %d %s\n", named, shown, found.why.c_str());
    ::umount(place.c_str());
    return started && named && shown && told;
  }), 0);
}

TEST_F(BoxTest, NamesAreLookedUpAsTheHostSaysAlsoIfThatLiesInRun) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs a mount of its own";
  START_BOX();
  EXPECT_EQ(in_own_mounts([] {
    World here;
    here.options.network = Network::on;
    // A link in /run is enough of a resolved: what /etc/resolv.conf is, is looked at once.
    if (::mkdir("/run/plumb-resolver-test", 0755) != 0) return false;
    World::write("/run/plumb-resolver-test/conf", "nameserver 127.0.0.53\n");
    World::make(here.root + "/etc");
    const std::string copy = "cp -a /etc/. " + here.root + "/etc/ && rm -f " + here.root + "/etc/resolv.conf && ln -s "
                             "/run/plumb-resolver-test/conf " + here.root + "/etc/resolv.conf";
    const bool set = std::system(copy.c_str()) == 0 &&
                     ::mount((here.root + "/etc").c_str(), "/etc", nullptr, MS_BIND, nullptr) == 0;
    const bool started = set && here.start().has_value();
    const Done done = started ? here.sh("cat /etc/resolv.conf; echo x > /etc/resolv.conf", here.overlay()) : Done();
    here.box.reset();
    ::umount2("/etc", MNT_DETACH);
    (void)base::remove_all("/run/plumb-resolver-test");
    return done.out.starts_with("nameserver 127.0.0.53\n") && done.code != 0;
  }), 0);
}

TEST_F(BoxTest, AProjectOnAFileSystemOfItsOwnHasOverlaysToo) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs a mount of its own";
  START_BOX();
  EXPECT_EQ(in_own_mounts([] {
    World here;
    if (!mount_tmpfs(here.root)) return false;
    for (const auto& each : {here.project, here.home, here.outside, here.store}) World::make(each);
    World::write(here.project + "/file", "old\n");
    const auto started = here.start();
    const View view = here.overlay();
    const Done done = here.sh("cat file; echo new > file; cat file", view);
    const bool good = started && done.out == "old\nnew\n" && World::read(view.upper + "/file") == "new\n";
    if (!good) std::fprintf(stderr, "%s%s\n", done.out.c_str(), done.error ? done.error->what.c_str() : "");
    here.box.reset();
    ::umount2(here.root.c_str(), MNT_DETACH);
    return good;
  }), 0);
}

// ---- places ----

TEST_F(BoxTest, HiddenPlacesAreEmptyAndTheRestIsThere) {
  World::write(world.home + "/.config/tool/settings", "harmless\n");
  World::write(world.home + "/.netrc", "password\n");
  World::write(world.project + "/.env", "KEY=1\n");
  world.options.hidden = {world.home + "/.ssh", world.home + "/.netrc", world.project + "/.env", world.home + "/none"};
  START_BOX();
  const std::string look = "ls -A $HOME/.ssh; cat $HOME/.netrc .env; cat $HOME/.config/tool/settings; ls -A $HOME/none";
  for (const View& view : {world.overlay(), View{.kind = View::Kind::real}}) {
    const Done done = world.sh(look, view);
    EXPECT_EQ(done.out.find("harmless\n"), 0u) << done.out;
    EXPECT_EQ(done.out.find("KEY"), std::string::npos);
  }
  EXPECT_NE(world.sh("echo x > $HOME/.ssh/new", world.overlay()).code, 0);
  EXPECT_NE(world.sh("rmdir $HOME/.ssh", world.overlay()).code, 0);
}

TEST_F(BoxTest, AHiddenLinkHidesWhatItLeadsTo) {
  World::write(world.outside + "/keys/id", "SECRET\n");
  ASSERT_EQ(::symlink((world.outside + "/keys").c_str(), (world.home + "/.gnupg").c_str()), 0);
  world.options.hidden = {world.home + "/.gnupg"};
  START_BOX();
  EXPECT_EQ(world.sh("cat $HOME/.gnupg/id $OUT/keys/id", world.overlay()).out.find("SECRET"), std::string::npos);
}

TEST_F(BoxTest, AProjectBelowAHiddenFolderIsThereAlone) {
  World::write(world.home + "/work/mine/file", "mine\n");
  World::write(world.home + "/work/other/.env", "SECRET\n");
  world.project = world.options.project = world.home + "/work/mine";
  world.options.hidden = {world.home + "/work"};
  START_BOX();
  const View view = world.overlay();
  EXPECT_EQ(world.sh("cat file; ls -A ..; pwd; echo new > made; echo x > ../made", view).out.find("mine\nmine\n" + world.project), 0u);
  EXPECT_EQ(World::read(view.upper + "/made"), "new\n");
}

TEST_F(BoxTest, AProjectInTmpIsStillThere) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  World::write("/tmp/" + std::string(base::file_name(temp->path())) + "-neighbour/x", "x");
  world.project = world.options.project = temp->path() + "/project";
  world.options.store = world.store = temp->path() + "/store";
  World::write(world.project + "/file", "old\n");
  World::make(world.store);
  START_BOX();
  const View view = world.overlay();
  const Done done = world.sh("cat file; ls /tmp | wc -l; echo new > file; echo t > /tmp/t", view);
  EXPECT_EQ(done.out, "old\n1\n");
  EXPECT_EQ(World::read(view.upper + "/file"), "new\n");
  EXPECT_TRUE(base::remove_all(temp->path() + "-neighbour"));
  for (const char* each : {"/w/work", "/w/work/incompat", "/w/work/incompat/volatile"})
    ::chmod((world.store + "/1" + each).c_str(), 0700);
}

TEST_F(BoxTest, WritableAndPrivateFoldersAreReal) {
  World::make(world.home + "/.cache");
  World::write(world.home + "/.cache/users", "the user's own\n");
  World::make(world.outside + "/private_cache");
  World::make(world.project + "/build");
  world.options.writable = {world.outside + "/wished", world.project + "/build"};
  World::make(world.outside + "/wished");
  world.options.shown_as = {{world.home + "/.cache", world.outside + "/private_cache"}};
  START_BOX();
  const View view = world.overlay();
  EXPECT_EQ(world.sh("echo w > $OUT/wished/w && echo c > $HOME/.cache/c && echo b > build/b && ls $HOME/.cache", view).out, "c\n");
  EXPECT_EQ(World::read(world.outside + "/wished/w"), "w\n");
  EXPECT_EQ(World::read(world.outside + "/private_cache/c"), "c\n");
  EXPECT_EQ(World::read(world.project + "/build/b"), "b\n");
  EXPECT_FALSE(base::exists(world.home + "/.cache/c"));
  EXPECT_NE(world.sh("echo x > $OUT/not_wished", world.overlay()).code, 0);
}

TEST_F(BoxTest, APlaceThatDoesNotExistIsNamed) {
  if (probed().mode != Mode::overlay) GTEST_SKIP() << probed().why;
  world.options.shown_as = {{world.home + "/nowhere", world.outside}};
  auto started = world.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, Code::invalid);
  EXPECT_NE(started.error().what.find(world.home + "/nowhere"), std::string::npos);
  world.options.shown_as.clear();
  world.options.project = "/";
  EXPECT_EQ(world.start().error().code, Code::invalid);
}

TEST_F(BoxTest, CommandsOfABoxShareTmpAndLoopback) {
  START_BOX();
  ASSERT_EQ(world.sh("echo shared > /tmp/t; echo shm > /dev/shm/s", world.overlay()).code, 0);
  EXPECT_EQ(world.sh("cat /tmp/t /dev/shm/s", world.overlay()).out, "shared\nshm\n");
  const std::string serve =
      "use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 3000, Listen => 1); "
      "open F, '>', '/tmp/up'; close F; my $c = $s->accept; print $c \"hello\\n\"";
  auto server = world.loop->run(world.box->run(world.spec({"perl", "-e", serve}), {.kind = View::Kind::real}));
  ASSERT_TRUE(server);
  const std::string ask = "until test -e /tmp/up; do :; done; perl -MIO::Socket::INET -e "
                          "'print IO::Socket::INET->new(PeerAddr => \"127.0.0.1\", PeerPort => 3000)->getline'";
  EXPECT_EQ(world.sh(ask, world.overlay()).out, "hello\n");
}

TEST_F(BoxTest, DevHoldsTheHarmlessDevices) {
  START_BOX();
  const Done done = world.sh(
      "echo x > /dev/null && head -c 3 /dev/zero | od -An -c && head -c 2 /dev/urandom | wc -c; echo y > /dev/full; "
      "echo out > /dev/stdout; echo err > /dev/stderr; ls /dev",
      world.overlay());
  EXPECT_NE(done.out.find("out\nerr\nfd\nfull\nnull\nptmx\npts\nrandom\nshm\nstderr\nstdin\nstdout\ntty\nurandom\nzero\n"),
            std::string::npos)
      << done.out;
}

// ---- what a command gets ----

TEST_F(BoxTest, OnlyTheEnvironmentAndTheDescriptorsItIsGiven) {
  START_BOX();
  auto spec = world.spec({"sh", "-c", "env; ls /proc/self/fd | wc -l"});
  spec.env = {{"PATH", "/usr/bin:/bin"}, {"ONE", "1"}};
  const Done done = world.run(spec, world.overlay());
  EXPECT_NE(done.out.find("ONE=1\n"), std::string::npos);
  EXPECT_EQ(done.out.find("HOME="), std::string::npos);
  EXPECT_EQ(done.out.substr(done.out.size() - 2), "4\n") << done.out;   // the fourth is ls' own
}

TEST_F(BoxTest, CapabilitiesAreFewForRootAndNoneForOthers) {
  START_BOX();
  const Done done = world.sh("grep -E 'Cap(Eff|Bnd|Prm|Amb)' /proc/self/status | cut -f2 | sort -u; "
                             "grep -E 'NoNewPrivs|Seccomp:' /proc/self/status | cut -f2", world.overlay());
  const std::string none = "0000000000000000\n";
  EXPECT_EQ(done.out, ::geteuid() == 0 ? none + "00000000000000fb\n1\n2\n" : none + "1\n2\n") << done.out;
}

TEST_F(BoxTest, RootCanDoWhatPackageManagersDo) {
  if (::geteuid() != 0) GTEST_SKIP() << "this is no root";
  START_BOX();
  const Done done = world.sh("echo x > f && chown 1000:1000 f && stat -c %u:%g f && setpriv --reuid 1000 --clear-groups id -u",
                             world.overlay());
  EXPECT_EQ(done.out, "1000:1000\n1000\n");
}

TEST_F(BoxTest, ErrorsAreThoseOfAnOrdinaryProcess) {
  START_BOX();
  World::write(world.project + "/plain", "no program");
  World::write(world.project + "/empty", "");
  ::chmod((world.project + "/empty").c_str(), 0755);
  World::write(world.project + "/script", "#!/not/there\n");
  ::chmod((world.project + "/script").c_str(), 0755);
  const auto code = [&](std::vector<std::string> argv) {
    const Done done = world.run(world.spec(std::move(argv)), world.overlay());
    return done.error ? done.error->code : Code::internal;
  };
  EXPECT_EQ(code({"no-such-program"}), Code::not_found);
  EXPECT_EQ(code({"./none"}), Code::not_found);
  EXPECT_EQ(code({"./plain"}), Code::denied);
  EXPECT_EQ(code({"./script"}), Code::unsupported);
  EXPECT_EQ(code({"./empty"}), Code::unsupported);
  EXPECT_EQ(code({}), Code::invalid);
  auto spec = world.script("true");
  spec.cwd = world.project + "/nowhere";
  const Done done = world.run(spec, world.overlay());
  ASSERT_TRUE(done.error);
  EXPECT_EQ(done.error->code, Code::invalid);
}

TEST_F(BoxTest, FindsProgramsThatOnlyItsViewHas) {
  START_BOX();
  const View one = world.overlay();
  ASSERT_EQ(world.sh("mkdir bin; printf '#!/bin/sh\\necho found\\n' > bin/tool; chmod +x bin/tool", one).code, 0);
  auto spec = world.spec({"tool"});
  spec.env["PATH"] = world.project + "/bin:/usr/bin";
  EXPECT_EQ(world.run(spec, world.overlay({one.upper})).out, "found\n");
  EXPECT_TRUE(world.run(spec, world.overlay()).error);
}

TEST_F(BoxTest, ArgumentsAndEnvironmentMayBeLong) {
  START_BOX();
  auto spec = world.spec({"sh", "-c", "echo ${#LONG} ${#1}", "sh", std::string(100000, 'a')});
  spec.env["LONG"] = std::string(100000, 'e');
  for (int i = 0; i < 10; ++i) spec.env["MORE" + std::to_string(i)] = std::string(90000, 'x');
  EXPECT_EQ(world.run(spec, world.overlay()).out, "100000 100000\n");
  spec.argv.push_back(std::string(4 << 20, 'a'));
  const Done done = world.run(spec, world.overlay());
  ASSERT_TRUE(done.error);
  EXPECT_EQ(done.error->code, Code::too_big);
}

TEST_F(BoxTest, DebuggersWorkInside) {
  START_BOX();
  if (world.bare("strace -o /dev/null true").code == 0)
    EXPECT_EQ(world.sh("strace -f -o /tmp/trace sh -c 'true & wait' && grep -c exited /tmp/trace", world.overlay()).out, "2\n");
  if (world.bare("gdb -batch -ex 'break execve' -ex run --args sh -c 'exec true' > /dev/null 2>&1").code == 0) {
    const Done done = world.sh("gdb -batch -ex 'set breakpoint pending on' -ex 'break execve' -ex run -ex 'info registers rip' "
                               "--args sh -c 'exec true' 2>&1", world.overlay());
    EXPECT_NE(done.out.find("Breakpoint 1, "), std::string::npos) << done.out;
  }
}

TEST_F(BoxTest, LimitsHold) {
  world.options.limits.cpu_s = 1;
  world.options.limits.memory = std::uint64_t{512} << 20;
  START_BOX();
  EXPECT_EQ(world.sh("ulimit -c; ulimit -t", world.overlay()).out, "0\n1\n");
  EXPECT_NE(world.run(world.spec({"perl", "-e", "my $x = 'a' x (1 << 30)"}), world.overlay()).code, 0);
  EXPECT_EQ(world.run(world.spec({"perl", "-e", "my $x = 'a' x (1 << 20)"}), world.overlay()).code, 0);
  const Done busy = world.run(world.spec({"perl", "-e", "while (1) {}"}), world.overlay());
  EXPECT_TRUE(busy.signal == SIGXCPU || busy.signal == SIGKILL) << busy.signal;
}

// ---- the life of a command ----

TEST_F(BoxTest, ExitStatusUsageAndSignals) {
  START_BOX();
  EXPECT_EQ(world.sh("exit 7", world.overlay()).code, 7);
  const Done killed = world.sh("kill -9 $$", world.overlay());
  EXPECT_EQ(killed.signal, SIGKILL);
  EXPECT_EQ(killed.code, 128 + SIGKILL);
  auto process = world.loop->run(
      world.box->run(world.spec({"perl", "-e", "my $x = 'a' x (64 << 20); my $n = 0; $n++ while (times)[0] < 0.05"}), world.overlay()));
  ASSERT_TRUE(process);
  EXPECT_GT((*process)->pid(), 1);
  world.finish(**process);
  const Usage usage = world.box->usage(**process);
  EXPECT_GE(usage.cpu_user_us, 40000);
  EXPECT_GE(usage.memory_max_kb, 64 << 10);
}

TEST_F(BoxTest, TheRestOfAPipelineHasAMomentAndNoMore) {
  START_BOX();
  // Written by a process that outlives its leader by 20 ms.
  const View view = world.overlay();
  EXPECT_EQ(world.sh("(sleep 0.02; echo late; echo late > late) & ", view).out, "late\n");
  EXPECT_EQ(World::read(view.upper + "/late"), "late\n");
  const auto began = base::steady_ms();
  const View other = world.overlay();
  EXPECT_EQ(world.sh("(sleep 1000; echo never > never) & echo done", other).out, "done\n");
  EXPECT_LT(base::steady_ms() - began, 5000);
  EXPECT_FALSE(base::exists(other.upper + "/never"));
}

TEST_F(BoxTest, WhenItHasEndedNothingWritesAnyMore) {
  START_BOX();
  const View view = world.overlay();
  // Writers that fork all the time and ignore every signal that can be ignored.
  const std::string writer = "perl -e 'use POSIX; $SIG{TERM} = $SIG{HUP} = \"IGNORE\"; for (1..20) { fork or last } "
                             "setsid; while (1) { open F, \">>f$$\"; print F \"x\"; close F; exit if fork }' &";
  ASSERT_EQ(world.sh(writer + " sleep 0.03", view).code, 0);
  const auto sizes = [&] {
    std::string seen;
    const auto names = base::list_dir(view.upper);
    EXPECT_TRUE(names) << names.error().what;
    for (const auto& each : *names) seen += each + World::read(view.upper + "/" + each) + "\n";
    return seen;
  };
  const auto at_end = sizes();
  EXPECT_FALSE(at_end.empty());
  ::usleep(20000);
  EXPECT_EQ(sizes(), at_end);
}

TEST_F(BoxTest, SignalsReachEveryProcessOfIt) {
  START_BOX();
  auto spec = world.script("trap 'echo outer; exit 3' TERM; setsid sh -c 'trap \"echo inner; exit\" TERM; echo up; while :; do sleep 0.01; done' & "
                           "while :; do sleep 0.01; done");
  auto process = world.loop->run(world.box->run(spec, world.overlay()));
  ASSERT_TRUE(process);
  EXPECT_EQ(world.loop->run((*process)->read_out()).value_or(""), "up\n");
  EXPECT_FALSE((*process)->ended());
  EXPECT_TRUE((*process)->has_processes());
  (*process)->signal_group(SIGTERM);
  const Done done = world.finish(**process);
  EXPECT_EQ(done.code, 3);
  EXPECT_NE(done.out.find("inner"), std::string::npos);
  EXPECT_NE(done.out.find("outer"), std::string::npos);
  EXPECT_FALSE((*process)->has_processes());
}

TEST_F(BoxTest, EndGroupKillsWhatIgnoresTheTermination) {
  START_BOX();
  auto process = world.loop->run(world.box->run(world.script("trap '' TERM; echo up; while :; do sleep 1; done"), world.overlay()));
  ASSERT_TRUE(process);
  EXPECT_EQ(world.loop->run((*process)->read_out()).value_or(""), "up\n");
  world.loop->run((*process)->end_group(io::Millis(30)));
  ASSERT_TRUE((*process)->ended());
  EXPECT_EQ((*process)->ended()->signal, SIGKILL);
}

TEST_F(BoxTest, ADestroyedProcessIsKilled) {
  START_BOX();
  const std::string seconds = "2000." + std::to_string(::getpid());
  {
    auto process = world.loop->run(world.box->run(world.spec({"sleep", seconds}), world.overlay()));
    ASSERT_TRUE(process);
  }
  EXPECT_TRUE(is_gone(seconds));
}

TEST_F(BoxTest, ADestroyedBoxTakesItsCommandsAlong) {
  START_BOX();
  const std::string seconds = "3000." + std::to_string(::getpid());
  auto process = world.loop->run(world.box->run(world.script("setsid sleep " + seconds + " & sleep " + seconds), world.overlay()));
  ASSERT_TRUE(process);
  world.box.reset();
  EXPECT_TRUE(is_gone(seconds));
  const auto status = world.loop->run((*process)->wait());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->signal, SIGKILL);
}

TEST_F(BoxTest, AnInitThatIsKilledEndsTheCommand) {
  START_BOX();
  const std::string seconds = "4000." + std::to_string(::getpid());
  auto process = world.loop->run(world.box->run(world.script("setsid sleep " + seconds + " & sleep " + seconds), world.overlay()));
  ASSERT_TRUE(process);
  ::kill((*process)->pid(), SIGKILL);
  EXPECT_EQ(world.loop->run((*process)->wait())->signal, SIGKILL);
  EXPECT_TRUE(is_gone(seconds));
}

TEST_F(BoxTest, AHelperThatIsKilledIsAnError) {
  START_BOX();
  const std::string seconds = "5000." + std::to_string(::getpid());
  auto process = world.loop->run(world.box->run(world.spec({"sleep", seconds}), world.overlay()));
  ASSERT_TRUE(process);
  const auto stat = World::read("/proc/" + std::to_string((*process)->pid()) + "/stat");
  const int helper = std::atoi(stat.c_str() + stat.rfind(')') + 4);
  ASSERT_GT(helper, 1);
  ::kill(helper, SIGKILL);
  EXPECT_EQ(world.loop->run((*process)->wait())->signal, SIGKILL);
  EXPECT_TRUE(is_gone(seconds));
  const Done next = world.sh("true", world.overlay());
  ASSERT_TRUE(next.error);
  EXPECT_EQ(next.error->code, Code::unavailable);
}

TEST_F(BoxTest, StdinAndSeparateStderr) {
  START_BOX();
  auto spec = world.script("cat; echo err >&2");
  spec.open_stdin = true;
  spec.merge_stderr = false;
  auto process = world.loop->run(world.box->run(spec, world.overlay()));
  ASSERT_TRUE(process);
  ASSERT_TRUE(world.loop->run((*process)->write_in("in\n")));
  (*process)->close_in();
  EXPECT_EQ(world.finish(**process).out, "in\n");
  EXPECT_EQ(world.loop->run((*process)->read_err()).value_or(""), "err\n");
}

TEST_F(BoxTest, ManyAtOnce) {
  START_BOX();
  std::vector<std::unique_ptr<io::Process>> processes;
  std::vector<View> views;
  for (int i = 0; i < 20; ++i) {
    views.push_back(world.overlay());
    auto process = world.loop->run(world.box->run(world.script("echo " + std::to_string(i) + " > file; cat file"), views.back()));
    ASSERT_TRUE(process) << process.error().what;
    processes.push_back(std::move(*process));
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(world.finish(*processes[static_cast<std::size_t>(i)]).out, std::to_string(i) + "\n");
    EXPECT_EQ(World::read(views[static_cast<std::size_t>(i)].upper + "/file"), std::to_string(i) + "\n");
  }
}

TEST_F(BoxTest, LeavesNoDescriptorAndNoChildBehind) {
  const auto before = open_fds();
  START_BOX();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(world.sh("true", world.overlay()).code, 0);
    EXPECT_TRUE(world.run(world.spec({"no-such-program"}), world.overlay()).error);
    world.box->prepare(world.overlay());
  }
  world.box.reset();
  world.loop.reset();
  siginfo_t info{};
  EXPECT_NE(::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT), 0);
  EXPECT_LE(open_fds(), before);
}

// ---- prepared slots ----

TEST_F(BoxTest, APreparedSlotIsTakenByItsOwnViewOnly) {
  START_BOX();
  const View ahead = world.overlay(), other = world.overlay();
  world.box->prepare(ahead);
  EXPECT_EQ(world.sh("echo other > file", other).code, 0);
  EXPECT_EQ(world.sh("cat file; echo ahead > file", ahead).out, "old\n");
  EXPECT_EQ(World::read(other.upper + "/file"), "other\n");
  EXPECT_EQ(World::read(ahead.upper + "/file"), "ahead\n");
}

TEST_F(BoxTest, APreparedSlotSeesWhatChangedMeanwhile) {
  START_BOX();
  const View view = world.overlay();
  world.box->prepare(view);
  ::usleep(20000);
  World::write(world.project + "/file", "changed\n");
  World::write(world.project + "/sub/more", "more\n");
  EXPECT_EQ(world.sh("cat file sub/more; ls", view).out, "changed\nmore\nfile\nsub\n");
}

TEST_F(BoxTest, APreparedSlotThatFailedSaysSoWhenRun) {
  START_BOX();
  View view = world.overlay();
  view.work = "/nowhere";
  world.box->prepare(view);
  ::usleep(10000);
  EXPECT_TRUE(world.sh("true", view).error);
  EXPECT_EQ(world.sh("true", world.overlay()).code, 0);
}

// ---- terminals ----

class PtyTest : public BoxTest {
 protected:
  std::unique_ptr<io::Process> start_pty(const std::string& text) {
    auto spec = world.script(text);
    spec.terminal = io::Terminal::pty;
    spec.columns = 100;
    spec.rows = 30;
    auto process = world.loop->run(world.box->run(spec, world.overlay()));
    EXPECT_TRUE(process) << (process ? "" : process.error().what);
    return process ? std::move(*process) : nullptr;
  }
  bool comes_to_wait(const io::Process& process) {
    for (const auto until = base::steady_ms() + 5000; base::steady_ms() < until; ::usleep(2000))
      if (world.box->waits_for_input(process)) return true;
    return false;
  }
};

TEST_F(PtyTest, IsTheControllingTerminal) {
  START_BOX();
  const auto process = start_pty("tty; stty size; echo to tty > /dev/tty; ls -l $(tty) | cut -c1; ps -o tty= -p $$");
  ASSERT_TRUE(process);
  EXPECT_EQ(world.finish(*process).out, "/dev/pts/0\r\n30 100\r\nto tty\r\nc\r\npts/0\r\n");
}

TEST_F(PtyTest, InterruptsComeThrough) {
  START_BOX();
  const auto process = start_pty("trap 'echo caught; exit 5' INT; echo up; while :; do sleep 0.01; done");
  ASSERT_TRUE(process);
  EXPECT_EQ(world.loop->run(process->read_out()).value_or(""), "up\r\n");
  ASSERT_TRUE(world.loop->run(process->write_in("\x03")));
  EXPECT_EQ(world.finish(*process).code, 5);
}

TEST_F(PtyTest, AReadOfTheTerminalIsSeenAsWaiting) {
  START_BOX();
  const auto process = start_pty("read line; echo got $line; exec 3< /dev/tty; read other <&3; echo and $other");
  ASSERT_TRUE(process);
  EXPECT_TRUE(comes_to_wait(*process));
  ASSERT_TRUE(world.loop->run(process->write_in("one\n")));
  std::string out;
  while (out.find("got one") == std::string::npos) out += world.loop->run(process->read_out()).value_or("got one (broken)");
  EXPECT_TRUE(comes_to_wait(*process));
  ASSERT_TRUE(world.loop->run(process->write_in("two\n")));
  EXPECT_NE(world.finish(*process).out.find("and two"), std::string::npos);
  EXPECT_FALSE(world.box->waits_for_input(*process));
}

TEST_F(PtyTest, AFullScreenProgramIsSeenAsWaitingAndABusyOneIsNot) {
  START_BOX();
  const auto screen = start_pty("stty -icanon; echo up; sleep 1000");
  ASSERT_TRUE(screen);
  EXPECT_TRUE(comes_to_wait(*screen));
  const auto busy = start_pty("echo up; sleep 1000");
  ASSERT_TRUE(busy);
  EXPECT_EQ(world.loop->run(busy->read_out()).value_or(""), "up\r\n");
  EXPECT_FALSE(world.box->waits_for_input(*busy));
}

TEST_F(BoxTest, ACommandOnPipesNeverWaitsForInput) {
  START_BOX();
  auto spec = world.script("read line");
  spec.open_stdin = true;
  auto process = world.loop->run(world.box->run(spec, world.overlay()));
  ASSERT_TRUE(process);
  EXPECT_FALSE(world.box->waits_for_input(**process));
}

// ---- the network ----

TEST_F(BoxTest, WithTheNetworkOnTheHostIsReached) {
  world.options.network = Network::on;
  START_BOX();
  const base::Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
  const unsigned port = static_cast<unsigned char>(reinterpret_cast<char*>(&address)[2]) * 256u +
                        static_cast<unsigned char>(reinterpret_cast<char*>(&address)[3]);
  EXPECT_EQ(world.sh("$A tcp " + std::to_string(port), world.overlay()).code, 0);
}

TEST_F(BoxTest, AListOfHostsLeadsToTheBrokerAndNowhereElse) {
  const std::string path = world.root + "/broker.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  const base::Fd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 4), 0);
  world.options.network = Network::list;
  world.options.broker = path;
  world.options.hidden.push_back(path);   // not even its name
  START_BOX();
  const std::string ask = "echo $https_proxy $ALL_PROXY $no_proxy; perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("
                          "PeerAddr => \"127.0.0.1\", PeerPort => 3128); print $s \"CONNECT\\n\"; print $s->getline'; "
                          "$A tcp_to 9.9.9.9 80 || echo stopped; $A unix " + path + " || echo hidden";
  auto process = world.loop->run(world.box->run(world.script(ask), world.overlay()));
  ASSERT_TRUE(process) << process.error().what;
  const base::Fd peer(::accept(listener.get(), nullptr, nullptr));
  char buffer[64] = {};
  EXPECT_GT(::read(peer.get(), buffer, sizeof buffer - 1), 0);
  EXPECT_STREQ(buffer, "CONNECT\n");
  ASSERT_EQ(::write(peer.get(), "allowed\n", 8), 8);
  const std::string out = world.finish(**process).out;
  EXPECT_NE(out.find("http://127.0.0.1:3128 http://127.0.0.1:3128 localhost,127.0.0.1,::1\nallowed\n"), std::string::npos) << out;
  EXPECT_NE(out.find("stopped\n"), std::string::npos) << out;
  EXPECT_NE(out.find("hidden\n"), std::string::npos) << out;
}

TEST_F(BoxTest, AListWithoutABrokerIsRefused) {
  if (probed().mode != Mode::overlay) GTEST_SKIP() << probed().why;
  world.options.network = Network::list;
  world.options.broker = world.root + "/none.sock";
  const auto started = world.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, Code::invalid);
}

// ---- other modes ----

class LesserModes : public BoxTest {};

TEST_F(LesserModes, NamespacesHaveEverythingButTheOverlay) {
  world.options.mode = Mode::namespaces;
  START_BOX();
  EXPECT_EQ(world.box->mode(), Mode::namespaces);
  EXPECT_EQ(world.sh("true", world.overlay()).error->code, Code::unsupported);
  EXPECT_NE(world.sh("echo real > file; echo x > $HOME/x", {.kind = View::Kind::real}).code, 0);
  EXPECT_EQ(World::read(world.project + "/file"), "real\n");
}

TEST_F(LesserModes, LandlockStopsWritesOutsideSecretsSocketsAndLeavesNothingRunning) {
  world.options.mode = Mode::landlock;
  START_BOX();
  const View real{.kind = View::Kind::real};
  EXPECT_EQ(world.sh("true", world.overlay()).error->code, Code::unsupported);
  EXPECT_EQ(world.sh("echo real > file && cat file && echo t > /tmp/$$ && rm /tmp/$$ && echo x > /dev/null", real).out, "real\n");
  EXPECT_NE(world.sh("echo x > $HOME/written", real).code, 0);
  EXPECT_NE(world.sh("rm $HOME/.bashrc", real).code, 0);
  EXPECT_NE(world.sh("cat $HOME/.ssh/id_rsa", real).code, 0);
  EXPECT_EQ(world.sh("cat $HOME/.bashrc", real).out, "# mine\n");
  EXPECT_NE(world.sh("echo x > file", {.kind = View::Kind::read_only}).code, 0);
  for (const char* attack : {"userns", "socket 2 1 0", "socket 2 2 0", "socket 1 1 0", "socket 17 3 0", "io_uring", "may_gain", "chroot",
                             "fds", "tcp_to 127.0.0.1 9", "mount"})
    EXPECT_NE(world.sh(std::string("$A ") + attack, real).code, 0) << attack;
  const std::string seconds = "6000." + std::to_string(::getpid());
  EXPECT_EQ(world.sh("setsid sleep " + seconds + " > /dev/null & echo left", real).out, "left\n");
  EXPECT_TRUE(is_gone(seconds));
  auto spec = world.script("tty && echo yes > /dev/tty");
  spec.terminal = io::Terminal::pty;
  EXPECT_NE(world.run(spec, real).out.find("yes\r\n"), std::string::npos);
}

TEST_F(LesserModes, LandlockEndsACommandWithItsProcess) {
  world.options.mode = Mode::landlock;
  START_BOX();
  const std::string seconds = "7000." + std::to_string(::getpid());
  {
    auto process = world.loop->run(world.box->run(world.script("setsid sleep " + seconds + " & echo up; wait"), {.kind = View::Kind::real}));
    ASSERT_TRUE(process) << process.error().what;
    EXPECT_EQ(world.loop->run((*process)->read_out()).value_or(""), "up\n");
    world.loop->run((*process)->end_group(io::Millis(20)));
  }
  EXPECT_TRUE(is_gone(seconds));
}

TEST_F(LesserModes, NoneHasLimitsAndACleanEnvironment) {
  world.options.mode = Mode::none;
  START_BOX();
  const Done done = world.sh("ulimit -c; env | wc -l; $A fds || echo clean; echo x > $HOME/x && cat $HOME/x", {.kind = View::Kind::real});
  EXPECT_NE(done.out.find("clean\nx\n"), std::string::npos) << done.out;
  EXPECT_EQ(done.out.substr(0, 2), "0\n");
}

TEST_F(LesserModes, FullRestrictsNothing) {
  world.options.is_full = true;
  START_BOX();
  const Done done = world.sh("echo x > $HOME/x && echo real > file && cat $HOME/.ssh/id_rsa && grep NoNewPrivs /proc/self/status",
                             {.kind = View::Kind::real});
  EXPECT_EQ(done.out, "SECRET\nNoNewPrivs:\t0\n");
  EXPECT_EQ(World::read(world.project + "/file"), "real\n");
  EXPECT_EQ(world.sh("true", world.overlay()).error->code, Code::unsupported);
  const std::string seconds = "8000." + std::to_string(::getpid());
  EXPECT_EQ(world.sh("setsid sleep " + seconds + " > /dev/null & echo left", {.kind = View::Kind::real}).out, "left\n");
  EXPECT_TRUE(is_gone(seconds));
  if (::geteuid() == 0) EXPECT_EQ(world.sh("test $$ -lt 10 && kill -0 $$ && ps -e | wc -l", {.kind = View::Kind::real}).out.size(), 2u);
}

}  // namespace
}  // namespace sandbox
