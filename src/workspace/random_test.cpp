// Random trees, random commands: the effects are the true difference, and undo gives back every byte,
// mode, link and (for what had effects) time.

#include <random>
#include <set>

#include "tree_for_test.h"

using namespace workspace;

namespace {

class RandomTree {
 public:
  RandomTree(std::string root, unsigned seed) : root_(std::move(root)), random_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(random_()) % n; }

  std::string name() {
    static const char* const k_names[] = {"a", "a-b", "a.c", "b", "B", ".hidden", "with blank",
                                          "line\nend", "\xff\xfe", "ä", "\"quoted\"", "x\\y", "-rf", "~"};
    return k_names[below(std::size(k_names))];
  }
  std::string path() {
    std::string out = name();
    for (unsigned depth = below(4); depth > 0; --depth) out += "/" + name();
    return out;
  }
  std::string bytes() {
    std::string out(below(4) == 0 ? 0 : below(300), '\0');
    for (char& c : out) c = static_cast<char>(random_());
    return out;
  }
  std::string existing() {
    std::map<std::string, std::string> all;
    picture_of(root_, "", all, false);
    if (all.empty()) return path();
    auto chosen = all.begin();
    std::advance(chosen, below(static_cast<unsigned>(all.size())));
    return chosen->first;
  }

  // Each may fail (a file where a folder is needed, ...): then it does nothing, as commands do.
  void act() {
    const std::string here = base::join(root_, existing());
    const std::string other = base::join(root_, path());
    struct stat st {};
    const bool there = ::lstat(here.c_str(), &st) == 0;
    switch (below(10)) {
      case 0:
      case 1: make_file(other); break;
      case 2: (void)::mkdir(other.c_str(), 0755); break;
      case 3: (void)base::make_dirs(other); break;
      case 4: (void)base::remove_all(here); break;
      case 5: (void)::rename(here.c_str(), other.c_str()); break;
      case 6:
        if (there && !S_ISLNK(st.st_mode)) (void)::chmod(here.c_str(), S_ISDIR(st.st_mode) ? 0755 - below(2) * 0055 : 0600 + below(0200));
        break;
      case 7: (void)::symlink(path().c_str(), other.c_str()); break;
      case 8:  // in place, as an editor that keeps the inode
        if (there && S_ISREG(st.st_mode)) {
          base::Fd fd(::open(here.c_str(), O_WRONLY | O_TRUNC));
          if (fd) (void)base::write_all(fd.get(), bytes());
        }
        break;
      default:  // another kind of thing under the same name
        (void)base::remove_all(here);
        if (below(2) == 0) make_file(here + (below(2) == 0 ? "/in" : ""));
        if (below(2) == 0) (void)::symlink("t", here.c_str());
    }
  }
  void make_file(const std::string& path) {
    if (!base::make_dirs(base::parent(path))) return;
    (void)base::write_file(path, bytes(), below(3) == 0 ? 0755 : 0644);
  }

 private:
  std::string root_;
  std::mt19937 random_;
};

using Picture = std::map<std::string, std::string>;
using Changes = std::set<std::string>;

std::string kind_in(const std::string& picture) {
  const std::size_t begin = picture.find(' ') + 1;
  return picture.substr(begin, picture.find(' ', begin) - begin);
}
std::string mode_in(const std::string& picture) { return picture.substr(0, picture.find(' ')); }

Changes difference(const Picture& before, const Picture& after) {
  Changes out;
  for (const auto& [path, text] : before) {
    const auto found = after.find(path);
    if (found == after.end()) {
      out.insert("deleted:" + path);
    } else if (kind_in(text) != kind_in(found->second)) {
      out.insert("type:" + path);
    } else if (text.substr(text.find(' ')) != found->second.substr(found->second.find(' '))) {
      out.insert("modified:" + path);
    } else if (mode_in(text) != mode_in(found->second)) {
      out.insert("mode:" + path);
    }
  }
  for (const auto& [path, text] : after)
    if (!before.contains(path)) out.insert("created:" + path);
  return out;
}

Changes changes_of(const std::vector<Effect>& effects) {
  Changes out;
  for (const Effect& effect : effects) out.insert(std::string(name(effect.change)) + ":" + effect.path);
  return out;
}

}  // namespace

struct RandomWorkspace : WorkspaceTest, testing::WithParamInterface<unsigned> {};

TEST_P(RandomWorkspace, EffectsAreTheTrueDifferenceAndUndoGivesAllBack) {
  RandomTree random(root, GetParam());
  for (unsigned i = 0; i < 12; ++i) random.act();
  std::vector<Picture> states = {picture(false)};
  std::vector<Picture> timed = {picture(true)};
  std::set<std::string> touched, only_touched;
  for (int step = 0; step < 6; ++step) {
    const std::string id = std::to_string(step);
    std::vector<Effect> effects;
    if (random.below(4) == 0) {
      std::vector<Workspace::FileWrite> files;
      files.push_back({.path = random.path(), .bytes = random.bytes()});
      if (random.below(2) == 0) files.push_back({.path = random.existing()});
      auto done = write(id, std::move(files));
      if (!done) {
        ASSERT_EQ(picture(false), states.back()) << done.error().what;
        --step;
        continue;
      }
      effects = done->effects;
    } else {
      effects = command(id, [&] {
                  for (unsigned i = 1 + random.below(8); i > 0; --i) random.act();
                }).effects;
    }
    states.push_back(picture(false));
    timed.push_back(picture(true));
    ASSERT_EQ(changes_of(effects), difference(states[states.size() - 2], states.back())) << id;
    for (const Effect& effect : effects) touched.insert(effect.path);
    // A change of nothing but the time is no effect, and undo does not take it back.
    const auto& old_states = states[states.size() - 2];
    for (const auto& [path, text] : timed.back())
      if (old_states.contains(path) && old_states.at(path) == states.back().at(path) &&
          timed[timed.size() - 2].at(path) != text)
        only_touched.insert(path);
  }
  ASSERT_EQ(changes_of(workspace->total()), difference(states.front(), states.back()));
  const std::string copy = temp.path() + "/copy";
  ASSERT_TRUE(loop.run(workspace->fork(Workspace::Tree::before, copy, false)));
  Picture copied;
  picture_of(copy, "", copied, false);
  ASSERT_EQ(copied, states.front());

  if (random.below(2) == 0) open();
  const unsigned from = random.below(6);
  auto report = workspace->undo_from(std::to_string(from));
  ASSERT_TRUE(report);
  for (const Conflict& conflict : report->conflicts) ADD_FAILURE() << conflict.path << ": " << conflict.why;
  ASSERT_EQ(picture(false), states[from]);
  report = workspace->undo_all();
  ASSERT_TRUE(report);
  ASSERT_TRUE(report->conflicts.empty());
  ASSERT_EQ(picture(false), states.front());
  const auto now = picture(true);
  for (const std::string& path : touched)
    if (timed.front().contains(path) && !only_touched.contains(path))
      ASSERT_EQ(now.at(path), timed.front().at(path)) << path;
  ASSERT_EQ(workspace->total().size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWorkspace, testing::Range(0u, 30u));
