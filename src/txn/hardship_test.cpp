// Full disks, missing rights, torn files, other owners: what a store meets besides kills.

#include "fault_injector.h"
#include "op_journal.h"
#include "test_tree.h"

namespace txn {
namespace {

constexpr Shows k_all{.folder_times = true, .link_times = true};

class Hardship : public TreeTest {};

TEST_F(Hardship, AFullDiskLeavesTheTreeAsItWas) {
  // The tree and the store on a small tmpfs of their own.
  const pid_t child = ::fork();
  if (child == 0) {
    if (!enter_namespace() || ::mount("tmpfs", mount_.c_str(), "tmpfs", 0, "size=400k") != 0) ::_exit(77);
    root_ = mount_ + "/tree";
    store_dir_ = mount_ + "/store";
    ::mkdir(root_.c_str(), 0755);
    for (int i = 0; i < 20; ++i) write("f" + std::to_string(i), "old");
    open();
    std::vector<Store::Write> writes;
    for (int i = 0; i < 20; ++i) writes.push_back({"f" + std::to_string(i), "new", {}});
    const auto n = put(writes);
    const Picture before = picture(root_, k_all);
    // Fill what is left, to the last byte.
    {
      const base::Fd filler(::open((mount_ + "/filler").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
      const std::string block(4096, 'x');
      while (::write(filler.get(), block.data(), block.size()) > 0) {
      }
    }
    const auto outcome = store_->apply(n);
    if (outcome || outcome.error().code != base::Code::no_space) ::_exit(2);
    if (difference(before, picture(root_, k_all)) != "") ::_exit(3);
    const auto big = store_->begin("id", "no room");
    if (big && store_->put(*big, {{"big", std::string(100000, 'b'), {}}})) ::_exit(4);
    open();
    if (difference(before, picture(root_, k_all)) != "") ::_exit(5);
    ::unlink((mount_ + "/filler").c_str());
    const auto again = store_->apply(n);
    if (!again || !again->left.empty() || read("f7") != "new") ::_exit(6);
    ::_exit(HasFailure() ? 7 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "no tmpfs in a namespace here";
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST_F(Hardship, ReadOnlyFoldersOfAnOrdinaryUser) {
  ASSERT_TRUE(base::remove_all(root_).has_value());
  ::chmod(folder_->path().c_str(), 0777);
  const int code = as_user([&] {
    if (::mkdir(root_.c_str(), 0755) != 0) return 1;
    write("ro/f", "old");
    write("ro/gone", "old");
    write("ro/sub/x", "x");
    folder("ro/sub", 0555);
    folder("ro", 0555);
    open();
    const Picture before = picture(root_, k_all);
    const auto n = begin();
    // A command would have to make the folder writable itself; a hand-built upper does not.
    if (!store_->put(n, {{"ro/f", "new", {}}, {"ro/gone", {}, {}}, {"ro/sub", {}, {}}, {"ro/added", "a", {}}})) return 2;
    plan(n);
    if (!apply(n).left.empty()) return 3;
    if (read("ro/f") != "new" || has("ro/sub") || !has("ro/added")) return 4;
    if ((stat_of("ro").st_mode & 07777U) != 0555U) return 5;
    if (!undo(n).left.empty()) return 6;
    const std::string wrong = difference(before, picture(root_, k_all));
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
    return wrong.empty() ? 0 : 7;
  });
  EXPECT_EQ(code, 0);
}

TEST_F(Hardship, FilesThatTheirOwnerMayNotReadAndFoldersThatAreClosed) {
  ASSERT_TRUE(base::remove_all(root_).has_value());
  ::chmod(folder_->path().c_str(), 0777);
  const int code = as_user([&] {
    if (::mkdir(root_.c_str(), 0755) != 0) return 1;
    write("secret", "s", 0000);
    write("open", "o");
    write("d/x", "x");
    open();
    const Picture before = picture(root_);
    const auto n = begin();
    if (!run_script(n, "chmod 000 open; chmod 600 secret; mkdir new; echo f > new/f; chmod 000 new; chmod 500 d")) return 77;
    plan(n);
    if (told(n) != "attributes d, created new, attributes open, modified secret" &&
        told(n) != "attributes d, created new, attributes open, attributes secret") {
      std::fprintf(stderr, "%s\n", told(n).c_str());
      return 2;
    }
    if (!apply(n).left.empty()) return 3;
    if ((stat_of("new").st_mode & 07777U) != 0 || (stat_of("open").st_mode & 07777U) != 0) return 4;
    if ((stat_of("secret").st_mode & 07777U) != 0600 || read("secret") != "s") return 5;
    if (!undo(n).left.empty()) return 6;
    const std::string wrong = difference(before, picture(root_));
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
    return wrong.empty() ? 0 : 7;
  });
  if (code == 77) GTEST_SKIP() << "no unprivileged overlay here";
  EXPECT_EQ(code, 0);
}

TEST_F(Hardship, AnInterruptedCommandIsThereAfterwards) {
  write("f", "0");
  open();
  const auto n = begin("sleeping");
  ASSERT_TRUE(store_->put(n, {{"f", "1", {}}}).has_value());
  open();   // as after a kill
  ASSERT_EQ(store_->all().size(), 1U);
  EXPECT_TRUE(find(n).interrupted);
  EXPECT_FALSE(find(n).planned);
  EXPECT_EQ(store_->recovered().size(), 1U);
  EXPECT_EQ(store_->apply(n).error().code, base::Code::invalid);
  plan(n);
  EXPECT_EQ(told(n), "modified f");
  EXPECT_EQ(left(apply(n)), "");
  open();
  EXPECT_TRUE(find(n).interrupted);
  EXPECT_EQ(effect(n, "f").state, State::applied);
}

TEST_F(Hardship, AFolderWithoutARecordIsCleared) {
  open();
  ASSERT_TRUE(base::make_dirs(store_dir_ + "/7/u").has_value());
  open();
  EXPECT_TRUE(store_->all().empty());
  EXPECT_FALSE(base::exists(store_dir_ + "/7"));
}

TEST_F(Hardship, ARecordThatCannotBeReadIsLeftAndTold) {
  write("f", "0");
  open();
  const auto first = put({{"f", "1", {}}});
  apply(first);
  const auto second = put({{"f", "2", {}}});
  ASSERT_TRUE(base::write_file(store_dir_ + "/1/meta", "{\"v\":9}").has_value());
  open();
  ASSERT_EQ(store_->all().size(), 1U);
  EXPECT_EQ(store_->all()[0].number, second);
  ASSERT_EQ(store_->recovered().size(), 1U);
  EXPECT_NE(store_->recovered()[0].find("version"), std::string::npos);
  EXPECT_TRUE(base::exists(store_dir_ + "/1/u"));
  EXPECT_EQ(begin(), 3U);
}

TEST_F(Hardship, ATornJournalEndsWhereItIsTorn) {
  write("f", "0");
  write("g", "0");
  open();
  const auto n = put({{"f", "1", {}}, {"g", "1", {}}});
  apply(n);
  const std::string path = store_dir_ + "/1/journal";
  const std::string whole = bytes_of(path);
  ASSERT_TRUE(base::write_file(path, whole + "0123456789abcdef begin undo 2 1\n" + whole.substr(0, 40)).has_value());
  open();
  EXPECT_EQ(effect(n, "f").state, State::applied);
  EXPECT_EQ(bytes_of(path), whole);
  EXPECT_EQ(left(undo(n)), "");
}

TEST_F(Hardship, ThereIsOneOwnerAtATime) {
  open();
  const auto second = Store::open(options());   // waits for two seconds
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, base::Code::changed);
}

TEST_F(Hardship, AnotherFileSystemIsRefusedAndNotChosen) {
  struct stat tree {}, shm {};
  if (::stat("/dev/shm", &shm) != 0 || ::stat(root_.c_str(), &tree) != 0 || shm.st_dev == tree.st_dev ||
      ::access("/dev/shm", W_OK) != 0)
    GTEST_SKIP() << "no second file system here";
  const std::string elsewhere = "/dev/shm/txn-test-" + std::to_string(::getpid()) + "/a/b";
  StoreOptions o = options();
  o.dir = elsewhere;
  const auto opened = Store::open(o);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, base::Code::unsupported);
  ASSERT_TRUE(base::remove_all(base::parent(base::parent(elsewhere))).has_value());
  const Picture before = picture(root_, k_all);
  EXPECT_EQ(Store::place(root_, {elsewhere, store_dir_ + "/x", "/"}), store_dir_ + "/x");
  EXPECT_FALSE(base::exists(base::parent(elsewhere)));
  EXPECT_EQ(base::list_dir(store_dir_ + "/x")->size(), 0U);
  EXPECT_SAME_TREE(before, picture(root_, k_all));
  EXPECT_EQ(Store::place(root_, {elsewhere}), "");
}

TEST_F(Hardship, EditsThatMakeNoSenseAreRefused) {
  write("d/f", "0");
  ASSERT_EQ(::symlink("d", at("link").c_str()), 0);
  StoreOptions o = options();
  o.excluded = {"own"};
  open(o);
  const struct {
    Store::Write write;
    base::Code code;
  } cases[] = {
      {{"../x", "1", {}}, base::Code::invalid},   {{"/etc/passwd", "1", {}}, base::Code::invalid},
      {{"", "1", {}}, base::Code::invalid},       {{"a/../b", "1", {}}, base::Code::invalid},
      {{"d", "1", {}}, base::Code::invalid},      {{"link/f", "1", {}}, base::Code::invalid},
      {{"d/f/x", "1", {}}, base::Code::invalid},  {{"nope", {}, {}}, base::Code::not_found},
      {{"own/x", "1", {}}, base::Code::denied},
  };
  for (const auto& c : cases) {
    const auto n = begin();
    const auto done = store_->put(n, {c.write});
    ASSERT_FALSE(done.has_value()) << c.write.path;
    EXPECT_EQ(done.error().code, c.code) << done.error().what;
    ASSERT_TRUE(store_->drop(n).has_value());
  }
  EXPECT_TRUE(store_->all().empty());
}

TEST_F(Hardship, TwoHundredTransactionsOpenWithoutReadingTheirUppers) {
  write("f", "0");
  open();
  for (int i = 0; i < 200; ++i) apply(put({{"f", std::to_string(i), {}}}));
  store_.reset();
  // Uppers that cannot be walked do no harm: they are not.
  for (int i = 1; i <= 200; ++i) ASSERT_EQ(::rename((store_dir_ + "/" + std::to_string(i) + "/u").c_str(), (store_dir_ + "/" + std::to_string(i) + "/u2").c_str()), 0);
  open();
  EXPECT_EQ(store_->all().size(), 200U);
  EXPECT_TRUE(store_->recovered().empty());
}

TEST_F(Hardship, DurableDoesTheSame) {
  write("f", "0");
  StoreOptions o = options();
  o.durable = true;
  open(o);
  const auto n = put({{"f", "1", {}}, {"d/e", "1", {}}});
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_EQ(read("f"), "0");
}

// ---- the journal's lines ----

TEST(Journal, IsCutAtEveryByteWithoutTellingAnythingWrong) {
  Batch batch;
  batch.sequence = 7;
  for (std::size_t i = 0; i < 3; ++i) {
    BatchOp op;
    op.effect = i;
    op.way = Way::exchange;
    op.path = "odd \n%" + std::to_string(i);
    op.left_ctime_ns = 1000 + static_cast<std::int64_t>(i);
    batch.ops.push_back(op);
  }
  batch.ops[1].clash = "changed by somebody";
  batch.folders.push_back({.path = ".", .mode = 0755, .mtime_ns = -5, .restore_ns = 3, .left_ns = 3});
  const std::string planned = format_plan(batch), all = planned + format_commit(batch);
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const JournalText text = parse_journal(all.substr(0, size));
    ASSERT_EQ(text.events.size(), size >= planned.size() ? 1U : 0U) << size;
    ASSERT_EQ(text.good_bytes, size == all.size() ? size : size >= planned.size() ? planned.size() : 0U);
    if (text.events.empty()) continue;
    const Batch& read = text.events[0].batch;
    EXPECT_EQ(read.is_committed, size == all.size());
    EXPECT_EQ(read.ops[2].path, batch.ops[2].path);
    EXPECT_EQ(read.ops[0].left_ctime_ns, size == all.size() ? 1000 : 0);
    EXPECT_EQ(read.ops[1].clash.has_value(), size == all.size());
    EXPECT_EQ(read.folders[0].mtime_ns, -5);
    EXPECT_EQ(read.folders[0].restore_ns, 3);
  }
}

TEST(Journal, AFlippedBitEndsIt) {
  Batch batch;
  batch.sequence = 1;
  batch.ops.resize(2);
  batch.ops[1].effect = 1;
  const std::string all = format_plan(batch) + format_commit(batch) + format_word("expire");
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string bad = all;
    bad[i] = static_cast<char>(bad[i] ^ 4);
    EXPECT_LT(parse_journal(bad).good_bytes, all.size()) << i;
  }
}

}  // namespace
}  // namespace txn
