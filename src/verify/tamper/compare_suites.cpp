// First every old test looks for the new one that it became (pair_tests.h). A test that finds none is gone, unless its values
// turn up in the cases of a new table. Then the pairs are compared: first what is the same word for
// word, then what moved to another test, and what is left is matched by likeness (weakening.h).
// Only a loss is reported; a test may always demand more.
#include "tamper/compare_suites.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/paths.h"
#include "code/language.h"
#include "tamper/foreign_tests.h"
#include "tamper/pair_tests.h"
#include "tamper/suite.h"
#include "tamper/weakening.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using enum Tampering;

constexpr std::size_t k_looks_max = 2'000'000;
constexpr std::size_t k_pair_max = 400;  ///< unmatched assertions of one pair that are compared

std::string called(const TestCase& test) {
  if (test.is_top) return "the file's top level";
  return (test.is_test ? "test `" : "`") + shown(test.full_name) + "`";
}

bool is_live(const Entry& entry, const Assertion& one) {
  return !one.dead && !one.swallowed && !entry.hidden && entry.test->skip.empty();
}

class Comparison {
 public:
  Comparison(Tests& tests, Report& report) : report_(report), old_(tests.before), new_(tests.after) {
    for (const Entry& entry : old_)
      if (entry.test->is_top) old_tops_.push_back(&entry.test->constants);
    for (const Entry& entry : new_)
      if (entry.test->is_top) new_tops_.push_back(&entry.test->constants);
  }

  void run() {
    for (Entry& old : old_)
      if (old.partner != nullptr) match_equal(old, *old.partner);
    match_moved();
    find_new_rows();
    for (Entry& old : old_) {
      if (old.partner != nullptr) {
        compare(old, *old.partner);
      } else if (old.test->is_test) {
        old.gone = !is_absorbed(old);
      }
    }
    report_gone();
    compare_rows();
  }

 private:
  void match_equal(Entry& old, Entry& now) {
    std::unordered_map<std::string, std::vector<std::size_t>> where;
    for (std::size_t i = now.assertions.size(); i-- > 0;)
      where[now.assertions[i].key()].push_back(i);
    for (std::size_t i = 0; i < old.assertions.size(); ++i) {
      auto& list = where[old.assertions[i].key()];
      if (list.empty()) continue;
      // One that is reached is preferred.
      auto chosen = std::find_if(list.rbegin(), list.rend(), [&](std::size_t at) {
        const Assertion& one = now.assertions[at];
        return !one.dead && !one.swallowed && one.guards.size() <= old.assertions[i].guards.size();
      });
      const std::size_t at = chosen == list.rend() ? list.back() : *chosen;
      list.erase(std::find(list.begin(), list.end(), at));
      old.used[i] = now.used[at] = true;
      compare_reach(old, old.assertions[i], now, now.assertions[at]);
    }
  }

  /// The same demand, but is it still made?
  void compare_reach(const Entry& old, const Assertion& before, const Entry& now,
                     const Assertion& after) {
    const auto say = [&](const std::string& what) {
      report_.add(assertion_weakened, *now.subject, Side::after, after.line,
                  "in " + called(*old.test) + ": `" + after.shown + "` " + what);
    };
    if (after.dead && !before.dead) say("is never reached any more");
    if (after.swallowed && !before.swallowed)
      say("can fail without failing the test, since its failure is caught");
    if (after.guards.size() <= before.guards.size()) return;
    std::vector<std::string> added = after.guards;
    for (const std::string& guard : before.guards) {
      const auto found = std::find(added.begin(), added.end(), guard);
      if (found != added.end()) added.erase(found);
    }
    if (!added.empty() && !after.dead) say("is now reached only " + shown(added[0]));
  }

  /// What moved from one test to another, unchanged.
  void match_moved() {
    std::unordered_map<std::string, std::vector<std::pair<Entry*, std::size_t>>> where;
    for (Entry& now : new_)
      for (std::size_t i = 0; i < now.assertions.size(); ++i)
        if (!now.used[i] && is_live(now, now.assertions[i]))
          where[now.assertions[i].key()].emplace_back(&now, i);
    for (Entry& old : old_)
      for (std::size_t i = 0; i < old.assertions.size(); ++i) {
        if (old.used[i]) continue;
        auto& list = where[old.assertions[i].key()];
        if (list.empty()) continue;
        const auto [now, at] = list.back();
        list.pop_back();
        old.used[i] = now->used[at] = true;
      }
  }

  void compare(Entry& old, Entry& now) {
    if (old.test->is_test && !now.test->is_test) {
      report_.add(test_renamed_away, *now.subject, Side::after, now.test->line,
                  called(*old.test) + " is still there as `" + shown(now.test->full_name) +
                      "`, but is no longer collected");
      return;
    }
    compare_place(old, now);
    compare_skip(old, now);
    const bool found = match_alike(old, now);
    const bool constants = compare_constants(old, now);
    if (!found && !constants) compare_values(old, now);
    if (now.test->timeout > std::max(old.test->timeout, 5000.0))
      report_.add(timeout_raised, *now.subject, Side::after, now.test->end_line,
                  called(*old.test) + " may take longer than before");
    if (now.test->mocks > old.test->mocks && !old.test->is_top)
      report_.add(assertion_weakened, *now.subject, Side::after, now.test->line,
                  called(*old.test) + " now replaces a part of the program (a mock or a patch)");
  }

  /// A file with a name that the runner does not look for.
  void compare_place(const Entry& old, const Entry& now) {
    if (!old.test->is_test || old.subject == now.subject) return;
    if (is_collected_by_name(old.subject->file.path) &&
        !is_collected_by_name(now.subject->file.path))
      report_.add(test_renamed_away, *now.subject, Side::after, 1,
                  "the tests of " + shown(old.subject->file.path) + " are now in " +
                      shown(now.subject->file.path) + ", where no runner looks for them");
  }

  void compare_skip(const Entry& old, const Entry& now) {
    const TestCase& before = *old.test;
    const TestCase& after = *now.test;
    if (after.skip.empty() || after.skip == before.skip) return;
    if (!before.skip.empty() && after.skip_has_condition == before.skip_has_condition &&
        !after.skip_has_condition)
      return;
    if (!before.is_test && !before.is_top) return;
    const std::string what = "`" + shown(after.skip) + "`";
    report_.add(test_skipped, *now.subject, Side::after, after.skip_line,
                after.skip_is_shared
                    ? what + " keeps tests from being run"
                    : called(before) + " is now left out, or expected to fail: " + what);
  }

  /// What is left of the old assertions, each to the likeliest of what is left of the new ones.
  bool match_alike(Entry& old, Entry& now) {
    std::vector<std::size_t> left, right;
    for (std::size_t i = 0; i < old.assertions.size(); ++i)
      if (!old.used[i] && old.assertions[i].form != Form::always_true) left.push_back(i);
    for (std::size_t i = 0; i < now.assertions.size(); ++i)
      if (!now.used[i]) right.push_back(i);
    if (left.size() > k_pair_max) left.resize(k_pair_max);
    if (right.size() > k_pair_max) right.resize(k_pair_max);
    struct Match {
      int likeness;
      std::size_t distance, old, now;
    };
    std::vector<Match> matches;
    for (std::size_t a = 0; a < left.size(); ++a)
      for (std::size_t b = 0; b < right.size(); ++b)
        if (const int n =
                !may_look() ? 0 : likeness(old.assertions[left[a]], now.assertions[right[b]]);
            n > 0)
          matches.push_back({n, a > b ? a - b : b - a, left[a], right[b]});
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.distance < b.distance;
    });
    bool found = false;
    for (const Match& match : matches) {
      if (old.used[match.old] || now.used[match.now]) continue;
      old.used[match.old] = now.used[match.now] = true;
      found = judge(old, old.assertions[match.old], now, now.assertions[match.now]) || found;
    }
    for (const std::size_t i : left)
      if (!old.used[i]) found = lost(old, old.assertions[i], now) || found;
    return found;
  }

  bool judge(const Entry& old, const Assertion& before, const Entry& now, const Assertion& after) {
    compare_reach(old, before, now, after);
    const Judged judged =
        judge_assertion(before, after, names(*old.test, old_tops_), names(*now.test, new_tops_));
    if (judged.kind == Judged::Kind::same) return false;
    if (judged.kind == Judged::Kind::other && only_moved_its_values(before, after, now))
      return false;
    const bool weaker = judged.kind == Judged::Kind::weaker;
    std::string what =
        "in " + called(*old.test) + ": `" + before.shown + "` became `" + after.shown + "`";
    if (!judged.why.empty()) what += ", " + judged.why;
    report_.add(weaker ? assertion_weakened : expectation_changed, *now.subject, Side::after,
                after.line, std::move(what));
    return true;
  }

  static std::vector<const Constants*> names(const TestCase& test,
                                             std::vector<const Constants*> tops) {
    tops.insert(tops.begin(), &test.constants);
    return tops;
  }

  /// The values stand elsewhere in the test now: in a variable, in the cases of a loop or a table.
  bool only_moved_its_values(const Assertion& before, const Assertion& after,
                             const Entry& now) const {
    if (before.form != after.form) return false;
    const auto old = before.literals(), left = after.literals();
    if (old.size() <= left.size() || !is_part_of(left, old)) return false;
    return is_part_of(old, now.test->literals) || is_in_new_rows(old);
  }

  /// An assertion without a partner: replaced by one that cannot fail, done by a helper, or gone.
  bool lost(const Entry& old, const Assertion& before, Entry& now) {
    if (before.dead || before.swallowed) return false;
    for (std::size_t i = 0; i < now.assertions.size(); ++i) {
      if (now.used[i] || now.assertions[i].form != Form::always_true) continue;
      now.used[i] = true;
      report_.add(assertion_weakened, *now.subject, Side::after, now.assertions[i].line,
                  "in " + called(*old.test) + ": `" + before.shown + "` became `" +
                      now.assertions[i].shown + "`, it cannot fail");
      return true;
    }
    const auto literals = before.literals();
    if (!literals.empty()) {
      for (std::size_t i = 0; i < now.assertions.size(); ++i)
        if (now.assertions[i].form == Form::custom && is_new_call(old, now.assertions[i]) &&
            is_part_of(literals, now.assertions[i].literals()))
          return false;
      if (is_in_new_rows(literals)) return false;
    }
    // A helper that is new may demand it.
    for (std::size_t i = 0; i < now.assertions.size(); ++i) {
      if (now.assertions[i].form != Form::custom || now.used[i]) continue;
      if (is_part_of(literals, now.test->literals) &&
          is_new_helper(joined(now.assertions[i].subject)))
        return false;
    }
    report_.add(assertion_removed, *old.subject, Side::before, before.line,
                "in " + called(*old.test) + ": `" + before.shown + "` is gone");
    return true;
  }

  static bool is_new_call(const Entry& old, const Assertion& call) {
    return std::none_of(old.assertions.begin(), old.assertions.end(),
                        [&](const Assertion& one) { return one.key() == call.key(); });
  }

  bool is_new_helper(const std::string& name) const {
    return std::any_of(new_.begin(), new_.end(), [&](const Entry& now) {
      return !now.test->is_test && now.test->name == name && !now.assertions.empty();
    });
  }

  /// Excuses are looked for only so often: beyond it a loss is reported without them.
  bool may_look() const { return ++looks_ < k_looks_max; }

  bool is_in_new_rows(const std::vector<std::string>& literals) const {
    return std::any_of(new_rows_.begin(), new_rows_.end(), [&](const TestCase::Row* row) {
      return may_look() && is_part_of(literals, literals_of(row->tokens));
    });
  }

  /// The cases that no table had before.
  void find_new_rows() {
    std::unordered_map<std::string, std::size_t> before;
    for (const Entry& old : old_)
      for (const TestCase::Row& row : old.test->rows) ++before[joined(row.tokens)];
    for (const Entry& now : new_) {
      if (!now.test->skip.empty()) continue;
      for (const TestCase::Row& row : now.test->rows) {
        std::size_t& left = before[joined(row.tokens)];
        if (left > 0) {
          --left;
        } else {
          new_rows_.push_back(&row);
        }
      }
    }
  }

  /// A name that got another value.
  bool compare_constants(const Entry& old, const Entry& now) {
    bool found = false;
    for (const auto& [name, before] : old.test->constants) {
      const auto after = now.test->constants.find(name);
      if (after == now.test->constants.end() || joined(before) == joined(after->second)) continue;
      if (skeleton_of(before) != skeleton_of(after->second)) continue;
      if (is_made_of_rows(*old.test, before)) continue;
      found = true;
      report_.add(expectation_changed, *now.subject, Side::after,
                  line_of_constant(now, name, after->second),
                  "in " + called(*old.test) + ": `" + shown(name) + "` was `" +
                      shown(joined(before)) + "` and is now `" + shown(joined(after->second)) +
                      "`");
    }
    return found;
  }

  static bool is_made_of_rows(const TestCase& test, const Tokens& value) {
    const std::string all = joined(value);
    return std::any_of(test.rows.begin(), test.rows.end(), [&](const TestCase::Row& row) {
      return all.find(joined(row.tokens)) != std::string::npos;
    });
  }

  static std::size_t line_of_constant(const Entry& now, const std::string& name, const Tokens&) {
    const std::string bare = name.substr(0, name.find('#'));
    for (const FileDiff::Line& line : now.subject->diff.added())
      if (line.number >= now.test->line &&
          line.number <= std::max(now.test->end_line, now.test->line) && has_word(line.text, bare))
        return line.number;
    return now.test->line;
  }

  /// The same code with other values in it: an input, what a fixture returns.
  void compare_values(const Entry& old, const Entry& now) {
    const TestCase& before = *old.test;
    const TestCase& after = *now.test;
    if (before.is_top || before.skeleton != after.skeleton ||
        before.literals.size() != after.literals.size())
      return;
    for (std::size_t i = 0; i < before.literals.size(); ++i) {
      const std::string& was = before.literals[i];
      const std::string& is = after.literals[i];
      if (was == is) continue;
      // Messages are prose, and free.
      const bool prose = was.starts_with('"') &&
                         (was.find(' ') != std::string::npos || is.find(' ') != std::string::npos ||
                          was.find('%') != std::string::npos);
      if (prose || is_in_row(before, was) || is_asserted(old, was)) continue;
      report_.add(expectation_changed, *now.subject, Side::after, after.line,
                  "in " + called(before) + ": the value " + shown(was) + " became " + shown(is));
      return;
    }
  }

  /// Assertions have been compared with more understanding.
  static bool is_asserted(const Entry& entry, const std::string& literal) {
    return std::any_of(entry.assertions.begin(), entry.assertions.end(), [&](const Assertion& one) {
      const auto literals = one.literals();
      return one.extra.find(literal) != std::string::npos ||
             std::find(literals.begin(), literals.end(), literal) != literals.end();
    });
  }

  static bool is_in_row(const TestCase& test, const std::string& literal) {
    return std::any_of(test.rows.begin(), test.rows.end(), [&](const TestCase::Row& row) {
      return std::any_of(row.tokens.begin(), row.tokens.end(),
                         [&](const Token& token) { return token.text == literal; });
    });
  }

  /// Everything that the test demanded is demanded elsewhere: by a new test, or by a table's case.
  bool is_absorbed(const Entry& old) {
    if (old.assertions.empty()) return false;
    for (std::size_t i = 0; i < old.assertions.size(); ++i) {
      if (old.used[i] || old.assertions[i].form == Form::always_true) continue;
      const auto literals = old.assertions[i].literals();
      if (literals.empty() || !is_in_new_rows(literals)) return false;
    }
    return true;
  }

  void report_gone() {
    std::map<const Subject*, std::pair<std::size_t, std::size_t>> files;  // gone, all
    for (const Entry& old : old_)
      if (old.test->is_test) {
        files[old.subject].first += old.gone ? 1 : 0;
        ++files[old.subject].second;
      }
    for (const auto& [subject, count] : files) {
      if (!subject->is_deleted() || count.first == 0 || count.first < count.second) continue;
      report_.add(test_file_deleted, *subject, Side::before, 1,
                  "the file with its " + std::to_string(count.second) +
                      (count.second == 1 ? " test" : " tests") + " was deleted");
    }
    for (const Entry& old : old_) {
      const auto& count = files[old.subject];
      if (!old.gone || (old.subject->is_deleted() && count.first == count.second)) continue;
      report_.add(test_deleted, *old.subject, Side::before, old.test->line,
                  called(*old.test) + " is gone");
    }
  }

  void compare_rows() {
    std::unordered_map<std::string, std::vector<std::pair<Entry*, std::size_t>>> where;
    for (Entry& now : new_)
      for (std::size_t i = 0; i < now.test->rows.size(); ++i)
        where[joined(now.test->rows[i].tokens)].emplace_back(&now, i);
    std::vector<std::pair<Entry*, std::size_t>> lost;
    for (Entry& old : old_)
      for (std::size_t i = 0; i < old.test->rows.size(); ++i) {
        auto& list = where[joined(old.test->rows[i].tokens)];
        if (list.empty()) {
          lost.emplace_back(&old, i);
          continue;
        }
        // Prefer the place it had.
        auto found = std::find_if(list.begin(), list.end(),
                                  [&](const auto& one) { return one.first == old.partner; });
        if (found == list.end()) found = list.begin();
        found->first->rows_used[found->second] = true;
        list.erase(found);
      }
    for (const auto& [old, i] : lost) compare_row(*old, i);
  }

  void compare_row(Entry& old, std::size_t i) {
    if (old.gone || (old.partner == nullptr && old.test->is_test)) return;
    const TestCase::Row& row = old.test->rows[i];
    const auto literals = literals_of(row.tokens);
    Entry* now = old.partner;
    if (now != nullptr) {
      for (std::size_t k = 0; k < now->test->rows.size(); ++k) {
        const TestCase::Row& other = now->test->rows[k];
        if (now->rows_used[k] || skeleton_of(other.tokens) != skeleton_of(row.tokens)) continue;
        const auto values = literals_of(other.tokens);
        std::size_t same = 0;
        for (std::size_t v = 0; v < std::min(values.size(), literals.size()); ++v)
          same += values[v] == literals[v] ? 1 : 0;
        if (same == 0 && literals.size() > 1) continue;
        now->rows_used[k] = true;
        report_.add(expectation_changed, *now->subject, Side::after, other.line,
                    "in " + called(*old.test) + ": the case `" + shown(joined(row.tokens)) +
                        "` became `" + shown(joined(other.tokens)) + "`");
        return;
      }
    }
    if (is_in_new_rows(literals) || is_in_new_assertions(literals)) return;
    report_.add(
        test_deleted, *old.subject, Side::before, row.line,
        "in " + called(*old.test) + ": the case `" + shown(joined(row.tokens)) + "` is gone");
  }

  bool is_in_new_assertions(const std::vector<std::string>& literals) const {
    return std::any_of(new_.begin(), new_.end(), [&](const Entry& now) {
      if (!now.test->skip.empty()) return false;
      for (std::size_t i = 0; i < now.assertions.size(); ++i)
        if (may_look() && !now.used[i] && is_live(now, now.assertions[i]) &&
            is_part_of(literals, now.assertions[i].literals()))
          return true;
      return now.partner == nullptr && now.test->is_test &&
             is_part_of(literals, now.test->literals);
    });
  }

  Report& report_;
  mutable std::size_t looks_ = 0;
  std::deque<Entry>&old_, &new_;
  std::vector<const TestCase::Row*> new_rows_;
  std::vector<const Constants*> old_tops_, new_tops_;
};

bool has_tests(const Subject& subject) {
  if (subject.role == Role::test) return true;
  const std::string_view file = base::file_name(subject.file.path);
  if (subject.role == Role::test_config) return file == "conftest.py";
  return subject.role == Role::code && (has_inline_tests(subject.file.path, subject.before()) ||
                                        has_inline_tests(subject.file.path, subject.after()));
}

/// Helpers moved to a file that is not called a test, and tests that were hidden in one.
bool may_take_tests(const Subject& subject) {
  return subject.role == Role::code && subject.is_added() &&
         code::language_of(subject.file.path, subject.after()) != code::Language::rust;
}

std::optional<Suite> suite_of(const ChangedFile& file, const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  auto suite = read_suite(file.path, *text);
  if (!suite) return std::nullopt;
  return std::move(*suite);
}

}  // namespace

void find_in_tests(const std::deque<Subject>& subjects, const std::vector<ChangedFile>& changes,
                   Report& report) {
  std::vector<Parsed> parsed;
  std::optional<Elsewhere> elsewhere;
  for (const Subject& subject : subjects) {
    if (!has_tests(subject) && !may_take_tests(subject)) continue;
    Parsed one{&subject, suite_of(subject.file, subject.file.before),
               suite_of(subject.file, subject.file.after)};
    const bool readable = one.before.has_value() == subject.file.before.has_value() &&
                          one.after.has_value() == subject.file.after.has_value();
    if (!readable) {
      if (subject.role == Role::test) {
        if (!elsewhere) elsewhere = lines_of(changes);
        find_in_foreign_tests(subject, *elsewhere, report);
      }
      continue;
    }
    parsed.push_back(std::move(one));
  }
  Tests tests = gather_tests(parsed, report);
  pair_tests(tests);
  Comparison(tests, report).run();
}

}  // namespace verify::tamper
