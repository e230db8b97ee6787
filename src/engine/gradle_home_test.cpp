#include "gradle_home.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

namespace engine {
namespace {

TEST(GradleHome, LendsDistributionsAndNoSettings) {
  auto made = base::TempDir::make();
  ASSERT_TRUE(made);
  const std::string theirs = made->path() + "/theirs", own = made->path() + "/own";
  const std::string dist = theirs + "/wrapper/dists/gradle-8.1-bin/abc";
  ASSERT_TRUE(base::make_dirs(dist + "/gradle-8.1/bin"));
  ASSERT_TRUE(base::write_file(dist + "/gradle-8.1-bin.zip.ok", ""));
  ASSERT_TRUE(base::write_file(dist + "/gradle-8.1-bin.zip.lck", ""));
  ASSERT_TRUE(base::write_file(theirs + "/gradle.properties", "password=x"));
  for (int again = 0; again < 2; ++again) {
    ASSERT_TRUE(make_gradle_home(theirs, own));
    EXPECT_TRUE(base::is_dir(own + "/wrapper/dists/gradle-8.1-bin/abc/gradle-8.1/bin"));
    EXPECT_TRUE(base::exists(own + "/wrapper/dists/gradle-8.1-bin/abc/gradle-8.1-bin.zip.ok"));
    EXPECT_FALSE(base::exists(own + "/wrapper/dists/gradle-8.1-bin/abc/gradle-8.1-bin.zip.lck"));
    EXPECT_FALSE(base::exists(own + "/gradle.properties"));
  }
}

TEST(GradleHome, NeedsNoneOfTheUsers) {
  auto made = base::TempDir::make();
  ASSERT_TRUE(made);
  ASSERT_TRUE(make_gradle_home(made->path() + "/none", made->path() + "/own"));
  EXPECT_TRUE(base::is_dir(made->path() + "/own"));
}

}  // namespace
}  // namespace engine
