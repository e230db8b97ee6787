#include "tools/patch.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>

#include "base/file.h"
#include "base/paths.h"

namespace tools {
namespace {

using Files = std::map<std::string, std::string>;

base::Result<PatchPlan> plan(const Files& files, std::string_view text) {
  auto patch = parse_patch(text);
  if (!patch) return base::fail(patch.error());
  return plan_patch(*patch, [&](const std::string& path) -> base::Result<std::optional<std::string>> {
    const auto found = files.find(path);
    if (found == files.end()) return std::optional<std::string>{};
    return std::optional(found->second);
  });
}

base::Result<Files> patched(Files files, std::string_view text) {
  auto made = plan(files, text);
  if (!made) return base::fail(made.error());
  for (const auto& file : made->files) {
    if (file.after) files[file.path] = *file.after;
    if (!file.after) files.erase(file.path);
  }
  return files;
}

std::string in_patch(std::string_view body) {
  return "*** Begin Patch\n" + std::string(body) + "*** End Patch\n";
}

// ---- what a patch makes of files ----

struct Case {
  const char* name;
  Files before;
  std::string body;   // between the first and the last line
  Files after;
};

const Case k_cases[] = {
    {"add", {}, "*** Add File: a\n+one\n+two\n", {{"a", "one\ntwo\n"}}},
    {"add in a new folder", {}, "*** Add File: x/y/a\n+one\n", {{"x/y/a", "one\n"}}},
    {"add an empty file", {}, "*** Add File: a\n", {{"a", ""}}},
    {"add a file of one empty line", {}, "*** Add File: a\n+\n", {{"a", "\n"}}},
    {"add over an existing file", {{"a", "old\n"}}, "*** Add File: a\n+new\n", {{"a", "new\n"}}},
    {"delete", {{"a", "x\n"}, {"b", "y\n"}}, "*** Delete File: a\n", {{"b", "y\n"}}},
    {"delete a binary file", {{"a", std::string("\0\1", 2)}}, "*** Delete File: a\n", {}},
    {"replace a line", {{"a", "1\n2\n3\n"}}, "*** Update File: a\n@@\n 1\n-2\n+two\n 3\n",
     {{"a", "1\ntwo\n3\n"}}},
    {"the first chunk may lack its marker", {{"a", "1\n2\n"}}, "*** Update File: a\n-2\n+two\n",
     {{"a", "1\ntwo\n"}}},
    {"several chunks", {{"a", "1\n2\n3\n4\n"}}, "*** Update File: a\n@@\n-2\n+two\n@@\n-4\n+four\n",
     {{"a", "1\ntwo\n3\nfour\n"}}},
    {"blank lines between chunks and hunks", {{"a", "1\n2\n3\n"}, {"b", "x\n"}},
     "*** Update File: a\n@@\n-1\n+one\n\n@@\n-3\n+three\n\n\n*** Delete File: b\n\n",
     {{"a", "one\n2\nthree\n"}}},
    {"context chooses among equal lines", {{"a", "f:\n  x\ng:\n  x\n"}},
     "*** Update File: a\n@@ g:\n-  x\n+  y\n", {{"a", "f:\n  x\ng:\n  y\n"}}},
    {"two contexts, one below the other", {{"a", "A:\n f:\n  x\nB:\n f:\n  x\n"}},
     "*** Update File: a\n@@ B:\n@@  f:\n-  x\n+  y\n", {{"a", "A:\n f:\n  x\nB:\n f:\n  y\n"}}},
    {"a context may be the start of a line", {{"a", "class A(object):\n  x\n"}},
     "*** Update File: a\n@@ class A\n-  x\n+  y\n", {{"a", "class A(object):\n  y\n"}}},
    {"the line of the context repeated below it", {{"a", "x\ndef f():\n  1\n"}},
     "*** Update File: a\n@@ def f():\n def f():\n-  1\n+  2\n", {{"a", "x\ndef f():\n  2\n"}}},
    {"equal lines without context: the first", {{"a", "x\ny\nx\n"}}, "*** Update File: a\n-x\n+z\n",
     {{"a", "z\ny\nx\n"}}},
    {"equal lines, chunk after chunk", {{"a", "x\ny\nx\n"}}, "*** Update File: a\n@@\n-x\n+1\n@@\n-x\n+2\n",
     {{"a", "1\ny\n2\n"}}},
    {"ranges of a unified diff are no context", {{"a", "1\n2\n"}},
     "*** Update File: a\n@@ -1,2 +1,2 @@ int f()\n 1\n-2\n+two\n", {{"a", "1\ntwo\n"}}},
    {"addition without context goes to the end", {{"a", "1\n2\n"}}, "*** Update File: a\n@@\n+3\n+4\n",
     {{"a", "1\n2\n3\n4\n"}}},
    {"addition goes before a last empty line", {{"a", "1\n\n"}}, "*** Update File: a\n@@\n+2\n",
     {{"a", "1\n2\n\n"}}},
    {"addition with only a context goes below it", {{"a", "f:\n  1\ng:\n  1\n"}},
     "*** Update File: a\n@@ f:\n+  0\n", {{"a", "f:\n  0\n  1\ng:\n  1\n"}}},
    {"addition at the marked end in spite of a context", {{"a", "f:\n  1\n"}},
     "*** Update File: a\n@@ f:\n+end\n*** End of File\n", {{"a", "f:\n  1\nend\n"}}},
    {"addition to an empty file", {{"a", ""}}, "*** Update File: a\n@@\n+1\n", {{"a", "1\n"}}},
    {"addition at the end named first", {{"a", "1\n2\n"}}, "*** Update File: a\n@@\n+3\n@@\n-1\n+one\n",
     {{"a", "one\n2\n3\n"}}},
    {"the end of file marker picks the last place", {{"a", "x\ny\nx\n"}},
     "*** Update File: a\n@@\n-x\n+z\n*** End of File\n", {{"a", "x\ny\nz\n"}}},
    {"deletions only", {{"a", "1\n2\n3\n"}}, "*** Update File: a\n@@\n 1\n-2\n 3\n", {{"a", "1\n3\n"}}},
    {"all lines deleted leave an empty file", {{"a", "1\n2\n"}}, "*** Update File: a\n@@\n-1\n-2\n",
     {{"a", ""}}},
    {"no final newline: one is added", {{"a", "1\n2"}}, "*** Update File: a\n@@\n-2\n+two\n",
     {{"a", "1\ntwo\n"}}},
    {"no final newline, changed elsewhere", {{"a", "1\n2"}}, "*** Update File: a\n@@\n-1\n+one\n",
     {{"a", "one\n2\n"}}},
    {"addition after a line without newline", {{"a", "1"}}, "*** Update File: a\n@@\n 1\n+2\n",
     {{"a", "1\n2\n"}}},
    {"trailing blanks of the file do not matter and stay", {{"a", "1  \n2\n"}},
     "*** Update File: a\n@@\n 1\n-2\n+two\n", {{"a", "1  \ntwo\n"}}},
    {"indentation of context does not matter and stays", {{"a", "\t1\n\t2\n"}},
     "*** Update File: a\n@@\n     1\n-    2\n+\ttwo\n", {{"a", "\t1\n\ttwo\n"}}},
    {"an exact place wins over an earlier similar one", {{"a", " x\nx\n"}},
     "*** Update File: a\n@@\n-x\n+y\n", {{"a", " x\ny\n"}}},
    {"typographic dashes and quotes", {{"a", "it\u2019s \u201Cone\u201D \u2013 or\u00A0two\n"}},
     "*** Update File: a\n@@\n-it's \"one\" - or two\n+none\n", {{"a", "none\n"}}},
    {"typographic context stays as it is", {{"a", "\u2014 title \u2014\nx\n"}},
     "*** Update File: a\n@@\n - title -\n-x\n+y\n", {{"a", "\u2014 title \u2014\ny\n"}}},
    {"typographic characters in the patch", {{"a", "a - b\n"}}, "*** Update File: a\n@@\n-a \u2212 b\n+c\n",
     {{"a", "c\n"}}},
    {"an empty line in a chunk is context", {{"a", "1\n\n2\n"}}, "*** Update File: a\n@@\n 1\n\n-2\n+two\n",
     {{"a", "1\n\ntwo\n"}}},
    {"an empty line at the end of a chunk may be nothing", {{"a", "1\n2\n3\n"}},
     "*** Update File: a\n@@\n-2\n+two\n\n\n@@\n-3\n+three\n", {{"a", "1\ntwo\nthree\n"}}},
    {"an empty line at the end of the file", {{"a", "1\n2\n"}}, "*** Update File: a\n@@\n 1\n-2\n+two\n \n",
     {{"a", "1\ntwo\n"}}},
    {"CRLF stays", {{"a", "1\r\n2\r\n3\r\n"}}, "*** Update File: a\n@@\n 1\n-2\n+two\n+more\n 3\n",
     {{"a", "1\r\ntwo\r\nmore\r\n3\r\n"}}},
    {"CRLF without final newline", {{"a", "1\r\n2"}}, "*** Update File: a\n@@\n-1\n+one\n",
     {{"a", "one\r\n2\r\n"}}},
    {"mixed endings stay where they are", {{"a", "1\r\n2\n3\r\n4\n"}},
     "*** Update File: a\n@@\n 1\n 2\n-3\n+three\n 4\n", {{"a", "1\r\n2\nthree\r\n4\n"}}},
    {"the kept one of two equal lines keeps its ending", {{"a", "s\r\ns\n"}},
     "*** Update File: a\n@@\n-s\n s\n", {{"a", "s\n"}}},
    {"a patch in CRLF leaves LF files alone", {{"a", "1\n2\n"}}, "*** Update File: a\r\n@@\r\n-2\r\n+two\r\n",
     {{"a", "1\ntwo\n"}}},
    {"a byte order mark stays", {{"a", "\xEF\xBB\xBF""1\n2\n"}}, "*** Update File: a\n@@\n-1\n+one\n",
     {{"a", "\xEF\xBB\xBFone\n2\n"}}},
    {"bytes that are not UTF-8 stay", {{"a", "\xFF\n1\n"}}, "*** Update File: a\n@@\n-1\n+one\n",
     {{"a", "\xFF\none\n"}}},
    {"move", {{"a", "1\n"}}, "*** Update File: a\n*** Move to: d/b\n@@\n-1\n+one\n", {{"d/b", "one\n"}}},
    {"move without a change", {{"a", "1"}}, "*** Update File: a\n*** Move to: b\n", {{"b", "1"}}},
    {"move over an existing file", {{"a", "1\n"}, {"b", "x\n"}},
     "*** Update File: a\n*** Move to: b\n@@\n-1\n+one\n", {{"b", "one\n"}}},
    {"move to itself", {{"a", "1\n"}}, "*** Update File: a\n*** Move to: ./a\n@@\n-1\n+one\n",
     {{"a", "one\n"}}},
    {"move, then a new file in the old place", {{"a", "1\n"}},
     "*** Update File: a\n*** Move to: b\n@@\n-1\n+one\n*** Add File: a\n+new\n",
     {{"a", "new\n"}, {"b", "one\n"}}},
    {"two files change places", {{"a", "1\n"}, {"b", "2\n"}},
     "*** Update File: a\n*** Move to: c\n*** Update File: b\n*** Move to: a\n*** Update File: c\n*** Move to: b\n",
     {{"a", "2\n"}, {"b", "1\n"}}},
    {"delete, then add", {{"a", "old\n"}}, "*** Delete File: a\n*** Add File: a\n+new\n", {{"a", "new\n"}}},
    {"add, then update", {}, "*** Add File: a\n+1\n*** Update File: a\n@@\n-1\n+one\n", {{"a", "one\n"}}},
    {"the same file twice", {{"a", "1\n2\n"}},
     "*** Update File: a\n@@\n-2\n+two\n*** Update File: ./a\n@@\n-1\n+one\n", {{"a", "one\ntwo\n"}}},
    {"padded markers", {{"a", "1\n"}}, "  *** Update File: a  \n@@\n-1\n+one\n*** End of File  \n",
     {{"a", "one\n"}}},
    {"lines that look like markers", {{"a", "*** x\n--- y\n"}},
     "*** Update File: a\n@@\n-*** x\n+++ z\n --- y\n", {{"a", "++ z\n--- y\n"}}},
    {"environment id", {}, "*** Environment ID: main\n*** Add File: a\n+1\n", {{"a", "1\n"}}},
    {"repeated lines keep their order", {{"a", "a\nb\n"}}, "*** Update File: a\n@@\n-a\n-b\n+b\n+b\n+a\n",
     {{"a", "b\nb\na\n"}}},
};

TEST(Patch, MakesOfFilesWhatTheTableSays) {
  for (const auto& row : k_cases) {
    SCOPED_TRACE(row.name);
    const auto after = patched(row.before, in_patch(row.body));
    ASSERT_TRUE(after) << after.error().what;
    EXPECT_EQ(*after, row.after);
  }
}

// ---- what is refused, and in which words ----

struct Refused {
  const char* name;
  Files before;
  std::string text;
  const char* error;
};

const Refused k_refused[] = {
    {"nothing", {}, "", "The first line of the patch must be '*** Begin Patch'"},
    {"no beginning", {}, "*** Add File: a\n+1\n*** End Patch",
     "The first line of the patch must be '*** Begin Patch'"},
    {"no end", {}, "*** Begin Patch\n*** Add File: a\n+1",
     "The last line of the patch must be '*** End Patch'"},
    {"only the first line", {}, "*** Begin Patch", "The last line of the patch must be '*** End Patch'"},
    {"empty", {}, in_patch(""), "No files were modified."},
    {"unknown header", {}, in_patch("*** Frobnicate File: foo\n"),
     "Invalid patch hunk on line 2: '*** Frobnicate File: foo' is not a valid hunk header. Valid hunk "
     "headers: '*** Add File: {path}', '*** Delete File: {path}', '*** Update File: {path}'"},
    {"added line without its mark", {}, in_patch("*** Add File: a\n+1\n2\n"),
     "Invalid patch hunk on line 4: '2' is not a valid hunk header"},
    {"no file name", {}, in_patch("*** Add File: \n+1\n"), "on line 2: the file name is missing"},
    {"empty update", {{"a", "1\n"}}, in_patch("*** Update File: a\n"),
     "Invalid patch hunk on line 2: Update file hunk for path 'a' is empty"},
    {"marker without lines", {{"a", "1\n"}}, in_patch("*** Update File: a\n@@ f\n"),
     "Invalid patch hunk on line 3: Update hunk does not contain any lines"},
    {"end of file without lines", {{"a", "1\n"}}, in_patch("*** Update File: a\n@@\n*** End of File\n"),
     "Update hunk does not contain any lines"},
    {"line without its mark", {{"a", "1\n"}}, in_patch("*** Update File: a\n@@\n1\n"),
     "Unexpected line found in update hunk: '1'. Every line should start with ' ' (context line), '+' "
     "(added line), or '-' (removed line)"},
    {"second environment", {}, in_patch("*** Environment ID: x\n*** Environment ID: y\n"),
     "second environment id"},
    {"no such file to update", {}, in_patch("*** Update File: a\n@@\n-1\n+2\n"),
     "Failed to read file to update a: No such file or directory"},
    {"no such file to delete", {}, in_patch("*** Delete File: a\n"), "Failed to delete file a"},
    {"deleted twice", {{"a", "1\n"}}, in_patch("*** Delete File: a\n*** Delete File: a\n"),
     "Failed to delete file a"},
    {"lines not there", {{"a", "1\n"}}, in_patch("*** Update File: a\n@@\n-zzzzzz\n+y\n"),
     "Failed to find expected lines in a:\nzzzzzz"},
    {"context not there", {{"a", "1\n"}}, in_patch("*** Update File: a\n@@ def f\n-1\n+y\n"),
     "Failed to find context 'def f' in a"},
    {"chunks in the wrong order", {{"a", "1\n2\n"}}, in_patch("*** Update File: a\n@@\n-2\n+b\n@@\n-1\n+a\n"),
     "They stand at line 1, before the chunk above this one"},
    {"not at the end", {{"a", "1\n2\n"}}, in_patch("*** Update File: a\n@@\n-1\n+b\n*** End of File\n"),
     "Failed to find expected lines in a:\n1"},
    {"binary", {{"a", std::string("1\n\0", 3)}}, in_patch("*** Update File: a\n@@\n-1\n+b\n"),
     "a is a binary file"},
    {"near miss", {{"a", "int f() {\n  return 1;\n}\n"}},
     in_patch("*** Update File: a\n@@\n int f() {\n-  return 2;\n+  return 3;\n }\n"),
     "Nearest are lines 1-3:\n1\tint f() {\n2\t  return 1;\n3\t}"},
};

TEST(Patch, IsRefusedInTheWordsOfTheFormat) {
  for (const auto& row : k_refused) {
    SCOPED_TRACE(row.name);
    const auto after = patched(row.before, row.text);
    ASSERT_FALSE(after);
    EXPECT_NE(after.error().what.find(row.error), std::string::npos) << after.error().what;
  }
}

TEST(Patch, AHeredocAroundItIsTakenOff) {
  const std::string patch = in_patch("*** Add File: a\n+1\n");
  for (const std::string& wrapped : std::initializer_list<std::string>
       {"<<EOF\n" + patch + "EOF", "<<'EOF'\n" + patch + "EOF\n", "<<\"EOF\"\n" + patch + "EOF\n",
        "apply_patch <<'PATCH'\n" + patch + "PATCH\n", "\n\n  " + patch + "  \n"}) {
    const auto after = patched({}, wrapped);
    ASSERT_TRUE(after) << wrapped << after.error().what;
    EXPECT_EQ(*after, (Files{{"a", "1\n"}}));
  }
  EXPECT_FALSE(patched({}, "<<EOF\n" + patch + "END"));
}

TEST(Patch, TellsWhatItDidInTheWordsThatModelsKnow) {
  const auto made = plan({{"modify.txt", "1\n2\n"}, {"delete.txt", "x\n"}},
                         in_patch("*** Add File: nested/new.txt\n+created\n*** Delete File: delete.txt\n"
                                  "*** Update File: modify.txt\n@@\n-2\n+two\n"));
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(made->summary.text(),
            "Success. Updated the following files:\nA nested/new.txt\nM modify.txt\nD delete.txt\n");
  EXPECT_EQ(made->summary.added, 2U);
  EXPECT_EQ(made->summary.removed, 2U);
}

TEST(Patch, AMovedFileIsModifiedAtItsNewPlace) {
  const auto made = plan({{"a", "1\n"}}, in_patch("*** Update File: a\n*** Move to: b\n@@\n-1\n+2\n"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->summary.text(), "Success. Updated the following files:\nM b\n");
  ASSERT_EQ(made->files.size(), 2U);
  EXPECT_EQ(made->files[1].mode_of, "a");
}

TEST(Patch, ThatChangesNothingWritesNoFile) {
  const auto made = plan({{"a", "1\n"}}, in_patch("*** Update File: a\n@@\n-1\n+1\n"));
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->files.empty());
}

TEST(Patch, OfAMillionEqualLinesEndsSoon) {
  std::string file;
  for (int i = 0; i < 1'000'000; ++i) file += "x\n";
  std::string body = "*** Update File: a\n@@\n";
  for (int i = 0; i < 5000; ++i) body += " x\n";
  body += "-y\n";
  const auto after = patched({{"a", file}}, in_patch(body));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, base::Code::too_big);
}

TEST(Patch, InAShellCommandIsFound) {
  const std::string patch = in_patch("*** Add File: a\n+1\n");
  const auto plain = find_shell_patch("apply_patch <<'EOF'\n" + patch + "EOF\n");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->text, patch);
  EXPECT_EQ(plain->folder, "");
  const auto with_cd = find_shell_patch("cd src/x && applypatch <<\"EOF\"\n" + patch + "EOF");
  ASSERT_TRUE(with_cd);
  EXPECT_EQ(with_cd->folder, "src/x");
  EXPECT_TRUE(find_shell_patch("bash -lc 'cd \"a b\" && apply_patch <<EOF\n" + patch + "EOF'"));
  for (const std::string& other : std::initializer_list<std::string>
       {"echo 1; apply_patch <<EOF\n" + patch + "EOF", "apply_patch <<EOF\n" + patch + "EOF\necho 2",
        "cd $HOME && apply_patch <<EOF\n" + patch + "EOF", "cd a || apply_patch <<EOF\n" + patch + "EOF",
        std::string("apply_patch file"), std::string("make")})
    EXPECT_FALSE(find_shell_patch(other)) << other;
}

// ---- plain files ----

class PatchFiles : public testing::Test {
 protected:
  void SetUp() override {
    root = dir.path() + "/root";
    ASSERT_TRUE(base::make_dirs(root));
  }
  void put(const std::string& name, const std::string& bytes) const {
    ASSERT_TRUE(base::write_file(base::join(root, name), bytes));
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    return base::read_file(base::join(root, name)).value_or("(none)");
  }
  base::TempDir dir = *base::TempDir::make();
  std::string root;
};

TEST_F(PatchFiles, AreAddedChangedMovedAndDeleted) {
  put("m", "1\n2\n");
  put("d", "x\n");
  put("v", "1\n");
  ASSERT_EQ(::chmod((root + "/v").c_str(), 0755), 0);
  const auto done = apply_patch_files(
      in_patch("*** Add File: n/new\n+created\n*** Delete File: d\n*** Update File: m\n@@\n-2\n+two\n"
               "*** Update File: v\n*** Move to: w\n@@\n-1\n+one\n"),
      root);
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->text(), "Success. Updated the following files:\nA n/new\nM m\nM w\nD d\n");
  EXPECT_EQ(get("n/new"), "created\n");
  EXPECT_EQ(get("m"), "1\ntwo\n");
  EXPECT_EQ(get("w"), "one\n");
  EXPECT_FALSE(base::exists(root + "/d"));
  EXPECT_FALSE(base::exists(root + "/v"));
  struct stat st {};
  ASSERT_EQ(::stat((root + "/w").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0755U);
}

TEST_F(PatchFiles, StayAsTheyWereIfAHunkFails) {
  put("a", "1\n");
  EXPECT_FALSE(apply_patch_files(
      in_patch("*** Add File: new\n+1\n*** Update File: a\n@@\n-1\n+2\n*** Update File: none\n@@\n-1\n+2\n"),
      root));
  EXPECT_FALSE(base::exists(root + "/new"));
  EXPECT_EQ(get("a"), "1\n");
}

TEST_F(PatchFiles, ArePutBackIfAWriteFails) {
  put("a", "1\n");
  put("d", "x\n");
  put("file", "");
  // "file/below" cannot be made, and it is the last of four.
  const auto done = apply_patch_files(
      in_patch("*** Add File: n/m/new\n+1\n*** Update File: a\n@@\n-1\n+2\n*** Delete File: d\n"
               "*** Add File: file/below\n+1\n"),
      root);
  ASSERT_FALSE(done);
  EXPECT_FALSE(base::exists(root + "/n"));
  EXPECT_EQ(get("a"), "1\n");
  EXPECT_EQ(get("d"), "x\n");
}

TEST_F(PatchFiles, OutsideOfTheFolderAreRefused) {
  ASSERT_TRUE(base::write_file(dir.path() + "/secret", "1\n"));
  ASSERT_EQ(::symlink(dir.path().c_str(), (root + "/out").c_str()), 0);
  ASSERT_EQ(::symlink((dir.path() + "/secret").c_str(), (root + "/link").c_str()), 0);
  for (const std::string path : {"../secret", "x/../../secret", "out/secret", "link", "/etc/passwd"}) {
    const auto done = apply_patch_files(in_patch("*** Update File: " + path + "\n@@\n-1\n+2\n"), root);
    ASSERT_FALSE(done) << path;
    EXPECT_EQ(done.error().code, base::Code::denied) << path << done.error().what;
    EXPECT_FALSE(apply_patch_files(in_patch("*** Add File: " + path + "/new\n+2\n"), root)) << path;
  }
  EXPECT_EQ(*base::read_file(dir.path() + "/secret"), "1\n");
  EXPECT_FALSE(base::exists(dir.path() + "/new"));
  put("a", "1\n");
  EXPECT_TRUE(apply_patch_files(in_patch("*** Update File: x/../a\n@@\n-1\n+2\n"), root));
  EXPECT_TRUE(apply_patch_files(in_patch("*** Update File: " + root + "/a\n@@\n-2\n+3\n"), root));
}

TEST_F(PatchFiles, ThatAreReadOnlyOrFoldersAreRefused) {
  put("ro", "1\n");
  ASSERT_EQ(::chmod((root + "/ro").c_str(), 0444), 0);
  const auto done = apply_patch_files(in_patch("*** Update File: ro\n@@\n-1\n+2\n"), root);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find("read-only"), std::string::npos);
  ASSERT_TRUE(base::make_dirs(root + "/dir"));
  EXPECT_FALSE(apply_patch_files(in_patch("*** Delete File: dir\n"), root));
  EXPECT_TRUE(base::is_dir(root + "/dir"));
}

}  // namespace
}  // namespace tools
