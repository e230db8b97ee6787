#include "sandbox/box.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

namespace sandbox {
namespace {

TEST(Box, HoldsWhatACommandWritesInTheUpper) {
  auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  const std::string root = temp->path();
  for (const char* each : {"/p", "/s", "/s/u", "/s/w"}) ASSERT_TRUE(base::make_dirs(root + each));
  ASSERT_TRUE(base::write_file(root + "/p/file", "old"));
  io::Loop loop;
  BoxOptions options;
  options.helper = {PLUMB_TXD};
  options.project = root + "/p";
  options.store = root + "/s";
  auto box = loop.run(Box::start(loop, options));
  if (!box) GTEST_SKIP() << box.error().what;
  io::ProcessSpec spec;
  spec.argv = {"sh", "-c", "echo new > file; cat file"};
  spec.env = {{"PATH", "/usr/bin:/bin"}};
  spec.cwd = options.project;
  View view{.kind = View::Kind::overlay, .upper = root + "/s/u", .work = root + "/s/w"};
  auto process = loop.run((*box)->run(spec, view));
  ASSERT_TRUE(process) << process.error().what;
  EXPECT_EQ(loop.run((*process)->read_out()).value_or("none"), "new\n");
  auto status = loop.run((*process)->wait());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 0);
  EXPECT_EQ(base::read_file(root + "/s/u/file").value_or("none"), "new\n");
  EXPECT_EQ(base::read_file(root + "/p/file").value_or("none"), "old");
}

}  // namespace
}  // namespace sandbox
