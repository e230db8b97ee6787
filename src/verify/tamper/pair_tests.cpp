// Every old test looks for the new one that it became: by its name in its file, by its name elsewhere, by its body, by what
// it demands.
#include "tamper/pair_tests.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace verify::tamper {

Tests gather_tests(const std::vector<Parsed>& files, Report& report) {
  Tests out;
  const auto helpers = [&](bool before) {
    std::set<std::string> names;
    for (int round = 0; round < 3; ++round)
      for (const Parsed& file : files) {
        const auto& suite = before ? file.before : file.after;
        if (!suite) continue;
        for (const TestCase& test : suite->cases) {
          const bool asserts =
              !test.assertions.empty() ||
              std::any_of(test.calls.begin(), test.calls.end(), [&](const Assertion& call) {
                return names.contains(joined(call.subject));
              });
          if (!test.is_test && !test.is_top && asserts) names.insert(test.name);
        }
      }
    return names;
  };
  const auto fill = [&](std::deque<Entry>& into, const Parsed& file,
                        const std::optional<Suite>& suite, const std::set<std::string>& names) {
    if (!suite) return;
    for (const TestCase& test : suite->cases) {
      Entry entry;
      entry.subject = file.subject;
      entry.test = &test;
      entry.assertions = test.assertions;
      for (const Assertion& call : test.calls)
        if (names.contains(joined(call.subject))) entry.assertions.push_back(call);
      entry.used.resize(entry.assertions.size());
      entry.rows_used.resize(test.rows.size());
      into.push_back(std::move(entry));
    }
  };
  const auto hide = [](std::deque<Entry>& entries) {
    std::map<std::string, Entry*> last;
    for (Entry& entry : entries) {
      if (!entry.subject->file.path.ends_with(".py") || entry.test->is_top) continue;
      Entry*& before = last[entry.subject->file.path + "\n" + entry.test->full_name];
      if (before != nullptr) before->hidden = true;
      before = &entry;
    }
  };
  const auto old_helpers = helpers(true), new_helpers = helpers(false);
  for (const Parsed& file : files) {
    fill(out.before, file, file.before, old_helpers);
    fill(out.after, file, file.after, new_helpers);
    if (file.after && file.after->only_line > 0 && file.before && file.before->only_line == 0)
      report.add(Tampering::test_skipped, *file.subject, Side::after, file.after->only_line,
                  "only the marked tests are run, all others are left out");
  }
  hide(out.before);
  hide(out.after);
  return out;
}

namespace {

void link(Entry& old, Entry& now) {
  old.partner = &now;
  now.partner = &old;
}

/// Pairs what has the same key, where `wanted` says that a new test may be the partner.
template <class Key, class Wanted>
void pair_by(Tests& all, Key key, Wanted wanted) {
  std::unordered_map<std::string, std::vector<Entry*>> found;
  for (Entry& now : all.after)
    if (now.partner == nullptr)
      if (std::string k = key(now); !k.empty()) found[k].push_back(&now);
  for (Entry& old : all.before) {
    if (old.partner != nullptr) continue;
    const std::string k = key(old);
    const auto list = k.empty() ? found.end() : found.find(k);
    if (list == found.end()) continue;
    // Of two definitions with one name Python runs the last.
    const bool last = old.subject->file.path.ends_with(".py");
    auto& entries = list->second;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Entry* now = last ? entries[entries.size() - 1 - i] : entries[i];
      if (now->partner != nullptr || !wanted(old, *now)) continue;
      link(old, *now);
      break;
    }
  }
}

void pair_by_name(Tests& all) {
  const auto any = [](const Entry&, const Entry&) { return true; };
  const auto alike = [](const Entry& old, const Entry& now) {
    return old.test->is_test == now.test->is_test && !old.test->is_top && !now.test->is_top;
  };
  pair_by(all, [](const Entry& e) { return e.subject->file.path + "\n" + e.test->full_name; }, any);
  pair_by(all, [](const Entry& e) { return e.test->full_name; }, alike);
  pair_by(all, [](const Entry& e) { return e.test->name.size() > 4 ? e.test->name : std::string(); },
          alike);
}

/// A renamed test that was edited, too: it still demands half of what it did.
void pair_by_demand(Tests& all) {
  std::unordered_map<std::string, std::vector<Entry*>> where;
  for (Entry& now : all.after)
    if (now.partner == nullptr && now.test->is_test)
      for (const Assertion& one : now.assertions) where[one.key()].push_back(&now);
  for (Entry& old : all.before) {
    if (old.partner != nullptr || !old.test->is_test || old.assertions.empty()) continue;
    std::map<Entry*, std::size_t> votes;
    for (const Assertion& one : old.assertions) {
      const auto found = where.find(one.key());
      if (found == where.end() || found->second.size() > 50) continue;
      for (Entry* now : found->second)
        if (now->partner == nullptr) ++votes[now];
    }
    Entry* best = nullptr;
    for (const auto& [now, n] : votes)
      if (n * 2 >= old.assertions.size() && (best == nullptr || n > votes[best])) best = now;
    if (best != nullptr) link(old, *best);
  }
}

/// test_adds -> _test_adds, xtest_adds, disabled_test_adds, check_adds
void pair_by_part_of_name(Tests& all) {
  for (Entry& old : all.before) {
    if (old.partner != nullptr || !old.test->is_test || old.test->name.size() < 6) continue;
    for (Entry& now : all.after) {
      if (now.partner != nullptr || now.test->is_test || now.test->is_top) continue;
      if (now.subject != old.subject || now.test->name.find(old.test->name) == std::string::npos)
        continue;
      link(old, now);
      break;
    }
  }
}

void pair_by_body(Tests& all) {
  const auto tests = [](const Entry& old, const Entry& now) {
    return old.test->is_test && now.test->is_test;
  };
  const auto away = [](const Entry& old, const Entry& now) {
    return old.test->is_test && !now.test->is_top && !now.test->is_test;
  };
  const auto exact = [](const Entry& e) {
    std::string key = e.test->skeleton;
    for (const std::string& literal : e.test->literals) key += "\n" + literal;
    return e.test->is_top || key.size() < 12 ? std::string() : key;
  };
  const auto skeleton = [](const Entry& e) {
    return e.test->is_top || e.test->skeleton.size() < 12 ? std::string() : e.test->skeleton;
  };
  pair_by(all, exact, tests);
  pair_by(all, exact, away);
  pair_by_demand(all);
  pair_by(all, skeleton, tests);
  pair_by_part_of_name(all);
}

}  // namespace

void pair_tests(Tests& tests) {
  pair_by_name(tests);
  pair_by_body(tests);
}

}  // namespace verify::tamper
