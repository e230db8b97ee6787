// Full disks, folders that may not be written, links that appear at the wrong moment, and stores that
// come back damaged.

#include <sys/mount.h>
#include <sys/wait.h>

#include "object_store.h"
#include "text/sha256.h"
#include "tree_for_test.h"

using namespace workspace;
using base::Code;

namespace {

/// Runs `work` in a process of somebody who is not root; true if it returned true.
template <class Work>
bool as_nobody(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t k_nobody = 65534;
    if (::geteuid() == 0 && (::setresgid(k_nobody, k_nobody, k_nobody) != 0 ||
                             ::setresuid(k_nobody, k_nobody, k_nobody) != 0))
      ::_exit(2);
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

struct HardshipTest : WorkspaceTest {};

TEST_F(HardshipTest, UndoOpensFoldersThatTheCommandClosed) {
  workspace.reset();
  ASSERT_TRUE(base::remove_all(temp.path() + "/state"));
  ASSERT_EQ(::chmod(temp.path().c_str(), 0777), 0);
  ASSERT_TRUE(base::remove_all(root));
  EXPECT_TRUE(as_nobody([&] {
    if (!base::make_dirs(root)) return false;
    io::Loop own_loop;
    put("d/a", "1");
    put("closed/x", "x");
    if (::chmod(at("closed").c_str(), 0555) != 0) return false;
    const auto before = picture();
    auto own = Workspace::open(options);
    if (!own) return false;
    if (!own_loop.run((*own)->before_command("c", "c"))) return false;
    put("d/a", "2");
    put("d/b", "new");
    (void)::chmod(at("d").c_str(), 0555);
    (void)::chmod(at("closed").c_str(), 0755);
    (void)::unlink(at("closed/x").c_str());
    (void)::chmod(at("closed").c_str(), 0555);
    if (!own_loop.run((*own)->after_command())) return false;
    const auto report = (*own)->undo_all();
    return report && report->conflicts.empty() && picture() == before;
  }));
}

TEST_F(HardshipTest, AFileThatMayNotBeReadIsListedAndNotTouched) {
  workspace.reset();
  ASSERT_TRUE(base::remove_all(temp.path() + "/state"));
  ASSERT_EQ(::chmod(temp.path().c_str(), 0777), 0);
  ASSERT_TRUE(base::remove_all(root));
  EXPECT_TRUE(as_nobody([&] {
    if (!base::make_dirs(root)) return false;
    io::Loop own_loop;
    put("secret", "s", 0000);
    put("dir/x", "x");
    auto own = Workspace::open(options);
    if (!own || !own_loop.run((*own)->before_command("c", "c"))) return false;
    if (::unlink(at("secret").c_str()) != 0) return false;
    auto step = own_loop.run((*own)->after_command());
    if (!step || shown(step->effects) != "deleted:secret!") return false;
    const auto denied = [&] {
      (void)::chmod(at("dir").c_str(), 0555);
      const auto done = (*own)->write("w", "w", {{.path = "a", .bytes = "1"}, {.path = "dir/y", .bytes = "2"}});
      return !done && done.error().code == Code::denied && !base::exists(at("a"));
    };
    return denied() && (*own)->undo("c")->conflicts.size() == 1;
  }));
}

TEST_F(HardshipTest, AFullDiskUnderTheProjectChangesNothing) {
  if (::mount("tmpfs", root.c_str(), "tmpfs", 0, "size=64k") != 0)
    GTEST_SKIP() << "a small tmpfs needs root";
  open();
  put("a", std::string(20000, 'a'));
  put("b", "b");
  const auto before = picture();
  const auto done = write("w", {{.path = "a", .bytes = "small"}, {.path = "b", .bytes = std::string(90000, 'b')},
                                {.path = "n/c", .bytes = "c"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::no_space) << done.error().what;
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(workspace->steps().empty());
  workspace.reset();
  EXPECT_EQ(::umount(root.c_str()), 0);
}

TEST_F(HardshipTest, AFullDiskUnderTheStateRefusesBeforeAnythingChanges) {
  workspace.reset();
  const std::string state = temp.path() + "/state";
  ASSERT_TRUE(base::make_dirs(state));
  if (::mount("tmpfs", state.c_str(), "tmpfs", 0, "size=128k") != 0)
    GTEST_SKIP() << "a small tmpfs needs root";
  open();
  put("a", "1");
  for (int i = 0; i < 50; ++i) put("d/" + std::to_string(i), std::string(5000, static_cast<char>(i)));
  const auto before = picture();
  const auto begun = begin("c");
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Code::no_space) << begun.error().what;
  EXPECT_EQ(end().error().code, Code::invalid);
  const auto done = write("w", {{.path = "a", .bytes = std::string(200000, 'x')}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::no_space) << done.error().what;
  EXPECT_EQ(picture(), before);
  // Fill the rest: then not even the record of a small edit fits.
  base::Fd filler(::open((state + "/filler").c_str(), O_WRONLY | O_CREAT, 0600));
  while (base::write_all(filler.get(), std::string(512, 'f'))) {
  }
  EXPECT_FALSE(write("w", {{.path = "a", .bytes = "2"}}));
  EXPECT_EQ(picture(), before);
  ASSERT_EQ(::unlink((state + "/filler").c_str()), 0);
  filler.reset();
  EXPECT_TRUE(write("w", {{.path = "a", .bytes = "2"}}));
  open();
  EXPECT_EQ(workspace->steps().size(), 1u);
  workspace.reset();
  EXPECT_EQ(::umount(state.c_str()), 0);
}

TEST_F(HardshipTest, AFolderSwappedForALinkLeadsNowhere) {
  const std::string outside = temp.path() + "/outside";
  ASSERT_TRUE(base::make_dirs(outside));
  ASSERT_TRUE(base::write_file(outside + "/x", "theirs"));
  put("d/x", "1");
  const Step step = command("c", [&] { put("d/x", "2"); put("d/y", "2"); });
  ASSERT_EQ(step.effects.size(), 2u);
  ASSERT_TRUE(base::remove_all(at("d")));
  ASSERT_EQ(::symlink(outside.c_str(), at("d").c_str()), 0);
  const auto report = workspace->undo("c").value();
  EXPECT_EQ(report.conflicts.size(), 1u);
  EXPECT_EQ(base::list_dir(outside).value(), std::vector<std::string>{"x"});
  EXPECT_EQ(base::read_file(outside + "/x").value(), "theirs");
  // And a command that makes such a link does not draw the outside into the store or a copy.
  command("d", [&] { ASSERT_EQ(::symlink("/", at("world").c_str()), 0); });
  EXPECT_EQ(shown(workspace->steps()[1].effects), "created:world");
}

TEST_F(HardshipTest, ADamagedStoreIsNeverPutInPlace) {
  put("a", "precious");
  command("c", [&] { put("a", "changed"); });
  workspace.reset();
  const std::string folder = options.store_dir + "/gen-000001";
  const auto names = base::list_dir(folder).value();
  for (const std::string& name : names)
    if (name.ends_with(".pack")) {
      std::string bytes = base::read_file(folder + "/" + name).value();
      for (char& c : bytes) c = static_cast<char>(c ^ 1);
      ASSERT_TRUE(base::write_file(folder + "/" + name, bytes));
    }
  open();
  const auto report = workspace->undo("c").value();
  ASSERT_EQ(report.conflicts.size(), 1u);
  EXPECT_NE(report.conflicts[0].why.find("damaged"), std::string::npos) << report.conflicts[0].why;
  EXPECT_EQ(get("a"), "changed");
}

TEST_F(HardshipTest, RecordsThatNameTheOutsideAreRefused) {
  ASSERT_TRUE(write("w", {{.path = "a", .bytes = "1"}}));
  workspace.reset();
  const std::string file = options.session_dir + "/txn/000001.json";
  const std::string good = base::read_file(file).value();
  for (const std::string path : {"../x", "/etc/passwd", "a/../../x", "", ".", "a//b"}) {
    std::string bad = good;
    const std::size_t at = bad.find("\"path\":\"a\"");
    ASSERT_NE(at, std::string::npos);
    bad.replace(at, 10, "\"path\":\"" + path + "\"");
    ASSERT_TRUE(base::write_file(file, bad));
    open();
    EXPECT_TRUE(workspace->steps().empty()) << path;
    EXPECT_EQ(workspace->recovered().size(), 1u) << path;
    workspace.reset();
  }
}

TEST(ObjectStore, KeepsTwoGenerationsAndNeverALiveOne) {
  const auto temp = base::TempDir::make().value();
  const std::string dir = temp.path() + "/store";
  const auto fill = [&](ObjectStore& store, char with) {
    const std::string bytes(600, with);
    text::Sha256 sum;
    sum.add(bytes);
    const Hash hash = sum.digest();
    EXPECT_TRUE(store.put(hash, bytes));
    EXPECT_TRUE(store.flush());
    return hash;
  };
  auto first = ObjectStore::open(dir, "", 1000).value();
  EXPECT_EQ(first->generation(), "gen-000001");
  const Hash a = fill(*first, 'a');
  auto second = ObjectStore::open(dir, "", 1000).value();
  EXPECT_EQ(second->generation(), "gen-000002");
  EXPECT_FALSE(second->has(a)) << "a session refers to nothing but its own generation";
  EXPECT_EQ(second->get(a).value(), std::string(600, 'a')) << "but reads all";
  fill(*second, 'b');
  second.reset();
  auto third = ObjectStore::open(dir, "", 1000).value();
  EXPECT_EQ(third->generation(), "gen-000003");
  EXPECT_TRUE(base::exists(dir + "/gen-000001")) << "a live session's";
  first.reset();
  fill(*third, 'c');
  third.reset();
  auto fourth = ObjectStore::open(dir, "", 1000).value();
  EXPECT_EQ(base::list_dir(dir).value(), (std::vector<std::string>{"gen-000003", "gen-000004"}));
  EXPECT_EQ(fourth->get(a).error().code, Code::not_found);
  EXPECT_EQ(ObjectStore::open(dir, "gen-000003", 1000).value()->generation(), "gen-000003");
}

TEST(ObjectStore, IgnoresAnIndexEntryThatIsHalfThere) {
  const auto temp = base::TempDir::make().value();
  const std::string dir = temp.path() + "/store";
  std::string folder;
  Hash hash;
  {
    auto store = ObjectStore::open(dir, "", 1000000).value();
    text::Sha256 sum;
    sum.add("hello");
    hash = sum.digest();
    ASSERT_TRUE(store->put(hash, "hello"));
    ASSERT_TRUE(store->flush());
    folder = store->folder();
  }
  const auto names = base::list_dir(folder).value();
  for (const std::string& name : names) {
    if (!name.ends_with(".idx")) continue;
    const std::string whole = base::read_file(folder + "/" + name).value();
    ASSERT_EQ(whole.size(), 48u);
    ASSERT_TRUE(base::write_file(folder + "/" + name, whole + whole.substr(0, 20)));
    EXPECT_EQ(ObjectStore::open(dir, "", 1000000).value()->get(hash).value(), "hello");
    ASSERT_TRUE(base::write_file(folder + "/" + name, whole.substr(0, 40)));
    EXPECT_FALSE(ObjectStore::open(dir, "", 1000000).value()->has(hash));
  }
}
