#pragma once
// For the tests here: a project in a temporary folder, a session on it, and a full picture of a tree
// to compare with.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <map>
#include <string>

#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "workspace/workspace.h"

namespace workspace {

/// path -> "kind mode mtime content" of everything below `root` but .git. With times: of files and
/// links; those of folders change with what is put into them.
inline void picture_of(const std::string& root, const std::string& path,
                       std::map<std::string, std::string>& out, bool times) {
  const std::string here = base::join(root, path);
  const auto names = base::list_dir(here);
  ASSERT_TRUE(names) << names.error().what;
  for (const std::string& name : *names) {
    if (path.empty() && name == ".git") continue;
    const std::string below = base::join(path, name);
    const std::string full = base::join(root, below);
    struct stat st {};
    ASSERT_EQ(::lstat(full.c_str(), &st), 0) << full;
    std::string text = std::to_string(st.st_mode & 07777) + " ";
    if (times && !S_ISDIR(st.st_mode))
      text += std::to_string(st.st_mtim.tv_sec) + "." + std::to_string(st.st_mtim.tv_nsec) + " ";
    if (S_ISLNK(st.st_mode)) {
      char target[PATH_MAX];
      const ssize_t size = ::readlink(full.c_str(), target, sizeof target);
      text += "link " + std::string(target, static_cast<std::size_t>(size));
    } else if (S_ISREG(st.st_mode)) {
      text += "file " + base::read_file(full).value_or("?unreadable");
    } else if (S_ISDIR(st.st_mode)) {
      text += "folder";
    } else {
      text += "other";
    }
    out[below] = text;
    if (S_ISDIR(st.st_mode)) picture_of(root, below, out, times);
  }
}

struct WorkspaceTest : testing::Test {
  using Picture = std::map<std::string, std::string>;

  base::TempDir temp = base::TempDir::make().value();
  std::string root = temp.path() + "/project";
  Options options;
  io::Loop loop;
  std::unique_ptr<Workspace> workspace;
  int commands = 0;

  void SetUp() override {
    ASSERT_TRUE(base::make_dirs(root));
    options.root = root;
    options.session_dir = temp.path() + "/state/session";
    options.store_dir = temp.path() + "/state/store";
    open();
  }
  void open() {
    workspace.reset();
    auto opened = Workspace::open(options);
    ASSERT_TRUE(opened) << opened.error().what;
    workspace = std::move(*opened);
  }
  /// Another session of the same project.
  void open_other(const std::string& session) {
    options.session_dir = temp.path() + "/state/" + session;
    open();
  }

  [[nodiscard]] std::string at(const std::string& path) const { return base::join(root, path); }
  void put(const std::string& path, std::string_view bytes, mode_t mode = 0644) {
    ASSERT_TRUE(base::make_dirs(base::parent(at(path))));
    const auto done = base::write_file(at(path), bytes);
    ASSERT_TRUE(done) << done.error().what;
    ASSERT_EQ(::chmod(at(path).c_str(), mode), 0);
  }
  std::string get(const std::string& path) { return base::read_file(at(path)).value_or("?missing"); }
  Picture picture(bool times = true) {
    Picture out;
    picture_of(root, "", out, times);
    return out;
  }

  base::Result<> begin(const std::string& id) {
    auto begun = loop.run(workspace->before_command(id, "shell: " + id));
    if (!begun) return base::fail(begun.error());
    return {};
  }
  base::Result<Step> end() { return loop.run(workspace->after_command()); }
  /// A command: whatever `work` does.
  template <class Work>
  Step command(const std::string& id, Work work) {
    const auto begun = begin(id);
    EXPECT_TRUE(begun) << begun.error().what;
    work();
    auto step = end();
    EXPECT_TRUE(step) << step.error().what;
    return std::move(step).value_or(Step{});
  }
  static std::string shown(const std::vector<Effect>& effects) {
    std::string out;
    for (const Effect& effect : effects)
      out += (out.empty() ? "" : " ") + std::string(name(effect.change)) + ":" + effect.path +
             (effect.undoable ? "" : "!");
    return out;
  }
  base::Result<Step> write(const std::string& id, std::vector<Workspace::FileWrite> files) {
    return workspace->write(id, "edit " + id, std::move(files));
  }
  std::string hash() { return loop.run(workspace->tree_hash()).value_or("?"); }
};

}  // namespace workspace
