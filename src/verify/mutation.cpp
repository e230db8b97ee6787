// Which mutants are worth a run. A run costs seconds, so a handful is tried: one per place, the
// coarse ones first (a statement gone, a condition turned around), since a test that does not
// notice those notices nothing; and spread over the hunks, since the question is whether each part
// of the change is tested at all. What a type checker would refuse is avoided where the syntax
// tells (a `-` between strings), because a build that fails looks like a test that noticed.
#include "verify/mutation.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "code/language.h"
#include "code/parse.h"
#include "tamper/file_diff.h"
#include "tamper/mutations.h"
#include "tamper/words.h"
#include "verify/roles.h"

namespace verify {
namespace {

using namespace tamper;
using code::Node;

constexpr std::size_t k_bytes_max = std::size_t{64} << 20;
constexpr std::size_t k_hunk_lines = 15;

/// Mutants of one hunk, best first.
struct Group {
  const ChangedFile* file = nullptr;
  std::vector<Mutation> mutations;
  std::size_t next = 0;
};

/// The strongest first, but each line once before any line twice; none twice.
void order(std::vector<Mutation>& mutations) {
  std::stable_sort(mutations.begin(), mutations.end(),
                   [](const Mutation& a, const Mutation& b) { return a.strength > b.strength; });
  std::map<std::size_t, int> seen;
  std::set<std::tuple<std::size_t, std::size_t, std::string>> known;
  std::vector<std::pair<int, Mutation>> turns;
  for (Mutation& one : mutations) {
    if (!known.emplace(one.begin, one.end, one.text).second) continue;
    const int turn = seen[one.line]++;
    turns.emplace_back(turn, std::move(one));
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  mutations.clear();
  for (auto& [turn, one] : turns) mutations.push_back(std::move(one));
}

/// 0, 4, 2, 6, 1, 5, 3, 7: whoever takes the first few has some from everywhere.
void spread(std::vector<Group>& groups) {
  const auto reversed = [](std::size_t i) {
    std::size_t out = 0;
    for (int bit = 0; bit < 20; ++bit) out |= ((i >> bit) & 1U) << (19 - bit);
    return out;
  };
  std::vector<std::pair<std::size_t, Group>> turns;
  for (std::size_t i = 0; i < groups.size(); ++i)
    turns.emplace_back(reversed(i), std::move(groups[i]));
  std::stable_sort(turns.begin(), turns.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  groups.clear();
  for (auto& [turn, group] : turns) groups.push_back(std::move(group));
}

std::vector<Group> groups_of(const ChangedFile& file) {
  std::vector<Group> out;
  if (!file.after || file.before == file.after) return out;
  if (role_of(file.path, *file.after) != Role::code || only_formatting(file)) return out;
  const auto language = code::language_of(file.path, *file.after);
  if (!language) return out;
  const auto tree = code::Tree::parse(*language, *file.after);
  if (!tree || tree->has_error()) return out;
  const FileDiff diff(file);
  std::set<std::size_t> lines;
  for (const FileDiff::Line& line : diff.added()) lines.insert(line.number);
  // A long hunk counts as several.
  std::map<std::pair<std::size_t, std::size_t>, Group> by_hunk;
  for (Mutation& one : mutations_of(tree->root(), *language, *file.after, lines)) {
    Group& group = by_hunk[{diff.change_of(one.line), one.line / k_hunk_lines}];
    group.file = &file;
    group.mutations.push_back(std::move(one));
  }
  for (auto& [hunk, group] : by_hunk) {
    order(group.mutations);
    out.push_back(std::move(group));
  }
  spread(out);
  return out;
}

/// The file with the fault in it, if it still parses.
std::optional<Mutant> mutant(const ChangedFile& file, const Mutation& mutation) {
  Mutant out{file.path, *file.after, mutation.line, mutation.what};
  out.text.replace(mutation.begin, mutation.end - mutation.begin, mutation.text);
  const auto language = code::language_of(file.path, *file.after);
  const auto tree = code::Tree::parse(*language, out.text);
  if (!tree || tree->has_error() || out.text == *file.after) return std::nullopt;
  return out;
}

/// A comment that a compiler obeys.
bool is_directive(std::string_view comment) {
  return comment.starts_with("//go:") || comment.starts_with("// +build");
}

/// The next node that counts: no comments, and leaves with their text.
bool next_node(code::Cursor& at, std::string_view source) {
  bool more = at.next();
  while (more && at.node().type().find("comment") != std::string_view::npos &&
         !is_directive(at.node().text(source)))
    more = at.skip();
  return more;
}

}  // namespace

std::vector<Mutant> mutate_changed_lines(const std::vector<ChangedFile>& changes, std::size_t max) {
  std::vector<std::vector<Group>> files;
  for (const ChangedFile& file : changes)
    if (auto groups = groups_of(file); !groups.empty()) files.push_back(std::move(groups));
  std::vector<Mutant> out;
  std::size_t bytes = 0;
  // One of each hunk of each file, then the next of each.
  for (bool more = true; more && out.size() < max && bytes < k_bytes_max;) {
    more = false;
    for (std::size_t hunk = 0, left = 1; left > 0; ++hunk) {
      left = 0;
      for (auto& groups : files) {
        if (hunk >= groups.size()) continue;
        ++left;
        Group& group = groups[hunk];
        while (group.next < group.mutations.size() && out.size() < max && bytes < k_bytes_max) {
          auto made = mutant(*group.file, group.mutations[group.next++]);
          if (!made) continue;
          bytes += made->text.size();
          out.push_back(std::move(*made));
          more = true;
          break;
        }
      }
    }
  }
  return out;
}

bool only_formatting(const ChangedFile& change) {
  if (!change.before || !change.after) return false;
  if (*change.before == *change.after) return true;
  const auto language = code::language_of(change.path, *change.after);
  if (!language) return false;
  const auto before = code::Tree::parse(*language, *change.before);
  const auto after = code::Tree::parse(*language, *change.after);
  if (!before || !after || before->has_error() || after->has_error()) return false;
  code::Cursor a(before->root()), b(after->root());
  for (;;) {
    const bool more = next_node(a, *change.before);
    if (more != next_node(b, *change.after)) return false;
    if (!more) return true;
    const Node left = a.node(), right = b.node();
    if (left.type() != right.type() || a.depth() != b.depth()) return false;
    if (left.child_count() == 0 &&
        trim(left.text(*change.before)) != trim(right.text(*change.after)))
      return false;
  }
}

}  // namespace verify
