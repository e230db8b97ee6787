// The life of a transaction: begin, put, plan, apply, undo, redo, drop.

#include "test_tree.h"

namespace txn {
namespace {

class StoreLife : public TreeTest {};

TEST_F(StoreLife, AnEditIsPlannedAppliedUndoneAndRedone) {
  write("src/a.c", "old", 0640);
  write("gone", "g");
  open();
  const Picture before = picture(root_, {.folder_times = true, .link_times = true});
  const auto n = put({{"src/a.c", "new", {}}, {"src/deep/b.c", "b", {}}, {"gone", {}, {}}});
  EXPECT_EQ(told(n), "deleted gone, modified src/a.c, created src/deep");
  EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));

  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(read("src/a.c"), "new");
  EXPECT_EQ(stat_of("src/a.c").st_mode & 07777U, 0640U);
  EXPECT_EQ(read("src/deep/b.c"), "b");
  EXPECT_FALSE(has("gone"));
  const Picture after = picture(root_);

  EXPECT_EQ(left(undo(n)), "");
  EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));
  EXPECT_EQ(left(redo(n)), "");
  EXPECT_SAME_TREE(after, picture(root_));
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));
  EXPECT_EQ(effect(n, "gone").state, State::undone);
  ASSERT_TRUE(store_->drop(n).has_value());
  EXPECT_TRUE(find(n).dropped);
  EXPECT_FALSE(base::exists(store_->upper(n)));
}

TEST_F(StoreLife, ACommandInARealOverlay) {
  write("d/f", "1\n");
  write("a", "2\n");
  write("e/x", "x");
  write("g/h/y", "y");
  write("z", "z");
  write("k/k", "k");
  open();
  const Picture before = picture(root_, {.folder_times = true, .link_times = true});
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "echo 2 >> d/f; mv a b; mkdir new; mkdir new/sub; rm -rf e; mkdir e; echo e > e/new;"
                            "rm -rf g; chmod 600 z; echo new >new/n; mv k/k k2; ln -s new link"));
  plan(n);
  EXPECT_EQ(told(n), "deleted a, created b, modified d/f, created e/new, deleted e/x, deleted g, deleted k/k, created k2, "
                     "created link, created new, attributes z");
  EXPECT_EQ(effect(n, "b").renamed_from, "a");
  EXPECT_EQ(effect(n, "k/k").renamed_to, "k2");
  EXPECT_EQ(effect(n, "g").entries, 3U);
  Picture inside;
  ASSERT_TRUE(picture_inside(n, inside));
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_SAME_TREE(inside, picture(root_));
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));
  open();
  EXPECT_EQ(left(redo(n)), "");
  EXPECT_SAME_TREE(inside, picture(root_));
}

}  // namespace
}  // namespace txn
