#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "journal/journal.h"

using namespace journal;
using base::Code;
using base::join;

namespace {

json::Value parsed(std::string_view text) { return json::parse(text).value(); }

struct IndexTest : testing::Test {
  base::TempDir temp = base::TempDir::make().value();
  std::string state = temp.path();

  std::unique_ptr<Journal> session(const std::string& id, const std::string& cwd,
                                   const std::string& task) {
    auto journal = Journal::create(join(state, "sessions/" + id)).value();
    EXPECT_TRUE(journal->append(
        "session.started",
        json::Object{{"cwd", cwd}, {"task", task}, {"model", parsed(R"({"provider":"p","id":"m"})")}}));
    return journal;
  }
  std::vector<Summary> list(const std::string& cwd = "", const std::string& query = "",
                            std::size_t limit = 100) {
    auto index = Index::open(state);
    EXPECT_TRUE(index) << index.error().what;
    notice = index.value()->notice();
    auto rows = index.value()->list(cwd, query, limit);
    EXPECT_TRUE(rows) << rows.error().what;
    return rows.value();
  }
  std::vector<std::string> ids(const std::string& cwd = "", const std::string& query = "") {
    std::vector<std::string> out;
    const auto rows = list(cwd, query);
    for (const Summary& row : rows) out.push_back(row.id);
    std::sort(out.begin(), out.end());
    return out;
  }
  std::string notice;
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_F(IndexTest, IsEmptyWhereNothingIs) {
  EXPECT_TRUE(list().empty());
  EXPECT_EQ(notice, "");
}

TEST_F(IndexTest, TellsWhatWasSpentByDayProjectAndModel) {
  auto journal = session("A", "/p", "x");
  ASSERT_TRUE(journal->append("model.answer", parsed(R"({"turn":1,"usage":{"input":100,"cached":40,"output":20},"cost_usd":0.5,"model":"q/other"})")));
  ASSERT_TRUE(journal->append("model.answer", parsed(R"({"turn":2,"usage":{"input":10,"output":2},"cost_usd":0.25})")));
  (void)list();
  ASSERT_TRUE(journal->append("model.answer", parsed(R"({"turn":3,"usage":{"input":1,"output":1}})")));
  const auto index = Index::open(state);
  ASSERT_TRUE(index);
  const auto spent = (*index)->spent("");
  ASSERT_TRUE(spent) << spent.error().what;
  ASSERT_EQ(spent->size(), 2u);
  const auto& other = (*spent)[0];
  EXPECT_EQ(other.model, "q/other");
  EXPECT_EQ(other.cwd, "/p");
  EXPECT_EQ(other.calls, 1);
  EXPECT_EQ(other.tokens_cached, 40);
  EXPECT_DOUBLE_EQ(other.cost_usd, 0.5);
  EXPECT_TRUE(other.cost_known);
  const auto& own = (*spent)[1];
  EXPECT_EQ(own.model, "p/m");
  EXPECT_EQ(own.calls, 2);
  EXPECT_EQ(own.tokens_in, 11);
  EXPECT_FALSE(own.cost_known);
  EXPECT_TRUE((*index)->spent("9999-01-01")->empty());
}

TEST(Fold, WhatAnotherAgentWasPaidIsNotOurs) {
  Summary own;
  const auto add = [&](std::uint64_t seq, const char* type, const char* payload) { fold(own, {seq, 0, type, payload}); };
  add(1, "session.started", R"({"id":"S","imported_from":{"agent":"codex"}})");
  add(2, "turn.started", "{}");
  add(3, "model.answer", R"({"usage":{"input":5,"output":2}})");
  add(4, "session.ended", R"({"status":"imported"})");
  EXPECT_EQ(own.turns, 0);
  EXPECT_EQ(own.tokens_in, 0);
  EXPECT_TRUE(own.cost_known);
  add(5, "turn.started", "{}");
  add(6, "model.answer", R"({"usage":{"input":7,"output":3},"cost_usd":0.5})");
  EXPECT_EQ(own.turns, 1);
  EXPECT_EQ(own.tokens_in, 7);
  EXPECT_EQ(own.cost_usd, 0.5);
}

TEST_F(IndexTest, SumsUpASession) {
  auto journal = session("A", "/p", "fix the parser");
  ASSERT_TRUE(journal->append("turn.started", parsed(R"({"turn":1})")));
  ASSERT_TRUE(journal->append("model.answer", parsed(
      R"({"turn":1,"usage":{"input":100,"output":20},"cost_usd":0.5,"items":[{"text":"I will look"}]})")));
  auto rows = list();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].status, "running");
  ASSERT_TRUE(journal->append("turn.started", parsed(R"({"turn":2})")));
  ASSERT_TRUE(journal->append("model.answer", parsed(
      R"({"turn":2,"usage":{"input":150,"output":-1},"items":[]})")));
  ASSERT_TRUE(journal->append("session.ended", parsed(R"({"status":"verified"})")));
  rows = list();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].id, "A");
  EXPECT_EQ(rows[0].dir, join(state, "sessions/A"));
  EXPECT_EQ(rows[0].cwd, "/p");
  EXPECT_EQ(rows[0].task, "fix the parser");
  EXPECT_EQ(rows[0].model, "p/m");
  EXPECT_EQ(rows[0].status, "verified");
  EXPECT_EQ(rows[0].turns, 2);
  EXPECT_EQ(rows[0].tokens_in, 250);
  EXPECT_EQ(rows[0].tokens_out, 20);
  EXPECT_DOUBLE_EQ(rows[0].cost_usd, 0.5);
  EXPECT_GE(rows[0].updated_ms, rows[0].started_ms);
}

TEST_F(IndexTest, ReadingInPartsGivesWhatReadingAtOnceGives) {
  auto journal = session("A", "/p", "t");
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(journal->append("turn.started", json::Object{}));
    ASSERT_TRUE(journal->append("user.message", json::Object{{"text", "word" + std::to_string(i)}}));
    if (i % 7 == 0) list();
  }
  const auto parts = list();
  EXPECT_EQ(ids("", "word28"), Ids{"A"});
  ASSERT_TRUE(base::remove_all(join(state, "index.sqlite")));
  const auto once = list();
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].turns, 30);
  EXPECT_EQ(once[0].turns, 30);
  EXPECT_EQ(parts[0].updated_ms, once[0].updated_ms);
}

TEST_F(IndexTest, FindsByWordsOfTasksMessagesAndCalls) {
  auto a = session("A", "/p", "fix the flaky login test");
  auto b = session("B", "/q", "write docs");
  ASSERT_TRUE(b->append("tool.call", parsed(R"j({"name":"shell","arguments":"{\"command\":\"ninja src/foo.cpp\"}"})j")));
  ASSERT_TRUE(b->append("model.answer", parsed(R"({"items":[{"type":"assistant","text":"Größe geändert"}]})")));
  ASSERT_TRUE(b->append("tool.result", parsed(R"({"output":"secretword"})")));
  EXPECT_EQ(ids("", "flaky"), Ids{"A"});
  EXPECT_EQ(ids("", "FLA login"), Ids{"A"});
  EXPECT_EQ(ids("", "ninja docs"), Ids{"B"});
  EXPECT_EQ(ids("", "src/foo.cpp"), Ids{"B"});
  EXPECT_EQ(ids("", "größe"), Ids{"B"});
  EXPECT_EQ(ids("", "secretword"), Ids{});
  EXPECT_EQ(ids("/q", "flaky"), Ids{});
  EXPECT_EQ(ids("/p"), Ids{"A"});
  EXPECT_EQ(ids("", "  "), (Ids{"A", "B"}));
  for (const char* hostile : {"\"", "a\" OR \"b", "NEAR(", "*", "body:x", "-", "a AND", "'; DROP"})
    ids("", hostile);
}

TEST_F(IndexTest, ForgetsWhatWasDeletedAndRereadsWhatWasReplaced) {
  session("A", "/p", "alpha");
  session("B", "/p", "beta");
  EXPECT_EQ(ids(), (Ids{"A", "B"}));
  ASSERT_TRUE(base::remove_all(join(state, "sessions/A")));
  EXPECT_EQ(ids(), Ids{"B"});
  ASSERT_TRUE(base::remove_all(join(state, "sessions/B")));
  session("B", "/p", "gamma and more");
  EXPECT_EQ(ids("", "beta"), Ids{});
  EXPECT_EQ(ids("", "gamma"), Ids{"B"});
}

TEST_F(IndexTest, IsMadeAnewWhenDamagedAndSaysSoOnce) {
  session("A", "/p", "alpha");
  const std::string file = join(state, "index.sqlite");
  ASSERT_EQ(ids(), Ids{"A"});
  ASSERT_TRUE(base::write_file(file, std::string(8192, 'x')));
  EXPECT_EQ(ids(), Ids{"A"});
  EXPECT_NE(notice, "");
  EXPECT_EQ(ids(), Ids{"A"});
  EXPECT_EQ(notice, "");
  const std::string good = base::read_file(file).value();
  for (std::size_t page = 0; page < good.size(); page += 4096) {
    std::string broken = good;
    for (std::size_t i = page + (page == 0 ? 100 : 0); i < std::min(broken.size(), page + 4096); ++i)
      broken[i] = static_cast<char>(0xA5);
    ASSERT_TRUE(base::write_file(file, broken));
    EXPECT_EQ(ids("", "alpha"), Ids{"A"}) << page;
  }
}

TEST_F(IndexTest, OtherVersionsAreMadeAnew) {
  session("A", "/p", "alpha");
  ASSERT_EQ(ids(), Ids{"A"});
  std::string bytes = base::read_file(join(state, "index.sqlite")).value();
  bytes[63] = 99;  // user_version, big-endian at 60
  ASSERT_TRUE(base::write_file(join(state, "index.sqlite"), bytes));
  EXPECT_EQ(ids(), Ids{"A"});
  EXPECT_NE(notice.find("another version"), std::string::npos) << notice;
}

TEST_F(IndexTest, LivesInMemoryWhereItCannotBeKept) {
  session("A", "/p", "alpha");
  ASSERT_EQ(::mkdir(join(state, "index.sqlite").c_str(), 0700), 0);  // root may write anywhere else
  EXPECT_EQ(ids("", "alpha"), Ids{"A"});
  EXPECT_NE(notice.find("each time"), std::string::npos) << notice;
}

TEST_F(IndexTest, SurvivesGarbageInLogs) {
  session("A", "/p", "alpha");
  ASSERT_TRUE(base::make_dirs(join(state, "sessions/B")));
  ASSERT_TRUE(base::write_file(join(state, "sessions/B/log.jsonl"), "garbage\n\0\xff\n{"));
  ASSERT_TRUE(base::make_dirs(join(state, "sessions/C/log.jsonl")));
  ASSERT_TRUE(base::write_file(join(state, "sessions/file"), "x"));
  auto odd = Journal::create(join(state, "sessions/D")).value();
  ASSERT_TRUE(odd->append("session.started", parsed(R"({"cwd":5,"task":[],"model":"m"})")));
  ASSERT_TRUE(odd->append("model.answer", parsed(R"({"usage":7,"items":{"a":1}})")));
  const auto rows = list();
  EXPECT_GE(rows.size(), 2u);
  EXPECT_EQ(ids("/p"), Ids{"A"});
}

TEST_F(IndexTest, FindsASessionByPrefixOrLast) {
  session("01JABCDEF", "/p", "one");
  session("01JABCXYZ", "/q", "two");
  const auto dir = [&](const char* id) { return join(state, std::string("sessions/") + id); };
  EXPECT_EQ(find_session(state, "01JABCDEF", "").value(), dir("01JABCDEF"));
  EXPECT_EQ(find_session(state, "01jabcd", "").value(), dir("01JABCDEF"));
  const auto two = find_session(state, "01JABC", "");
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, Code::ambiguous);
  EXPECT_NE(two.error().what.find("01JABCXYZ"), std::string::npos);
  EXPECT_EQ(find_session(state, "..", "").error().code, Code::not_found);
  EXPECT_EQ(find_session(state, "", "").error().code, Code::not_found);
  const timespec past[2] = {{1000, 0}, {1000, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, join(dir("01JABCXYZ"), "log.jsonl").c_str(), past, 0), 0);
  EXPECT_EQ(find_session(state, "last", "").value(), dir("01JABCDEF"));
  EXPECT_EQ(find_session(state, "last", "/q").value(), dir("01JABCXYZ"));
  EXPECT_EQ(find_session(state, "last", "/none").error().code, Code::not_found);
  EXPECT_EQ(find_session(state + "/none", "last", "").error().code, Code::not_found);
}

TEST_F(IndexTest, AttemptsAreListedWithTheSessionThatStartedThem) {
  session("01A", "/p", "the task");
  for (const char* n : {"2", "1"}) {
    auto journal = Journal::create(join(state, "sessions/01B" + std::string(n))).value();
    ASSERT_TRUE(journal->append("session.started", parsed(R"({"cwd":"/copy","task":"the task","attempt":{"parent":"01A","project":"/p","n":)" +
                                                          std::string(n) + "}}")));
    ASSERT_TRUE(journal->append("user.message", json::Object{{"text", "frobnicate " + std::string(n)}}));
  }
  EXPECT_EQ(ids("/p"), Ids{"01A"});
  EXPECT_EQ(ids("", "frobnicate"), (Ids{"01B1", "01B2"}));
  auto index = Index::open(state).value();
  const auto attempts = index->attempts("01A").value();
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].id, "01B1");
  EXPECT_EQ(attempts[0].attempt, 1);
  EXPECT_EQ(attempts[1].cwd, "/p");
  EXPECT_TRUE(index->attempts("01B1").value().empty());
  // What the user means by the last session is never an attempt, which is younger.
  EXPECT_EQ(find_session(state, "last", "/p").value(), join(state, "sessions/01A"));
  EXPECT_EQ(find_session(state, "last", "").value(), join(state, "sessions/01A"));
}

TEST_F(IndexTest, ForksOfAProjectAreNoSessions) {
  session("01A", "/p", "fork: a task of the user");
  for (const char* name : {"left", "right"}) {
    auto journal = Journal::create(join(state, "sessions/01B" + std::string(name))).value();
    ASSERT_TRUE(journal->append("session.started", json::Object{{"cwd", "/p"}, {"task", "fork: " + std::string(name)}, {"fork", name}}));
    ASSERT_TRUE(journal->append("session.ended", json::Object{{"end", "done"}, {"status", "held"}}));
    if (std::string(name) == "left") ASSERT_TRUE(journal->append("drop", json::Object{{"step", ""}}));
  }
  EXPECT_EQ(ids("/p"), Ids{"01A"});
  EXPECT_EQ(ids("", "fork"), Ids{"01A"});
  auto index = Index::open(state).value();
  const auto forks = index->forks("/p").value();
  ASSERT_EQ(forks.size(), 2U);
  EXPECT_EQ(forks[0].fork, "left");
  EXPECT_EQ(forks[0].status, "dropped");   // it does not seem to wait any more
  EXPECT_EQ(forks[1].fork, "right");
  EXPECT_EQ(forks[1].status, "held");
  EXPECT_TRUE(index->forks("/q").value().empty());
}

TEST(SummaryTest, NobodyIsAskedAnyMoreWhenAQuestionIsSettled) {
  const std::pair<const char*, const char*> settles[] = {
      {"approval.answered", R"({"step":"c1","answer":"keep","paths":[]})"}, {"apply", R"({"step":"c1"})"}, {"drop", R"({"step":""})"},
      {"user.message", R"({"text":"no","by":"steer"})"}, {"session.resumed", "{}"}};
  for (const auto& [type, payload] : settles) {
    Summary summary;
    fold(summary, {1, 0, "approval.asked", R"({"step":"c1"})"});
    fold(summary, {2, 0, "user.message", R"({"text":"undone","by":"verb"})"});
    EXPECT_EQ(summary.asked.size(), 1U);
    fold(summary, {3, 0, type, payload});
    EXPECT_TRUE(summary.asked.empty()) << type;
  }
}
