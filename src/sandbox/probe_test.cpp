#include "sandbox/probe.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"

namespace sandbox {
namespace {

TEST(Probe, NamesEveryStepWithItsReasonAndLeavesNothingBehind) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  const std::string project = temp->path() + "/project", store = temp->path() + "/state/deep/store";
  ASSERT_TRUE(base::make_dirs(project));
  const auto began = base::steady_ms();
  const Probe found = probe({PLUMB_TXD}, project, store);
  std::printf("mode %s, %ld ms%s%s\n", std::string(name(found.mode)).c_str(), long(base::steady_ms() - began),
              found.why.empty() ? "" : ": ", found.why.c_str());
  for (const auto& each : found.abilities)
    std::printf("  %-50s %s %s | %s\n", each.what.c_str(), each.works ? "yes" : "NO", each.why.c_str(), each.remedy.c_str());
  EXPECT_FALSE(found.abilities.empty());
  for (const auto& each : found.abilities) {
    EXPECT_FALSE(each.what.empty());
    EXPECT_EQ(each.works, each.why.empty()) << each.what;
  }
  EXPECT_EQ(found.mode == Mode::overlay, found.why.empty());
  EXPECT_FALSE(base::exists(temp->path() + "/state"));
  EXPECT_TRUE(base::list_dir(project)->empty());
}

TEST(Probe, SaysThatAHelperIsMissing) {
  const Probe found = probe({"/not/there"}, "/tmp", "/tmp");
  EXPECT_EQ(found.mode, Mode::none);
  EXPECT_NE(found.why.find("/not/there"), std::string::npos) << found.why;
}

TEST(Probe, DoesNotOfferAnOverlayOverAnotherFileSystem) {
  if (!base::is_dir("/dev/shm")) GTEST_SKIP() << "no second file system";
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  const std::string store = "/dev/shm/plumb-" + base::random_hex(6);
  const Probe found = probe({PLUMB_TXD}, temp->path(), store);
  EXPECT_NE(found.mode, Mode::overlay);
  const auto rename = std::find_if(found.abilities.begin(), found.abilities.end(),
                                   [](const Ability& each) { return each.what.starts_with("rename into"); });
  ASSERT_NE(rename, found.abilities.end());
  EXPECT_FALSE(rename->works);
  EXPECT_NE(rename->what.find(store), std::string::npos);
  EXPECT_FALSE(base::exists(store));
}

TEST(SecretPlaces, AreThoseThatExist) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  const std::string& home = temp->path();
  for (const char* each : {"/.ssh", "/.config/google-chrome", "/harmless", "/plumb"})
    ASSERT_TRUE(base::make_dirs(home + each));
  ASSERT_TRUE(base::write_file(home + "/.netrc", "x"));
  const auto places = secret_places(home, {home + "/plumb", home + "/none"});
  const auto has = [&](const std::string& path) { return std::find(places.begin(), places.end(), path) != places.end(); };
  EXPECT_TRUE(has(home + "/.ssh"));
  EXPECT_TRUE(has(home + "/.netrc"));
  EXPECT_TRUE(has(home + "/.config/google-chrome"));
  EXPECT_TRUE(has(home + "/plumb"));
  EXPECT_FALSE(has(home + "/harmless"));
  EXPECT_FALSE(has(home + "/none"));
  EXPECT_FALSE(has(home + "/.aws"));
}

TEST(SecretPlaces, TheEnvFilesOfOtherProjectsAreSecretsToo) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  const std::string home = temp->path() + "/home", work = temp->path() + "/work", own = work + "/own";
  const auto put = [](const std::string& path) {
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, "KEY=SECRET\n"));
  };
  const std::vector<std::string> secrets = {home + "/.env", home + "/src/owner/app/.env", home + "/src/site/.env.local",
                                            work + "/other/.env", work + "/other/.env.production"};
  for (const auto& each : secrets) put(each);
  for (const auto& each : {own + "/.env", own + "/sub/.env", work + "/other/.env.example", work + "/other/env",
                           home + "/src/site/node_modules/x/.env", home + "/a/b/c/d/.env", home + "/opened/.env"})
    put(each);
  ASSERT_EQ(::symlink(own.c_str(), (work + "/link").c_str()), 0);
  EXPECT_EQ(env_files_of_others(home, {own, "", home + "/opened"}), secrets);
  EXPECT_TRUE(env_files_of_others("", {}).empty());
  EXPECT_TRUE(env_files_of_others(home, {temp->path()}).empty());   // all of it is the project
}

}  // namespace
}  // namespace sandbox
