// Searches in a lab whose answers are known: what passes first passes by undefined behaviour; the search is ended between.

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"
#include "certainty.h"
#include "io/loop.h"
#include "search.h"

namespace repair {
namespace {

constexpr const char* k_text = "int f(int n) {\n  int s = 0;\n  for (int i = 0; i < n; ++i) s += i;\n  return s;\n}\n";

/// One failing test. `i <= n` satisfies it, and so does `s + n`, which is much dearer; instruments stop the first.
class ScriptedLab : public Lab {
 public:
  explicit ScriptedLab(const std::vector<Source>& sources) : sources_(sources) {}

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    LabTest test;
    test.name = "t";
    test.outcome = verify::Outcome::failed;
    co_return std::vector<LabTest>{test};
  }
  io::Task<base::Result<Coverage>> cover(std::vector<std::string>, io::Millis) override {
    Coverage coverage;
    Covered covered;
    covered.test = "t";
    covered.failed = true;
    covered.lines["a.c"] = {2, 3, 4};
    coverage.tests.push_back(std::move(covered));
    co_return coverage;
  }
  std::size_t workers() const override { return 1; }
  std::size_t batch() const override { return 16; }
  std::size_t smallest_batch() const override { return 16; }
  bool is_slow_to_return() const override { return false; }
  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t, std::vector<Candidate> batch, std::vector<std::string> tests, double) override {
    std::vector<Attempt> out;
    for (const auto& candidate : batch) out.push_back(outcome_of(candidate, tests.size()));
    co_return out;
  }
  io::Task<base::Result<Attempt>> guard(std::size_t, Candidate candidate, std::vector<std::string> tests, double) override {
    co_return outcome_of(candidate, tests.size());
  }
  bool can_examine() const override { return true; }
  io::Task<base::Result<std::vector<Examined>>> examine(std::vector<Candidate> versions, std::vector<std::string>) override {
    std::vector<Examined> out;
    for (const auto& one : versions) out.push_back(has(one, "i <= n") ? Examined::faulty : Examined::clean);
    co_return out;
  }
  io::Task<base::Result<>> rebase(const std::vector<Source>&) override { co_return base::Result<>{}; }

 private:
  [[nodiscard]] bool has(const Candidate& candidate, std::string_view part) const {
    return edited(sources_.front().text(), candidate.splices).find(part) != std::string::npos;
  }
  [[nodiscard]] Attempt outcome_of(const Candidate& candidate, std::size_t tests) const {
    Attempt attempt;
    const bool passes = candidate.splices.empty() ? false : has(candidate, "i <= n;") || has(candidate, "return s + n;");
    attempt.outcome = passes ? Tried::passed : Tried::failed;
    attempt.passed = passes ? tests : 0;
    return attempt;
  }

  const std::vector<Source>& sources_;
};

/// All versions pass the failing test, and another one that takes so long that each is tried against it by itself. While the
/// second is, the search is cancelled.
class CancelledLab : public ScriptedLab {
 public:
  CancelledLab(const std::vector<Source>& sources, io::CancelSource& cancel) : ScriptedLab(sources), cancel_(cancel) {}

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    CO_TRY(auto tests, co_await ScriptedLab::baseline());
    LabTest slow;
    slow.name = "slow";
    slow.outcome = verify::Outcome::passed;
    slow.cpu_ms = 3000;
    tests.push_back(slow);
    co_return tests;
  }
  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t, std::vector<Candidate> batch, std::vector<std::string> tests, double) override {
    if (tests.size() > 1 && ++whole_ == 2) {
      cancel_.cancel();
      co_return base::fail(base::Code::cancelled, "cancelled");
    }
    std::vector<Attempt> out(batch.size());
    for (auto& one : out) one.outcome = Tried::passed;
    for (auto& one : out) one.passed = tests.size();
    co_return out;
  }
  bool can_examine() const override { return false; }

 private:
  io::CancelSource& cancel_;
  int whole_ = 0;
};

TEST(CancelledSearch, KeepsWhatPassedBeforeInTheSameBatch) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  ASSERT_TRUE(base::write_file(base::join(temp->path(), "a.c"), k_text));
  io::Loop loop;
  io::CancelSource cancel;
  std::vector<Source> sources;
  CancelledLab lab(sources, cancel);
  const auto found = loop.run(io::cancellable(cancel, search(lab, temp->path(), sources, SearchOptions{}, [](const std::string&) {})));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->stopped, Stopped::cancelled);
  EXPECT_EQ(found->fixes.size(), 1U);
}

TEST(FaultySearch, GoesOnUntilSomethingPassesWithInstrumentsToo) {
  const auto temp = base::TempDir::make();
  ASSERT_TRUE(temp);
  ASSERT_TRUE(base::write_file(base::join(temp->path(), "a.c"), k_text));
  io::Loop loop;
  std::vector<Source> sources;
  ScriptedLab lab(sources);
  const auto found = loop.run(search(lab, temp->path(), sources, SearchOptions{}, [](const std::string&) {}));
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_EQ(found->fixes.size(), 2U);
  EXPECT_EQ(found->faulty, 1U);
  EXPECT_NE(found->fixes[0].files.at("a.c").find("return s + n;"), std::string::npos);
  EXPECT_FALSE(found->fixes[0].is_faulty);
  EXPECT_TRUE(found->fixes[1].is_faulty);
  // What is faulty is no rival of what is not; if it were made, that would be said.
  EXPECT_EQ(evidence_for(*found, 0).rivals, 0U);
  const auto judged = judge(evidence_for(*found, 1));
  EXPECT_EQ(judged.certainty, Certainty::guess);
  EXPECT_NE(judged.why.find("sanitizers"), std::string::npos);
}

}  // namespace
}  // namespace repair
