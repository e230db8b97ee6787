#pragma once
// For the tests of this module: a tree with a store beside it, commands in a real unprivileged overlay
// over it, and pictures of trees to compare.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "txn/txn.h"

namespace txn {

/// What a path is, in one line; two pictures are equal if the trees are.
using Picture = std::map<std::string, std::string>;
struct Shows {
  bool folder_times = false;   ///< folders' mtimes change at apply; undo restores them
  bool link_times = false;
  bool specials = true;        ///< fifos and sockets
};

inline std::string bytes_of(const std::string& path) {
  auto bytes = base::read_file(path);
  return bytes ? *bytes : "unreadable: " + bytes.error().what;
}

inline void picture_at(const std::string& root, const std::string& path, Shows shows, Picture& out) {
  const std::string full = path.empty() ? root : root + "/" + path;
  struct stat st {};
  if (::lstat(full.c_str(), &st) != 0) return;
  std::string line;
  char mode[16];
  std::snprintf(mode, sizeof mode, "%o ", st.st_mode & 07777U);
  const std::string time = std::to_string(st.st_mtim.tv_sec) + "." + std::to_string(st.st_mtim.tv_nsec);
  const bool is_special = !S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode);
  if (is_special && !shows.specials) return;
  if (S_ISDIR(st.st_mode)) line = std::string("folder ") + mode + (shows.folder_times ? time : "");
  else if (S_ISLNK(st.st_mode)) {
    char target[4096];
    const ssize_t n = ::readlink(full.c_str(), target, sizeof target);
    line = "link " + std::string(target, n < 0 ? 0 : static_cast<std::size_t>(n)) + (shows.link_times ? " " + time : "");
  } else if (S_ISREG(st.st_mode)) line = std::string("file ") + mode + time + " " + bytes_of(full);
  else line = std::string("special ") + mode + std::to_string(st.st_mode & S_IFMT);
  char names[4096];
  const ssize_t length = ::llistxattr(full.c_str(), names, sizeof names);
  std::map<std::string, std::string> xattrs;
  for (const char* at = names; length > 0 && at < names + length; at += std::strlen(at) + 1) {
    char value[4096];
    const ssize_t got = ::lgetxattr(full.c_str(), at, value, sizeof value);
    if (std::string_view(at).starts_with("security.")) continue;
    xattrs[at] = std::string(value, got < 0 ? 0 : static_cast<std::size_t>(got));
  }
  for (const auto& [key, value] : xattrs) line += " [" + key + "=" + value + "]";
  // Pictures travel between processes as strings that end with NUL.
  std::replace(line.begin(), line.end(), '\0', '0');
  if (!path.empty()) out[path] = line;
  if (!S_ISDIR(st.st_mode)) return;
  const auto children = base::list_dir(full);
  if (!children) {
    out[path + "/?"] = children.error().what;
    return;
  }
  for (const std::string& child : *children) picture_at(root, path.empty() ? child : path + "/" + child, shows, out);
}

inline Picture picture(const std::string& root, Shows shows = {}) {
  Picture out;
  picture_at(root, "", shows, out);
  if (shows.folder_times) {
    struct stat st {};
    ::stat(root.c_str(), &st);
    out["."] = std::to_string(st.st_mtim.tv_sec) + "." + std::to_string(st.st_mtim.tv_nsec);
  }
  return out;
}

/// The first differences, for a failing test.
inline std::string difference(const Picture& a, const Picture& b) {
  std::string out;
  int lines = 0;
  const auto add = [&](const std::string& line) {
    if (++lines <= 12) out += line.substr(0, 300) + "\n";
  };
  for (const auto& [path, line] : a) {
    const auto other = b.find(path);
    if (other == b.end()) add("only before: " + path + "  " + line);
    else if (other->second != line) add(path + "\n   was " + line + "\n   is  " + other->second);
  }
  for (const auto& [path, line] : b)
    if (!a.contains(path)) add("only after: " + path + "  " + line);
  return out;
}

#define EXPECT_SAME_TREE(a, b) EXPECT_EQ(difference((a), (b)), "")
#define ASSERT_SAME_TREE(a, b) ASSERT_EQ(difference((a), (b)), "")

class TreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = base::TempDir::make("txn-test-");
    ASSERT_TRUE(made.has_value());
    folder_ = std::make_unique<base::TempDir>(std::move(*made));
    root_ = folder_->path() + "/tree";
    store_dir_ = folder_->path() + "/store";
    mount_ = folder_->path() + "/mnt";
    ::mkdir(root_.c_str(), 0755);
    ::mkdir(mount_.c_str(), 0755);
  }

  [[nodiscard]] std::string at(const std::string& path) const { return root_ + "/" + path; }
  void write(const std::string& path, const std::string& bytes, mode_t mode = 0644) {
    const std::string full = at(path);
    ASSERT_TRUE(base::make_dirs(base::parent(full)).has_value());
    base::Fd fd(::open(full.c_str(), O_WRONLY | O_CREAT | O_TRUNC, mode));
    ASSERT_TRUE(fd) << full;
    ASSERT_TRUE(base::write_all(fd.get(), bytes).has_value());
    ::fchmod(fd.get(), mode);
  }
  void folder(const std::string& path, mode_t mode = 0755) {
    ASSERT_TRUE(base::make_dirs(at(path)).has_value());
    ::chmod(at(path).c_str(), mode);
  }
  [[nodiscard]] std::string read(const std::string& path) const { return bytes_of(at(path)); }
  [[nodiscard]] bool has(const std::string& path) const { return base::exists(at(path)); }
  [[nodiscard]] struct stat stat_of(const std::string& path) const {
    struct stat st {};
    ::lstat(at(path).c_str(), &st);
    return st;
  }

  StoreOptions options() const {
    StoreOptions out;
    out.root = root_;
    out.dir = store_dir_;
    return out;
  }
  void open() { open(options()); }
  void open(StoreOptions options) {
    store_.reset();
    auto opened = Store::open(std::move(options));
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    store_ = std::move(*opened);
  }

  std::uint64_t begin(const std::string& what = "test") {
    auto number = store_->begin("id-" + what, what);
    EXPECT_TRUE(number.has_value()) << (number ? "" : number.error().what);
    return number.value_or(0);
  }
  const Transaction& plan(std::uint64_t number) {
    static const Transaction none;
    auto planned = store_->plan(number);
    EXPECT_TRUE(planned.has_value()) << (planned ? "" : planned.error().what);
    return planned ? **planned : none;
  }
  const Transaction& find(std::uint64_t number) const {
    static const Transaction none;
    for (const Transaction& t : store_->all())
      if (t.number == number) return t;
    return none;
  }
  const Effect& effect(std::uint64_t number, const std::string& path) const {
    static const Effect none;
    for (const Effect& e : find(number).effects)
      if (e.path == path) return e;
    ADD_FAILURE() << "no effect on " << path;
    return none;
  }
  // "created a, modified b": for comparing.
  std::string told(std::uint64_t number) const {
    std::string out;
    for (const Effect& e : find(number).effects) {
      if (!out.empty()) out += ", ";
      out += std::string(name(e.change)) + " " + e.path;
    }
    return out;
  }
  std::uint64_t put(const std::vector<Store::Write>& files, const std::string& what = "edit") {
    const std::uint64_t number = begin(what);
    const auto done = store_->put(number, files);
    EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().what);
    plan(number);
    return number;
  }
  Outcome apply(std::uint64_t number, const Store::Filter& filter = {}) { return unwrap(store_->apply(number, filter)); }
  Outcome undo(std::uint64_t number, const Store::Filter& filter = {}) { return unwrap(store_->undo(number, filter)); }
  Outcome redo(std::uint64_t number, const Store::Filter& filter = {}) { return unwrap(store_->redo(number, filter)); }
  static Outcome unwrap(base::Result<Outcome> outcome) {
    EXPECT_TRUE(outcome.has_value()) << (outcome ? "" : outcome.error().what);
    return outcome.value_or(Outcome());
  }
  static std::string left(const Outcome& outcome) {
    std::string out;
    for (const auto& one : outcome.left) out += one.path + ": " + one.why + "\n";
    return out;
  }

  // ---- commands in a real overlay ----

  /// Runs `inside` in an overlay over the tree, in a child in its own user and mount namespace, with the
  /// merged view as working folder. False: the kernel does not let us here.
  bool run_inside(std::uint64_t number, const std::function<void()>& inside) {
    const std::string upper = store_->upper(number), work = store_->work(number);
    const pid_t child = ::fork();
    if (child == 0) {
      if (!enter(upper, work)) ::_exit(77);
      inside();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) return false;
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    return true;
  }
  /// The same with a shell script.
  bool run_script(std::uint64_t number, const std::string& script) {
    return run_inside(number, [&] {
      ::execl("/bin/sh", "sh", "-ec", script.c_str(), nullptr);
      ::_exit(99);
    });
  }
  /// A picture of the merged view of an upper.
  bool picture_inside(std::uint64_t number, Picture& out, Shows shows = {}) {
    int pipe[2];
    if (::pipe(pipe) != 0) return false;
    const std::string work = folder_->path() + "/work-for-picture";
    if (!base::remove_all(work) || !base::make_dirs(work)) return false;
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      if (!enter(store_->upper(number), work)) ::_exit(77);
      std::string all;
      for (const auto& [path, line] : picture(".", shows)) all += path + '\0' + line + '\0';
      const bool is_written = base::write_all(pipe[1], all).has_value();
      ::_exit(is_written ? 0 : 1);
    }
    ::close(pipe[1]);
    std::string all;
    char buffer[65536];
    for (ssize_t got = 0; (got = ::read(pipe[0], buffer, sizeof buffer)) > 0;) all.append(buffer, static_cast<std::size_t>(got));
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return false;
    for (std::size_t from = 0; from < all.size();) {
      const std::size_t middle = all.find('\0', from), end = all.find('\0', middle + 1);
      if (end == std::string::npos) return false;
      out[all.substr(from, middle - from)] = all.substr(middle + 1, end - middle - 1);
      from = end + 1;
    }
    return true;
  }

  static bool write_line(const char* path, const std::string& text) {
    base::Fd fd(::open(path, O_WRONLY | O_CLOEXEC));
    return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }
  static bool enter_namespace() {
    const std::string uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    return write_line("/proc/self/setgroups", "deny") && write_line("/proc/self/uid_map", uid + " " + uid + " 1") &&
           write_line("/proc/self/gid_map", gid + " " + gid + " 1");
  }
  bool enter(const std::string& upper, const std::string& work) const {
    if (!enter_namespace()) return false;
    const std::string how = "lowerdir=" + root_ + ",upperdir=" + upper + ",workdir=" + work + ",userxattr";
    // volatile is not in every kernel that has the rest.
    if (::mount("overlay", mount_.c_str(), "overlay", 0, (how + ",volatile").c_str()) != 0 &&
        ::mount("overlay", mount_.c_str(), "overlay", 0, how.c_str()) != 0)
      return false;
    return ::chdir(mount_.c_str()) == 0;
  }

  std::unique_ptr<base::TempDir> folder_;
  std::string root_, store_dir_, mount_;
  std::unique_ptr<Store> store_;
};

#define RUN_OR_SKIP(ran) \
  if (!(ran)) GTEST_SKIP() << "no unprivileged overlay here"

}  // namespace txn
