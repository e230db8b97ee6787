#include "io/filter.h"

#include <gtest/gtest.h>

#include "base/env.h"

namespace io {
namespace {

constexpr Millis k_long{60000};

ProcessSpec script(std::string text) {
  ProcessSpec spec;
  spec.argv = {"/bin/sh", "-c", std::move(text)};
  spec.env = base::Env::of_process().all();
  return spec;
}

base::Result<Finished> run(std::string text, std::string input, std::size_t max = 100) {
  Loop loop;
  return loop.run(filter(loop, script(std::move(text)), std::move(input), k_long, max));
}

TEST(Filter, GivesATextLargerThanAPipeAndTakesOneBack) {
  const std::string large(std::size_t{3} << 20, 'x');
  const auto done = run("cat", large, std::size_t{4} << 20);
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->out, large);
}

TEST(Filter, EndsWithAProgramThatDoesNotReadIt) {
  const std::string large(std::size_t{3} << 20, 'x');
  for (const char* text : {"exec 0<&-; echo done; exit 3", "echo done; exit 3"}) {
    const auto done = run(text, large);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(done->out, "done\n");
    EXPECT_EQ(done->status.code, 3);
  }
}

TEST(Filter, ClosesTheInputAlsoOfAnEmptyText) {
  const auto done = run("wc -c", "");
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->out, "0\n");
}

}  // namespace
}  // namespace io
