// Folders that a read-only view may write to: in every mode that restricts at all.
#include "box_world.h"

namespace sandbox {
namespace {

class WritableTest : public BoxTest {
 protected:
  View of(std::vector<std::string> folders) const {
    View view{.kind = View::Kind::read_only};
    for (auto& each : folders) view.writable.push_back(each.starts_with("/") ? each : world.project + "/" + each);
    return view;
  }
  void check_that_writes_stay_within() {
    World::write(world.project + "/dist/old", "old\n");
    const Done done = world.sh(
        "echo new > dist/old; echo x > dist/made; mkdir out/deep/sub; rm dist/old; mv dist/made dist/moved\n"
        "(echo x > file) 2>/dev/null || echo refused; (echo x > made) 2>/dev/null || echo refused\n"
        "mkdir other 2>/dev/null || echo refused; rmdir out/deep 2>/dev/null || echo refused\n",
        of({"dist", "out/deep"}));
    EXPECT_EQ(done.out, "refused\nrefused\nrefused\nrefused\n");
    EXPECT_FALSE(base::exists(world.project + "/dist/old"));
    EXPECT_EQ(World::read(world.project + "/dist/moved"), "x\n");
    EXPECT_TRUE(base::is_dir(world.project + "/out/deep/sub"));
    EXPECT_EQ(World::read(world.project + "/file"), "old\n");
    // For that command alone.
    EXPECT_NE(world.sh("echo x > dist/x", {.kind = View::Kind::read_only}).code, 0);
  }
};

TEST_F(WritableTest, AreWritableOverAReadOnlyViewAndMadeWhereMissing) {
  START_BOX();
  check_that_writes_stay_within();
}

TEST_F(WritableTest, WithoutAnOverlayToo) {
  world.options.mode = Mode::namespaces;
  START_BOX();
  check_that_writes_stay_within();
}

TEST_F(WritableTest, UnderLandlockAloneToo) {
  world.options.mode = Mode::landlock;
  START_BOX();
  check_that_writes_stay_within();
}

TEST_F(WritableTest, OnKernelsThatTakeLayersByPathToo) {
  world.options.helper.push_back("--layers-by-path");
  START_BOX();
  check_that_writes_stay_within();
}

TEST_F(WritableTest, AnEarlierSlotIsNotTakenForAnotherFolder) {
  START_BOX();
  world.box->prepare(of({"a"}));
  EXPECT_EQ(world.sh("echo x > b/x && cat b/x; (echo x > a/x) 2>/dev/null || echo refused", of({"b"})).out, "x\nrefused\n");
}

TEST_F(WritableTest, SeesWhatIsChangedWhileItRuns) {
  START_BOX();
  auto process = world.loop->run(world.box->run(
      world.script("echo up; while ! grep -q new file; do sleep 0.01; done; echo seen > dist/seen; cat file"), of({"dist"})));
  ASSERT_TRUE(process);
  ASSERT_EQ(world.loop->run((*process)->read_out()).value_or(""), "up\n");
  World::write(world.project + "/file", "new\n");   // by exchange, as effects are applied
  EXPECT_EQ(world.finish(**process).out, "new\n");
  EXPECT_EQ(World::read(world.project + "/dist/seen"), "seen\n");
}

TEST_F(WritableTest, WhatIsNoFolderOfTheProjectIsRefusedAndNothingIsMade) {
  World::make(world.project + "/.git/hooks");
  World::make(world.project + "/nested/.git");
  World::make(world.project + "/secret");
  World::write(world.project + "/nested/sub/x", "");
  ASSERT_EQ(::symlink(world.outside.c_str(), (world.project + "/link").c_str()), 0);
  ASSERT_EQ(::symlink(".git", (world.project + "/within").c_str()), 0);
  world.options.hidden.push_back(world.project + "/secret");
  START_BOX();
  struct Row {
    std::string folder, why;
  };
  const std::vector<Row> rows = {
      {world.project, "no folder in the project"},
      {world.outside, "no folder in the project"},
      {world.project + "2", "no folder in the project"},
      {"../outside", "no folder in the project"},
      {"a/../../outside", "no folder in the project"},
      {"dist/", "no folder in the project"},
      {".git", "belongs to a repository"},
      {".git/hooks", "belongs to a repository"},
      {"nested/.GIT/hooks", "belongs to a repository"},
      {"new/.git", "belongs to a repository"},
      {"nested", "holds a repository"},
      {"link", "is a link"},
      {"link/new", "is a link"},
      {"within/hooks", "is a link"},
      {"file", "Not a directory"},
      {"file/new", "Not a directory"},
      {"secret", "hidden"},
      {"secret/new", "hidden"},
  };
  for (const auto& row : rows) {
    const Done done = world.sh("true", of({row.folder}));
    ASSERT_TRUE(done.error) << row.folder;
    EXPECT_EQ(done.error->code, base::Code::invalid) << row.folder;
    EXPECT_NE(done.error->what.find(row.why), std::string::npos) << row.folder << ": " << done.error->what;
  }
  EXPECT_FALSE(base::exists(world.project + "/new"));
  EXPECT_FALSE(base::exists(world.outside + "/new"));
  EXPECT_FALSE(base::exists(world.project + "/secret/new"));
  View overlay = world.overlay();
  overlay.writable = {world.project + "/dist"};
  EXPECT_TRUE(world.sh("true", overlay).error);
  EXPECT_EQ(world.sh("echo x > nested/sub/y && echo fine", of({"nested/sub"})).out, "fine\n");
}

}  // namespace
}  // namespace sandbox
