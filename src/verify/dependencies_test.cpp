#include "verify/dependencies.h"

#include <gtest/gtest.h>

namespace verify {
namespace {

std::string added(std::vector<ChangedFile> files) {
  std::string out;
  for (const auto& one : new_dependencies(files)) out += (out.empty() ? "" : " ") + one.name;
  return out;
}

struct Case {
  const char *path, *before, *after, *added;
};

TEST(Dependencies, AreReadFromManifests) {
  const Case cases[] = {
      {"package.json", R"({"dependencies":{"a":"1"}})", R"({"dependencies":{"a":"2","b":"1"},"devDependencies":{"c":"1"}})", "b c"},
      {"web/package.json", R"({"dependencies":{"a":"1"}})", R"({"devDependencies":{"a":"1","own":"workspace:*"},"scripts":{"x":"y"}})", ""},
      {"requirements.txt", "requests>=2\n", "Requests==3\n# x\nflask[async]~=2 ; python_version>'3'\n-r other.txt\n", "flask"},
      {"requirements/dev.txt", "", "black\ngit+https://example.org/x.git\n", "black git+https://example.org/x.git"},
      {"requirements-test.txt", "", "pytest_mock\n", "pytest-mock"},
      {"notes.txt", "", "flask\n", ""},
      {"pyproject.toml", "[project]\ndependencies = [\"a>1\"]\n",
       "[project]\ndependencies = [\"a\", \"b[x]>=1\"]\n[project.optional-dependencies]\nt = [\"c\"]\n[dependency-groups]\nd = [\"e\"]\n", "b c e"},
      {"pyproject.toml", "", "[tool.poetry.dependencies]\npython = \"^3\"\nx = \"1\"\nown = {path=\"../own\"}\n[tool.poetry.group.dev.dependencies]\ny=\"1\"\n", "x y"},
      {"Pipfile", "", "[packages]\nx = \"*\"\n", "x"},
      {"setup.py", "", "setup(install_requires=['a>=1', \"b\"], extras_require={'t': ['c']})", "a b c"},
      {"setup.cfg", "", "[metadata]\nname = x\n[options]\ninstall_requires =\n  a>=1\n  b\nzip_safe = no\n", "a b"},
      {"Cargo.toml", "[dependencies]\nserde = \"1\"\n", "[dependencies]\nserde = \"2\"\nrand = \"1\"\nown = { path = \"own\" }\n[dev-dependencies]\nt = \"1\"\n[target.'cfg(unix)'.dependencies]\nu=\"1\"\n", "rand t u"},
      {"go.mod", "module m\nrequire a.org/x v1\n", "module m\nrequire (\n\ta.org/x v1\n\tb.org/y v1 // indirect\n)\n", "b.org/y"},
      {"CMakeLists.txt", "find_package(ZLIB)\n", "find_package(ZLIB REQUIRED)\n# find_package(No)\nFIND_PACKAGE ( fmt 9 )\npkg_check_modules(GTK REQUIRED gtk4>=4)\nFetchContent_Declare(json URL x)\n", "fmt gtk4 json"},
      {"cmake/x.cmake", "", "find_package(Boost)\nmy_find_package(x)\n", "Boost"},
      {"vcpkg.json", R"({"dependencies":["a"]})", R"({"dependencies":["a",{"name":"b"}]})", "b"},
      {"conanfile.txt", "", "[requires]\nzlib/1.2\n[generators]\ncmake\n", "zlib"},
      {"pom.xml", "<project/>", "<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency></dependencies></project>", "g:a"},
      {"app/build.gradle", "", "dependencies {\n  implementation 'g:a:1.0'\n  testImplementation(\"h:b:2\")\n  api project(':x')\n  implementation(libs.foo.bar)\n}\n", "g:a h:b libs.foo.bar"},
      {"gradle/libs.versions.toml", "", "[libraries]\nx = \"g:a:1\"\n", "x"},
      {"Gemfile", "", "source 'x'\ngem 'rails', '7'\n", "rails"},
      {"composer.json", "{}", R"({"require":{"a/b":"1"}})", "a/b"},
      {"x.csproj", "", "<ItemGroup><PackageReference Include=\"A.B\" Version=\"1\" /></ItemGroup>", "A.B"},
      {"package.json", "{}", "{ broken", ""},
      {"pyproject.toml", "", "= broken", ""},
      {"pom.xml", "", "<broken", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(added({{c.path, c.before, c.after}}), c.added) << c.path << "\n" << c.after;
}

TEST(Dependencies, OfAMovedManifestAreNotNew) {
  EXPECT_EQ(added({{"a/package.json", R"({"dependencies":{"x":"1"}})", std::nullopt}, {"b/package.json", std::nullopt, R"({"dependencies":{"x":"1","y":"1"}})"}}), "y");
  EXPECT_EQ(added({{"requirements.txt", "a\n", std::nullopt}, {"pyproject.toml", std::nullopt, "[project]\ndependencies=[\"a\"]\n"}}), "");
}

TEST(Dependencies, OfABrokenManifestAreNotKnown) {
  const auto unread = [](const char* path, const char* before, const char* after) { return !unread_manifests({{path, before, after}}).empty(); };
  EXPECT_TRUE(unread("package.json", "{}", "{ broken"));
  EXPECT_TRUE(unread("package.json", "{}", "[]"));
  EXPECT_TRUE(unread("package.json", "{ broken", "{}"));
  EXPECT_TRUE(unread("pyproject.toml", "", "= broken"));
  EXPECT_TRUE(unread("pom.xml", "<a/>", "<broken"));
  EXPECT_FALSE(unread("requirements.txt", "", "( broken"));   // lines, whatever they say
  EXPECT_FALSE(unread("notes.json", "{}", "{ broken"));
  EXPECT_TRUE(unread_manifests({{"package.json", "{}", std::nullopt}}).empty());
}

TEST(Dependencies, AreNotHiddenByAByteOrderMark) {
  EXPECT_EQ(added({{"package.json", "{}", "\xEF\xBB\xBF{\"dependencies\":{\"x\":\"1\"}}"}}), "x");
  EXPECT_EQ(added({{"requirements.txt", "", "\xEF\xBB\xBF" "flask\n"}}), "flask");
}

}  // namespace
}  // namespace verify
