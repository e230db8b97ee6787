#include "sandbox/box.h"

#include "box_world.h"

namespace sandbox {
namespace {

TEST_F(BoxTest, HoldsWhatACommandWritesInTheUpper) {
  START_BOX();
  const View view = world.overlay();
  const Done done = world.sh("echo new > file; cat file", view);
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.out, "new\n");
  EXPECT_EQ(World::read(view.upper + "/file"), "new\n");
  EXPECT_EQ(World::read(world.project + "/file"), "old\n");
}

}  // namespace
}  // namespace sandbox
