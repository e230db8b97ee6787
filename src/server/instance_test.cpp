#include "server/instance.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace server {
namespace {

TEST(Instance, ThereIsOneAndOthersLearnWhereItIs) {
  auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const std::string folder = dir->path() + "/server";
  EXPECT_FALSE(Instance::running(folder));
  {
    auto first = Instance::claim(folder);
    ASSERT_TRUE(first) << first.error().what;
    EXPECT_EQ(first->last_port(), 0);
    ASSERT_TRUE(first->announce("http://127.0.0.1:4711/"));
    EXPECT_EQ(Instance::running(folder), "http://127.0.0.1:4711/");
    auto second = Instance::claim(folder);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, base::Code::exists);
  }
  EXPECT_FALSE(Instance::running(folder));
  auto next = Instance::claim(folder);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->last_port(), 4711);
}

TEST(Instance, AKilledServerLeavesThePlaceFree) {
  auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto claimed = Instance::claim(dir->path());
    if (claimed) (void)claimed->announce("http://127.0.0.1:1/");
    (void)!::write(ready[1], "x", 1);
    ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(Instance::running(dir->path()), "http://127.0.0.1:1/");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(Instance::running(dir->path()));
  EXPECT_TRUE(Instance::claim(dir->path()));
}

}  // namespace
}  // namespace server
