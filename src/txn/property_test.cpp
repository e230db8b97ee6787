// Random trees, random commands in a real overlay. The oracle is the merged view as the command saw it:
// the effects must be exactly the difference, apply must give that view, undo the tree as it was to the
// nanosecond, redo the view again.

#include <random>
#include <set>

#include "test_tree.h"

namespace txn {
namespace {

constexpr Shows k_all{.folder_times = true, .link_times = true};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  std::string name() {
    static const std::vector<std::string> names = {"a", "b", "c", "d", "e e", "f\n", "g\xff", "h"};
    return names[static_cast<std::size_t>(below(static_cast<int>(names.size())))];
  }
  std::string path(int depth = 3) {
    std::string out = name();
    for (int i = below(depth); i > 0; --i) out += "/" + name();
    return out;
  }
  std::string bytes() { return std::string(static_cast<std::size_t>(below(4)), static_cast<char>('0' + below(3))); }

 private:
  std::mt19937 engine_;
};

void put_bytes(const std::string& path, const std::string& bytes, int flags) {
  const base::Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0644));
  if (fd) (void)base::write_all(fd.get(), bytes);
}

// One operation of a command, as it comes; most fail on something, as in life.
void operate(Random& random) {
  const std::string p = random.path(), q = random.path();
  switch (random.below(20)) {
    case 0:
    case 1:
    case 2: put_bytes(p, random.bytes(), O_CREAT | O_TRUNC); break;
    case 3:
    case 4: put_bytes(p, random.bytes(), O_APPEND); break;
    case 5: ::mkdir(p.c_str(), 0755); break;
    case 6: ::mkdir(p.c_str(), 0700); break;
    case 7: ::unlink(p.c_str()); break;
    case 8: ::unlink(p.c_str()); break;
    case 9: (void)base::remove_all(p); break;
    case 10:
    case 11:
    case 12: ::rename(p.c_str(), q.c_str()); break;
    case 13: ::symlink(random.bytes().c_str(), p.c_str()); break;
    case 14: {
      struct stat st {};
      if (::lstat(p.c_str(), &st) == 0 && !S_ISLNK(st.st_mode)) ::chmod(p.c_str(), random.below(2) == 0 ? 0711 : 0750);
      break;
    }
    case 15: {
      const timespec times[2] = {{0, UTIME_OMIT}, {1'500'000'000 + random.below(100), random.below(1000)}};
      struct stat st {};
      if (::lstat(p.c_str(), &st) == 0 && S_ISREG(st.st_mode)) ::utimensat(AT_FDCWD, p.c_str(), times, 0);
      break;
    }
    case 16: {
      struct stat st {};
      if (::lstat(p.c_str(), &st) == 0 && !S_ISLNK(st.st_mode)) ::setxattr(p.c_str(), "user.k", random.bytes().c_str(), 1, 0);
      break;
    }
    case 17: ::link(p.c_str(), q.c_str()); break;
    case 18:   // replaced: removed and made again
      (void)base::remove_all(p);
      ::mkdir(p.c_str(), 0755);
      put_bytes(p + "/" + random.name(), random.bytes(), O_CREAT);
      break;
    case 19: put_bytes(p, random.bytes(), O_CREAT | O_EXCL); break;
  }
}

class Property : public TreeTest {
 protected:
  // Every difference is covered by one effect, and no effect is without a difference.
  void expect_exact(std::uint64_t n, const Picture& before, const Picture& inside) {
    std::set<std::string> different;
    for (const auto& [path, line] : before) {
      const auto now = inside.find(path);
      if (now == inside.end() || now->second != line) different.insert(path);
    }
    for (const auto& [path, line] : inside)
      if (!before.contains(path)) different.insert(path);
    const auto covers = [](const Effect& e, const std::string& path) {
      const bool is_whole = e.change != Change::attributes;
      return path == e.path || (is_whole && path.starts_with(e.path + "/"));
    };
    const auto& effects = find(n).effects;
    for (const std::string& path : different) {
      const auto count = std::count_if(effects.begin(), effects.end(), [&](const Effect& e) { return covers(e, path); });
      EXPECT_EQ(count, 1) << "the difference at " << path;
    }
    for (const Effect& e : effects) {
      EXPECT_TRUE(std::any_of(different.begin(), different.end(), [&](const std::string& path) { return covers(e, path); }))
          << "nothing differs at " << e.path;
    }
  }
};

TEST_F(Property, EffectsAreTheDifferenceAndUndoRestoresEverything) {
  constexpr int k_seeds = 120;
  int differing = 0;
  for (unsigned seed = 1; seed <= k_seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    store_.reset();
    ASSERT_TRUE(base::remove_all(root_).has_value() && base::remove_all(store_dir_).has_value());
    ASSERT_EQ(::mkdir(root_.c_str(), 0755), 0);
    Random random(seed);
    const std::string here = folder_->path();
    ASSERT_EQ(::chdir(root_.c_str()), 0);
    for (int i = 0; i < 60; ++i) operate(random);
    ASSERT_EQ(::chdir("/"), 0);
    open();
    const Picture before = picture(root_, k_all), before_plain = picture(root_);
    const auto n = begin();
    RUN_OR_SKIP(run_inside(n, [&] {
      for (int i = 1 + random.below(40); i > 0; --i) operate(random);
    }));
    Picture inside;
    ASSERT_TRUE(picture_inside(n, inside));
    plan(n);
    expect_exact(n, before_plain, inside);
    if (!find(n).effects.empty()) ++differing;
    EXPECT_SAME_TREE(before, picture(root_, k_all));
    ASSERT_EQ(left(apply(n)), "");
    ASSERT_SAME_TREE(inside, picture(root_));
    if (find(n).effects.empty()) continue;
    if (seed % 3 == 0) open();
    ASSERT_EQ(left(undo(n)), "");
    ASSERT_SAME_TREE(before, picture(root_, k_all));
    ASSERT_EQ(left(redo(n)), "");
    ASSERT_SAME_TREE(inside, picture(root_));
    // In parts, in random order, and back.
    for (int i = 0; i < 4; ++i) {
      const int half = random.below(2);
      const auto some = [&, at = 0](const Effect&) mutable { return at++ % 2 == half; };
      const bool is_undo = i % 2 == 0;
      const auto outcome = is_undo ? store_->undo(n, some) : store_->apply(n, some);
      if (outcome) EXPECT_EQ(left(*outcome), "");
    }
    EXPECT_EQ(left(apply(n)), "");
    ASSERT_SAME_TREE(inside, picture(root_));
    ASSERT_EQ(left(undo(n)), "");
    ASSERT_SAME_TREE(before, picture(root_, k_all));
    if (HasFailure()) break;
  }
  EXPECT_GT(differing, k_seeds / 2);
}

}  // namespace
}  // namespace txn
