// Taking back and doing again, in and out of order.

#include "test_tree.h"

namespace txn {
namespace {

constexpr Shows k_all{.folder_times = true, .link_times = true};

class Undo : public TreeTest {};

TEST_F(Undo, LeavesAndNamesAFileThatTheUserEditedSince) {
  write("f", "0");
  write("g", "0");
  open();
  const auto n = put({{"f", "1", {}}, {"g", "1", {}}, {"new", "n", {}}});
  apply(n);
  ASSERT_TRUE(base::write_file(at("f"), "user").has_value());
  const Outcome outcome = undo(n);
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_EQ(outcome.left[0].why, "changed by somebody else");
  EXPECT_EQ(bytes_of(outcome.left[0].kept_as), "0");
  EXPECT_EQ(read("f"), "user");
  EXPECT_EQ(read("g"), "0");
  EXPECT_FALSE(has("new"));
  EXPECT_EQ(effect(n, "f").state, State::applied);
}

TEST_F(Undo, OutOfOrderLeavesWhatALaterTransactionChangedAndNamesIt) {
  write("f", "0");
  write("g", "0");
  open();
  const Picture before = picture(root_, k_all);
  const auto first = put({{"f", "1", {}}, {"g", "1", {}}}, "first");
  apply(first);
  const auto second = put({{"f", "2", {}}}, "second");
  apply(second);
  const Outcome outcome = undo(first);
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_EQ(outcome.left[0].why, "changed by transaction 2 (second)");
  EXPECT_EQ(read("f"), "2");
  EXPECT_EQ(read("g"), "0");
  EXPECT_EQ(left(undo(second)), "");
  EXPECT_EQ(read("f"), "1");
  EXPECT_EQ(left(undo(first)), "") << "in order it goes, although every rename changed the ctime";
  EXPECT_EQ(picture(root_).at("f"), before.at("f"));
}

TEST_F(Undo, InOrderRestoresEverythingThroughManyTransactionsAndARestart) {
  write("d/f", "0");
  write("d/e/x", "x");
  open();
  std::vector<Picture> pictures;
  for (int i = 1; i <= 6; ++i) {
    pictures.push_back(picture(root_, k_all));
    std::vector<Store::Write> writes = {{"d/f", std::to_string(i), {}}, {"new" + std::to_string(i) + "/a/b", "n", {}}};
    if (i == 3) writes.push_back({"d/e/x", {}, {}});
    if (i == 5) writes.push_back({"new1/a/b", "changed", {}});
    EXPECT_EQ(left(apply(put(writes))), "");
  }
  for (std::uint64_t i = 6; i >= 1; --i) {
    if (i % 2 == 0) open();
    EXPECT_EQ(left(undo(i)), "") << i;
    ASSERT_SAME_TREE(pictures[i - 1], picture(root_, k_all));
  }
  const Outcome outcome = redo(1);
  EXPECT_EQ(left(outcome), "");
  EXPECT_EQ(left(redo(2)), "");
}

TEST_F(Undo, OfACreatedFolderKeepsWhatSomebodyPutIntoIt) {
  open();
  const auto n = put({{"d/a/f", "1", {}}, {"other", "1", {}}});
  apply(n);
  write("d/a/users", "u");
  const Outcome outcome = undo(n);
  EXPECT_EQ(left(outcome), "d: d/a/users was made or changed by somebody since\n");
  EXPECT_EQ(read("d/a/users"), "u");
  EXPECT_EQ(read("d/a/f"), "1");
  EXPECT_FALSE(has("other"));
  ::unlink(at("d/a/users").c_str());
  EXPECT_EQ(left(undo(n)), "") << "and goes when that is gone";
  EXPECT_FALSE(has("d"));
}

TEST_F(Undo, OfACreatedFolderNamesTheTransactionThatWorkedInIt) {
  open();
  const auto first = put({{"d/f", "1", {}}}, "first");
  apply(first);
  const auto second = put({{"d/g", "2", {}}, {"d/f", {}, {}}}, "second");
  apply(second);
  EXPECT_EQ(left(undo(first)), "d: d/f was changed since by transaction 2 (second)\n");
  EXPECT_EQ(left(undo(second)), "");
  EXPECT_EQ(left(undo(first)), "");
  EXPECT_FALSE(has("d"));
}

TEST_F(Undo, OfAnEditInAFolderThatWasDeletedLater) {
  write("d/f", "0");
  open();
  const auto first = put({{"d/f", "1", {}}}, "first");
  apply(first);
  const auto second = begin("second");
  RUN_OR_SKIP(run_script(second, "rm -rf d"));
  plan(second);
  apply(second);
  EXPECT_EQ(undo(first).left.size(), 1U);
  EXPECT_EQ(store_->content(first, effect(first, "d/f"), Store::Side::after, 99).value_or("?"), "1") << "in the later one's";
  EXPECT_EQ(left(undo(second)), "");
  EXPECT_EQ(left(undo(first)), "");
  EXPECT_EQ(read("d/f"), "0");
}

TEST_F(Undo, AnySequenceOfPartsKeepsTheStatesTrue) {
  write("a", "0");
  write("b", "0");
  write("c", "0");
  open();
  const Picture before = picture(root_, k_all);
  const auto n = put({{"a", "1", {}}, {"b", {}, {}}, {"c", "1", {}}, {"d", "1", {}}});
  const auto only = [](std::string paths) {
    return [paths](const Effect& e) { return paths.find(e.path) != std::string::npos; };
  };
  const auto states = [&] {
    std::string out;
    for (const Effect& e : find(n).effects) out += std::string(name(e.state)).substr(0, 1);
    return out;
  };
  const auto tree = [&] {
    std::string out;
    for (const char* path : {"a", "b", "c", "d"}) out += has(path) ? read(path) : "-";
    return out;
  };
  apply(n, only("ab"));
  EXPECT_EQ(states() + tree(), "aapp1-0-");
  undo(n, only("b"));
  EXPECT_EQ(states() + tree(), "aupp100-");
  apply(n, only("cd"));
  EXPECT_EQ(states() + tree(), "auaa1011");
  open();
  EXPECT_EQ(states() + tree(), "auaa1011");
  redo(n);
  EXPECT_EQ(states() + tree(), "aaaa1-11");
  undo(n, only("ad"));
  EXPECT_EQ(states() + tree(), "uaau0-1-");
  open();
  undo(n);
  EXPECT_EQ(states() + tree(), "uuuu000-");
  EXPECT_SAME_TREE(before, picture(root_, k_all));
  EXPECT_EQ(store_->undo(n).error().code, base::Code::not_found);
  apply(n);
  EXPECT_EQ(states() + tree(), "aaaa1-11");
}

TEST_F(Undo, ContentIsFoundWhereverItIs) {
  write("f", "0");
  ASSERT_EQ(::symlink("t0", at("l").c_str()), 0);
  open();
  const auto first = put({{"f", "1", {}}, {"dir/x", "in", {}}});
  const auto of = [&](std::uint64_t n, const std::string& path, Store::Side side) {
    Effect asked;
    asked.path = path;
    const auto bytes = store_->content(n, asked, side, 100);
    return bytes ? *bytes : std::string(base::name(bytes.error().code));
  };
  using enum Store::Side;
  EXPECT_EQ(of(first, "f", before) + of(first, "f", after), "01");
  EXPECT_EQ(of(first, "dir/x", after), "in");
  apply(first);
  EXPECT_EQ(of(first, "f", before) + of(first, "f", after), "01");
  const auto second = put({{"f", "2", {}}, {"dir/x", "in2", {}}});
  apply(second);
  EXPECT_EQ(of(first, "f", before) + of(first, "f", after), "01");
  EXPECT_EQ(of(second, "f", before) + of(second, "f", after), "12");
  EXPECT_EQ(of(second, "dir/x", before), "in");
  undo(second);
  EXPECT_EQ(of(first, "f", after) + of(second, "f", after), "12");
  EXPECT_EQ(of(first, "dir", after), "invalid");
  EXPECT_EQ(of(first, "nope", after), "not_found");
  EXPECT_EQ(of(first, "dir/x", before), "not_found");
  EXPECT_EQ(store_->content(first, effect(first, "f"), after, 0).error().code, base::Code::too_big);
  EXPECT_EQ(store_->where(first, "f", after).value_or(""), at("f"));
  ASSERT_TRUE(base::write_file(at("f"), "user").has_value());
  EXPECT_EQ(of(first, "f", after), "not_found") << "overwritten by somebody else";
}

TEST_F(Undo, AnEditorThatHeldTheOldFileOpenLosesNothing) {
  write("f", "0");
  base::Fd held(::open(at("f").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  open();
  auto n = put({{"f", "1", {}}});
  apply(n);
  ASSERT_TRUE(base::write_all(held.get(), " and more").has_value());
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_EQ(read("f"), "0 and more");
  EXPECT_EQ(left(redo(n)).substr(0, 3), "f: ") << "it is not what was taken back";
}

TEST_F(Undo, RedoIsUnderTheSameCare) {
  write("f", "0");
  open();
  const auto n = put({{"f", "1", {}}, {"g", "1", {}}});
  apply(n);
  undo(n);
  ASSERT_TRUE(base::write_file(at("f"), "user").has_value());
  write("g", "user");
  EXPECT_EQ(redo(n).left.size(), 2U);
  EXPECT_EQ(read("f") + read("g"), "useruser");
  EXPECT_EQ(effect(n, "f").state, State::undone);
}

TEST_F(Undo, RestoresXattrsAndModesOfFilesAndFolders) {
  write("d/f", "0");
  if (::setxattr(at("d/f").c_str(), "user.a", "old", 3, 0) != 0) GTEST_SKIP() << "no xattrs here";
  ASSERT_EQ(::setxattr(at("d").c_str(), "user.dir", "x", 1, 0), 0);
  open();
  const Picture before = picture(root_, k_all);
  const auto n = begin();
  RUN_OR_SKIP(run_inside(n, [] {
    ::setxattr("d/f", "user.a", "new", 3, 0);
    ::setxattr("d/f", "user.b", "\0\xff", 2, 0);
    ::removexattr("d", "user.dir");
    ::chmod("d", 0700);
  }));
  plan(n);
  EXPECT_EQ(told(n), "attributes d, attributes d/f");
  Picture inside;
  ASSERT_TRUE(picture_inside(n, inside));
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_SAME_TREE(inside, picture(root_));
  open();
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_SAME_TREE(before, picture(root_, k_all));
}

// ---- room ----

TEST_F(Undo, TheQuotaDropsTheOldestFirstAndSaysSo) {
  for (int i = 0; i < 4; ++i) write("f" + std::to_string(i), std::string(1000, 'a'));
  open();
  for (int i = 0; i < 4; ++i) apply(put({{"f" + std::to_string(i), "new", {}}}));
  EXPECT_EQ(store_->stored_bytes(), 4000U);
  const auto gone = store_->shrink(2500);
  ASSERT_TRUE(gone.has_value());
  EXPECT_EQ(*gone, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(store_->stored_bytes(), 2000U);
  EXPECT_TRUE(find(1).expired);
  EXPECT_EQ(store_->undo(1).error().code, base::Code::not_found);
  open();
  EXPECT_TRUE(find(2).expired);
  EXPECT_EQ(store_->stored_bytes(), 2000U);
  EXPECT_EQ(left(undo(3)), "");
  EXPECT_FALSE(base::exists(store_->upper(1) + "/f0"));
}

TEST_F(Undo, ApplyKeepsTheQuotaButNotAtItsOwnCost) {
  write("f", std::string(1000, 'a'));
  write("g", std::string(1000, 'a'));
  StoreOptions o = options();
  o.bytes_max = 500;
  open(o);
  const auto first = put({{"f", "1", {}}});
  apply(first);
  EXPECT_FALSE(find(first).expired);
  apply(put({{"g", "1", {}}}));
  EXPECT_TRUE(find(first).expired);
  EXPECT_EQ(store_->stored_bytes(), 1000U);
}

TEST_F(Undo, WhatAnEditorWroteIntoAnOldVersionIsNotExpired) {
  write("f", "0");
  base::Fd held(::open(at("f").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  open();
  apply(put({{"f", "1", {}}}));
  ASSERT_TRUE(base::write_all(held.get(), " and more").has_value());
  ASSERT_TRUE(store_->shrink(0).has_value());
  ASSERT_EQ(store_->recovered().size(), 1U);
  EXPECT_EQ(bytes_of(store_dir_ + "/kept/1-x0-f"), "0 and more");
}

TEST_F(Undo, DroppedOnesAreRecordsAndEmptyOnesAreNothing) {
  write("f", "0");
  open();
  const auto first = put({{"f", "1", {}}});
  ASSERT_TRUE(store_->drop(first).has_value());
  const auto second = begin();
  plan(second);
  ASSERT_TRUE(store_->drop(second).has_value());
  open();
  ASSERT_EQ(store_->all().size(), 1U);
  EXPECT_TRUE(find(first).dropped);
  EXPECT_EQ(effect(first, "f").state, State::dropped);
  EXPECT_TRUE(store_->apply(first)->done.empty());
  EXPECT_EQ(read("f"), "0");
}

TEST_F(Undo, ADroppedUndoDoesNotStandInTheWayOfAnEarlierOne) {
  write("f", "0");
  open();
  const auto first = put({{"f", "1", {}}});
  apply(first);
  const auto second = put({{"f", "2", {}}});
  apply(second);
  undo(second);
  ASSERT_TRUE(store_->drop(second).has_value());
  open();
  EXPECT_EQ(left(undo(first)), "");
  EXPECT_EQ(read("f"), "0");
}

}  // namespace
}  // namespace txn
