#include "git_index.h"

#include <gtest/gtest.h>

#include <random>

#include "policy_for_test.h"

using namespace workspace;

namespace {

std::string number(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
  return out;
}

struct Made {
  std::string path;
  std::uint32_t mode = 0100644;
  std::uint32_t stage = 0;
  bool is_extended = false;
};

// An index as git would write it.
std::string make_index(std::uint32_t version, const std::vector<Made>& entries,
                       const std::string& extensions = "", std::size_t hash_size = 20) {
  std::string out = "DIRC" + number(version) + number(static_cast<std::uint32_t>(entries.size()));
  std::string last;
  for (const Made& made : entries) {
    const std::size_t begin = out.size();
    for (std::uint32_t i = 0; i < 10; ++i)
      out += number(i == 6 ? made.mode : i == 2 ? 1000 : i == 3 ? 7 : i == 9 ? 42 : i);
    out += std::string(hash_size, 'h');
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(made.path.size(), 0xfff));
    const std::uint32_t flags = made.stage << 12 | (made.is_extended ? 0x4000u : 0) | length;
    out.push_back(static_cast<char>(flags >> 8));
    out.push_back(static_cast<char>(flags));
    if (made.is_extended) out += std::string("\x20\0", 2);
    if (version == 4) {
      std::size_t same = 0;
      while (same < last.size() && same < made.path.size() && last[same] == made.path[same]) ++same;
      std::size_t dropped = last.size() - same;
      std::string coded(1, static_cast<char>(dropped & 127));
      while ((dropped >>= 7) != 0) coded.insert(0, 1, static_cast<char>(128 | (--dropped & 127)));
      out += coded + made.path.substr(same) + '\0';
      last = made.path;
    } else {
      out += made.path;
      do out.push_back('\0');
      while ((out.size() - begin) % 8 != 0);
    }
  }
  return out + extensions + std::string(hash_size, 's');
}

std::string extension(const std::string& kind, const std::string& bytes) {
  return kind + number(static_cast<std::uint32_t>(bytes.size())) + bytes;
}

}  // namespace

TEST(GitIndex, ReadsAllVersions) {
  const std::string deep(300, 'd');
  for (const std::uint32_t version : {2u, 3u, 4u})
    for (const std::size_t hash_size : {20u, 32u}) {
      std::vector<Made> entries = {{"a"},       {"a/b", 0120000}, {"a/bc", 0100755}, {"a/c", 0160000},
                                   {deep + "/1"}, {deep + "/2"}, {"x", 0100644, 1}, {"x", 0100644, 2},
                                   {"x", 0100644, 3}, {"y"}};
      if (version > 2) entries.push_back({"z", 0100644, 0, true});
      const auto index = GitIndex::parse(make_index(version, entries, "", hash_size), hash_size);
      ASSERT_TRUE(index) << version << index.error().what;
      EXPECT_EQ(index->size(), entries.size());
      for (const Made& made : entries) {
        const auto found = index->find(made.path);
        ASSERT_FALSE(found.empty()) << made.path;
        EXPECT_EQ(found[0].mode, made.mode);
        EXPECT_EQ(found[0].mtime_s, 1000u);
        EXPECT_EQ(found[0].mtime_ns, 7u);
        EXPECT_EQ(found[0].size, 42u);
        EXPECT_EQ(found[0].hash.hex(), [&] {
          std::string hex;
          for (std::size_t i = 0; i < hash_size; ++i) hex += "68";
          return hex;
        }());
      }
      EXPECT_EQ(index->find("x").size(), 3u);
      EXPECT_EQ(index->find("x")[2].stage, 3);
      for (const char* missing : {"", "b", "a/", "a/b/c", "zz", "X"})
        EXPECT_TRUE(index->find(missing).empty()) << missing;
      EXPECT_TRUE(index->has_below(""));
      EXPECT_TRUE(index->has_below("a"));
      EXPECT_TRUE(index->has_below(deep));
      EXPECT_FALSE(index->has_below("x"));
      EXPECT_FALSE(index->has_below("a/b"));
    }
}

TEST(GitIndex, AnEmptyOneHasNothing) {
  const auto index = GitIndex::parse(make_index(2, {}), 20);
  ASSERT_TRUE(index);
  EXPECT_FALSE(index->has_below(""));
}

TEST(GitIndex, FindsInAnyOrder) {
  const auto index = GitIndex::parse(make_index(2, {{"c"}, {"a"}, {"b"}}), 20);
  ASSERT_TRUE(index);
  for (const char* path : {"a", "b", "c"}) EXPECT_EQ(index->find(path).size(), 1u) << path;
}

TEST(GitIndex, RefusesWhatIsNotAnIndex) {
  const std::string good = make_index(2, {{"a"}});
  std::string many = good;
  many.replace(8, 4, number(0xffffffff));
  const struct {
    std::string bytes;
    const char* why;
  } k_cases[] = {
      {"", "no index"},
      {"DIRC", "no index"},
      {"XIRC" + good.substr(4), "no index"},
      {make_index(1, {}), "version 1"},
      {make_index(5, {}), "version 5"},
      {many, "more entries than bytes"},
      {make_index(2, {{"a", 0100644, 0, true}}), "extended flags"},
      {make_index(2, {{std::string(5000, 'a')}}), "4096"},
      {make_index(2, {}, "TREE" + number(99)), "extension is cut off"},
      {make_index(2, {}, "TRE"), "extension is cut off"},
      {make_index(2, {}, extension("fsmz", "")), "does not know"},
      {make_index(2, {}, extension("link", "short")), "link without a hash"},
  };
  for (const auto& row : k_cases) {
    const auto index = GitIndex::parse(row.bytes, 20);
    ASSERT_FALSE(index) << row.why;
    EXPECT_NE(index.error().what.find(row.why), std::string::npos) << index.error().what;
  }
  std::string v4 = make_index(4, {{"abc"}, {"abd"}});
  // The second name drops more than the first one has.
  const std::size_t at = 12 + 62 + 5 + 62;
  v4[at] = 100;
  EXPECT_FALSE(GitIndex::parse(v4, 20));
}

TEST(GitIndex, SkipsExtensionsAndNamesTheSharedPart) {
  const std::string hash(20, '\x12');
  const auto index = GitIndex::parse(
      make_index(2, {{"a"}}, extension("TREE", "xyz") + extension("sdir", "") + extension("link", hash)),
      20);
  ASSERT_TRUE(index) << index.error().what;
  EXPECT_EQ(index->shared(), "sharedindex.1212121212121212121212121212121212121212");
  const auto plain =
      GitIndex::parse(make_index(2, {{"a"}}, extension("link", std::string(20, '\0'))), 20);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->shared(), "");
}

TEST(GitIndex, SurvivesEveryCutAndEveryFlippedByte) {
  for (const std::uint32_t version : {2u, 3u, 4u}) {
    const std::string good =
        make_index(version, {{"a"}, {"a/b"}, {"a/bc"}, {"b"}}, extension("TREE", "abc"));
    for (std::size_t size = 0; size < good.size(); ++size)
      (void)GitIndex::parse(std::string_view(good).substr(0, size), 20);
    for (std::size_t at = 0; at < good.size(); ++at)
      for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
        std::string bad = good;
        bad[at] = byte;
        if (const auto index = GitIndex::parse(bad, 20))
          for (std::size_t i = 0; i < index->size(); ++i)
            EXPECT_FALSE(index->find(index->path(i)).empty());
      }
  }
}

TEST(GitIndex, AFewBytesDoNotUnfoldToMuch) {
  // Version 4: each name is the whole one before and one letter more.
  std::vector<Made> entries;
  for (std::size_t i = 1; i <= 4096; ++i) entries.push_back({std::string(i, 'a')});
  const std::string bytes = make_index(4, entries);
  EXPECT_LT(bytes.size(), 300'000u);
  EXPECT_TRUE(GitIndex::parse(bytes, 20));
  entries.push_back({std::string(4097, 'a')});
  EXPECT_FALSE(GitIndex::parse(make_index(4, entries), 20));
}

struct GitIndexOfGit : PolicyTest {};

TEST_F(GitIndexOfGit, ReadsWhatGitWrites) {
  if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
  std::mt19937 random(7);
  ASSERT_EQ(run("git init -q -b main"), "");
  for (int i = 0; i < 60; ++i) {
    std::string path;
    for (int parts = static_cast<int>(random() % 4); parts >= 0; --parts)
      path += (path.empty() ? "" : "/") + std::string(1 + random() % 20, static_cast<char>('a' + random() % 3)) +
              (parts > 0 ? "d" : "f");
    put(path, std::to_string(i));
  }
  ASSERT_EQ(run("ln -s x link && git add -A"), "");
  for (const char* version : {"2", "4"}) {
    ASSERT_EQ(run(std::string("git update-index --index-version ") + version), "");
    const auto index = GitIndex::parse(base::read_file(root + "/.git/index").value(), 20);
    ASSERT_TRUE(index) << index.error().what;
    std::string listed;
    for (std::size_t i = 0; i < index->size(); ++i) {
      const std::string path(index->path(i));
      char mode[16];
      std::snprintf(mode, sizeof mode, "%06o", index->find(path)[0].mode);
      listed += (i == 0 ? "" : "\n") + std::string(mode) + " " + index->find(path)[0].hash.hex() +
                " 0\t" + path;
    }
    EXPECT_EQ(listed, run("git ls-files -s"));
  }
}
