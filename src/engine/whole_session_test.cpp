#include "whole_session.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/paths.h"

using namespace engine;

namespace {

struct State {
  State() : dir(base::TempDir::make("plumb-whole-").value()) { settings.places.state = base::join(dir.path(), "state"); }
  base::TempDir dir;
  Settings settings;
  [[nodiscard]] std::string sessions() const { return base::join(settings.places.state, "sessions"); }
};

TEST(WholeSession, IsThereWholeOrNotAtAll) {
  State state;
  bool is_seen = true;
  const auto made = make_whole(state.settings, "A", [&](const std::string& dir) -> base::Result<> {
    if (auto done = base::make_dirs(dir, 0700); !done) return done;
    is_seen = base::exists(base::join(state.sessions(), "A"));   // as somebody who lists sessions now, or after a kill
    return base::write_file(base::join(dir, "log.jsonl"), "x");
  });
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_FALSE(is_seen);
  EXPECT_EQ(base::read_file(base::join(state.sessions(), "A/log.jsonl")).value(), "x");

  const auto failed = make_whole(state.settings, "B", [&](const std::string& dir) -> base::Result<> {
    if (auto done = base::make_dirs(dir, 0700); !done) return done;
    return base::fail(base::Code::no_space, "full");
  });
  EXPECT_EQ(failed.error().code, base::Code::no_space);
  EXPECT_EQ(base::list_dir(state.sessions()).value(), std::vector<std::string>{"A"});
  EXPECT_TRUE(base::list_dir(base::join(state.settings.places.state, "unfinished")).value().empty());
}

TEST(WholeSession, RemovesWhatAKillLeft) {
  State state;
  const auto folder = base::join(state.settings.places.state, "unfinished");
  for (const auto* name : {"old", "new"}) ASSERT_TRUE(base::make_dirs(base::join(folder, name)));
  const timespec long_ago[2] = {{1'000'000, 0}, {1'000'000, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, base::join(folder, "old").c_str(), long_ago, 0), 0);
  ASSERT_TRUE(make_whole(state.settings, "C", [](const std::string& dir) { return base::make_dirs(dir, 0700); }));
  EXPECT_EQ(base::list_dir(folder).value(), std::vector<std::string>{"new"}) << "another process may be at work on it";
}

}  // namespace
