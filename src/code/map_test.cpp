#include "code/map.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"
#include "text/utf8.h"

using namespace code;

namespace {

class MapTree : public ::testing::Test {
 protected:
  void put(const std::string& path, std::string_view bytes = "x\n") {
    ASSERT_TRUE(base::make_dirs(base::parent(base::join(dir_->path(), path))));
    ASSERT_TRUE(base::write_file(base::join(dir_->path(), path), bytes));
  }
  [[nodiscard]] std::string map(std::size_t bytes_max = 3000) const {
    MapOptions options;
    options.bytes_max = bytes_max;
    const auto out = project_map(dir_->path(), options);
    return out ? *out : out.error().what;
  }
  base::Result<base::TempDir> dir_ = base::TempDir::make();
};

}  // namespace

TEST_F(MapTree, TellsWhatAProjectIs) {
  put("README.md", "\n<p>badge</p>\n[![x](y)]\n# Thing: does things\n");
  put("CMakeLists.txt");
  put("src/a.cpp", std::string(300, 'x'));
  put("src/a_test.cpp", std::string(100, 'x'));
  put("src/deep/down/b.cpp", "");
  put("tools/run.py", std::string(100, 'x'));
  put(".gitignore", "build\n");
  put("build/junk.cpp");
  EXPECT_EQ(map(), R"(6 files
README.md: Thing: does things
languages: C++ 80%, Python 20%
build and guides: CMakeLists.txt
test files: src (1)
CMakeLists.txt README.md
src/ 3
  a.cpp a_test.cpp
  deep/ 1
    down/ 1
      b.cpp
tools/ 1
  run.py
)");
  EXPECT_EQ(map(190), R"(6 files
README.md: Thing: does things
languages: C++ 80%, Python 20%
build and guides: CMakeLists.txt
test files: src (1)
CMakeLists.txt README.md
src/ 3
  deep/ 1
    down/ 1
tools/ 1
)");
}

TEST_F(MapTree, KeepsItsBoundAndIsValidUtf8) {
  for (int i = 0; i < 200; ++i) put("folder" + std::to_string(i) + "/f");
  put("bad\xFF\nname/x");
  for (const std::size_t bound : {0U, 1U, 20U, 100U, 500U, 5000U}) {
    const std::string text = map(bound);
    EXPECT_LE(text.size(), bound);
    EXPECT_TRUE(text::is_valid_utf8(text));
    EXPECT_EQ(text, map(bound));
  }
  EXPECT_NE(map().find("folder0/ 1\n"), std::string::npos);
  EXPECT_EQ(project_map("/nowhere/at/all").error().code, base::Code::not_found);
}
