#include "journal/journal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <random>
#include <thread>

#include "base/file.h"
#include "base/paths.h"

using namespace journal;
using base::Code;
using base::join;

namespace {

json::Value text_payload(std::string_view text) {
  return json::Object{{"text", boost::json::string_view(text.data(), text.size())}};
}

struct JournalTest : testing::Test {
  base::TempDir temp = base::TempDir::make().value();
  std::string dir = join(temp.path(), "state/sessions/S");
  std::string log = join(dir, "log.jsonl");

  std::string written(int events) {
    auto journal = Journal::create(dir).value();
    for (int i = 1; i <= events; ++i)
      EXPECT_EQ(journal->append("user.message", text_payload("n" + std::to_string(i))).value(),
                static_cast<std::uint64_t>(i));
    return base::read_file(log).value();
  }
  std::vector<std::uint64_t> numbers(Damage& damage) {
    std::vector<std::uint64_t> out;
    const auto events = read_events(dir, damage).value();
    for (const Event& event : events) out.push_back(event.seq);
    return out;
  }
};

mode_t mode_of(const std::string& path) {
  struct stat st {};
  EXPECT_EQ(::stat(path.c_str(), &st), 0) << path;
  return st.st_mode & 0777;
}

}  // namespace

TEST_F(JournalTest, ReadsBackWhatWasAppended) {
  auto journal = Journal::create(dir).value();
  std::vector<std::uint64_t> heard;
  journal->on_event([&](const Event& event) { heard.push_back(event.seq); });
  ASSERT_TRUE(journal->append("session.started", json::Object{{"cwd", "/p"}}, Journal::Sync::disk));
  ASSERT_TRUE(journal->append("user.message", text_payload("line\nend \xff")));
  Damage damage;
  const auto events = read_events(dir, damage).value();
  EXPECT_FALSE(damage.any());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type, "session.started");
  EXPECT_EQ(events[0].payload, R"({"cwd":"/p"})");
  EXPECT_EQ(events[1].payload, "{\"text\":\"line\\nend \xEF\xBF\xBD\"}");
  EXPECT_GT(events[1].time_ms, 1'600'000'000'000);
  EXPECT_EQ(heard, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(JournalTest, IsPrivate) {
  auto journal = Journal::create(dir).value();
  ASSERT_TRUE(journal->put_blob("secret"));
  EXPECT_EQ(mode_of(dir), 0700u);
  EXPECT_EQ(mode_of(log), 0600u);
  EXPECT_EQ(mode_of(join(dir, "blobs")), 0700u);
}

TEST_F(JournalTest, GoesOnWhereItStopped) {
  written(3);
  Damage damage;
  auto journal = Journal::open(dir, damage).value();
  EXPECT_FALSE(damage.any());
  EXPECT_EQ(journal->append("notice", json::Object{}).value(), 4u);
}

TEST_F(JournalTest, RefusesWhatCannotBeALine) {
  auto journal = Journal::create(dir).value();
  EXPECT_EQ(journal->append("Bad Type", json::Object{}).error().code, Code::invalid);
  EXPECT_EQ(journal->append("notice", json::Array{}).error().code, Code::invalid);
  const std::string big(k_line_max, 'x');
  EXPECT_EQ(journal->append("notice", text_payload(big)).error().code, Code::too_big);
  EXPECT_EQ(journal->append("notice", text_payload(big.substr(200))).value(), 1u);
  Damage damage;
  EXPECT_EQ(numbers(damage), std::vector<std::uint64_t>{1});
}

TEST_F(JournalTest, CreateRefusesASessionThatIsThere) {
  written(1);
  EXPECT_EQ(Journal::create(dir).error().code, Code::exists);
  Damage damage;
  EXPECT_EQ(Journal::open(dir + "x", damage).error().code, Code::not_found);
}

TEST_F(JournalTest, HasOneWriterAndNamesIt) {
  auto first = Journal::create(dir).value();
  Damage damage;
  const auto second = Journal::open(dir, damage);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::changed);
  EXPECT_NE(second.error().what.find("(" + std::to_string(::getpid()) + ")"), std::string::npos)
      << second.error().what;
  EXPECT_EQ(writer_of(dir), ::getpid());
  first.reset();
  EXPECT_FALSE(writer_of(dir));
  EXPECT_TRUE(Journal::open(dir, damage));
}

// A killed writer may leave a child between fork and exec, which still has the log open.
TEST_F(JournalTest, WaitsForTheOrphanOfADeadWriter) {
  const pid_t writer = ::fork();
  if (writer == 0) {
    auto journal = Journal::create(dir);
    if (!journal) ::_exit(1);
    if (::fork() == 0) {
      ::usleep(100'000);   // as slow an exec as a busy machine has
      ::_exit(0);
    }
    ::_exit(0);   // as kill -9 does: nothing is closed in order
  }
  int status = 0;
  ASSERT_EQ(::waitpid(writer, &status, 0), writer);
  ASSERT_EQ(status, 0);
  ASSERT_EQ(writer_of(dir), writer);
  Damage damage;
  const auto opened = Journal::open(dir, damage);
  EXPECT_TRUE(opened) << opened.error().what;
}

// A server closes the log some moments after everybody has seen the end of the session in it.
TEST_F(JournalTest, WaitsForAWriterWhoseSessionHasEnded) {
  auto first = Journal::create(dir).value();
  ASSERT_TRUE(first->append("notice", json::Object{{"text", "\"type\":\"session.ended\""}}));
  Damage damage;
  EXPECT_FALSE(Journal::open(dir, damage)) << "only words in an event";
  ASSERT_TRUE(first->append("session.ended", json::Object{{"text", std::string(5000, 'x')}}));
  std::thread closing([&] {
    ::usleep(100'000);
    first.reset();
  });
  const auto opened = Journal::open(dir, damage);
  closing.join();
  EXPECT_TRUE(opened) << opened.error().what;
}

TEST_F(JournalTest, CutsATornEndAtEveryByteAndKeepsIt) {
  const std::string whole = written(3);
  const std::size_t second_end = whole.find('\n', whole.find('\n') + 1) + 1;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_TRUE(base::write_file(log, whole.substr(0, size)));
    const std::size_t good = size == 0 ? 0 : whole.rfind('\n', size - 1) + 1;
    Damage read, opened;
    const auto before = numbers(read);
    auto journal = Journal::open(dir, opened);
    ASSERT_TRUE(journal) << size;
    EXPECT_EQ(opened.torn_bytes, size - good);
    EXPECT_EQ(read.torn_bytes, size - good);
    EXPECT_TRUE(opened.bad_lines.empty());
    EXPECT_EQ(base::read_file(log).value(), whole.substr(0, good));
    EXPECT_EQ(journal.value()->append("notice", json::Object{}).value(), before.size() + 1);
    if (size > good) {
      EXPECT_EQ(base::read_file(join(dir, "log.torn-1")).value(), whole.substr(good, size - good));
      ASSERT_EQ(::unlink(join(dir, "log.torn-1").c_str()), 0);
    }
  }
  ASSERT_LT(second_end, whole.size());
}

TEST_F(JournalTest, PassesOverDamagedLinesAndRewritesNothing) {
  const std::string whole = written(4);
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::string broken = whole;
    const std::size_t at = random() % (whole.size() - 1);
    const std::string_view above(whole.data(), at);
    const auto line = static_cast<std::uint64_t>(std::count(above.begin(), above.end(), '\n'));
    if (whole[at] == '\n') continue;  // joins two lines: below
    broken[at] = static_cast<char>(broken[at] ^ (1 << (random() % 8)));
    if (broken[at] == '\n') continue;
    ASSERT_TRUE(base::write_file(log, broken));
    Damage damage;
    auto journal = Journal::open(dir, damage).value();
    EXPECT_EQ(damage.bad_lines, std::vector<std::uint64_t>{line + 1});
    EXPECT_EQ(base::read_file(log).value(), broken);
    EXPECT_EQ(journal->append("notice", json::Object{}).value(), 5u);
    Damage again;
    EXPECT_EQ(numbers(again).size(), 4u);
    EXPECT_EQ(again.bad_lines, damage.bad_lines);
  }
  std::string joined = whole;
  joined[whole.find('\n')] = ' ';
  ASSERT_TRUE(base::write_file(log, joined));
  Damage damage;
  EXPECT_EQ(numbers(damage), (std::vector<std::uint64_t>{3, 4}));
  EXPECT_EQ(damage.bad_lines, std::vector<std::uint64_t>{1});
}

TEST_F(JournalTest, ALineGivenTwiceCountsOnce) {
  const std::string whole = written(2);
  ASSERT_TRUE(base::write_file(log, whole + whole));
  Damage damage;
  EXPECT_EQ(numbers(damage), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(damage.bad_lines, (std::vector<std::uint64_t>{3, 4}));
}

TEST_F(JournalTest, AnEndlessLineNeedsNoMemory) {
  const std::string whole = written(2);
  ASSERT_TRUE(base::write_file(log, whole + std::string(3 * k_line_max, 'x') + "\n" + "tail"));
  Damage damage;
  EXPECT_EQ(numbers(damage).size(), 2u);
  EXPECT_EQ(damage.bad_lines, std::vector<std::uint64_t>{3});
  EXPECT_EQ(damage.torn_bytes, 4u);
}

TEST_F(JournalTest, SaysWhenTheLogIsTakenAway) {
  auto journal = Journal::create(dir).value();
  ASSERT_TRUE(journal->append("notice", json::Object{}));
  base::Fd other(::open(log.c_str(), O_WRONLY | O_APPEND));
  ASSERT_TRUE(base::write_all(other.get(), "x"));
  EXPECT_EQ(journal->append("notice", json::Object{}).error().code, Code::changed);
  ASSERT_TRUE(base::remove_all(dir));
  const auto lost = journal->append("notice", json::Object{});
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().what.find("deleted"), std::string::npos);
}

// RLIMIT_FSIZE stops a write in its middle, as a full disk does.
TEST_F(JournalTest, AWriteCutShortLeavesNoHalfLine) {
  auto journal = Journal::create(dir).value();
  ASSERT_TRUE(journal->append("notice", text_payload("first")));
  const std::string before = base::read_file(log).value();
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = before.size() + 50;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto failed = journal->append("notice", text_payload(std::string(1000, 'x')));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  ::signal(SIGXFSZ, handler);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what.find(log), std::string::npos);
  EXPECT_EQ(base::read_file(log).value(), before);
  EXPECT_EQ(journal->append("notice", json::Object{}).value(), 2u);
}

TEST_F(JournalTest, AFullDiskLosesOneEventAndNothingElse) {
  const std::string disk = join(temp.path(), "disk");
  ASSERT_TRUE(base::make_dirs(disk));
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
    GTEST_SKIP() << "a small tmpfs needs root";
  {
    const std::string session = join(disk, "S");
    auto journal = Journal::create(session).value();
    std::uint64_t acknowledged = 0;
    base::Result<std::uint64_t> last = 0;
    while ((last = journal->append("notice", text_payload(std::string(900, 'x'))))) acknowledged = *last;
    EXPECT_EQ(last.error().code, Code::no_space) << last.error().what;
    EXPECT_EQ(journal->put_blob(std::string(1 << 20, 'b')).error().code, Code::no_space);
    Damage damage;
    EXPECT_EQ(read_events(session, damage).value().size(), acknowledged);
    EXPECT_FALSE(damage.any());
    EXPECT_GT(acknowledged, 40u);
    EXPECT_EQ(base::list_dir(session).value().front(), "blobs");
    EXPECT_TRUE(base::list_dir(join(session, "blobs")).value().empty());
  }
  EXPECT_EQ(::umount(disk.c_str()), 0);
}

TEST_F(JournalTest, BlobsAreNamedByTheirBytes) {
  auto journal = Journal::create(dir).value();
  const auto name = journal->put_blob("hello").value();
  EXPECT_EQ(name, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  EXPECT_EQ(journal->put_blob("hello").value(), name);
  ASSERT_TRUE(journal->append("notice", json::Object{}, Journal::Sync::disk));
  EXPECT_EQ(read_blob(dir, name).value(), "hello");
  EXPECT_EQ(mode_of(join(join(dir, "blobs"), name)), 0600u);
  EXPECT_EQ(base::list_dir(join(dir, "blobs")).value().size(), 1u);
  EXPECT_EQ(read_blob(dir, "../log.jsonl").error().code, Code::invalid);
  EXPECT_EQ(read_blob(dir, std::string(64, '0')).error().code, Code::not_found);
  ASSERT_TRUE(base::write_file(join(join(dir, "blobs"), name), "jello"));
  EXPECT_EQ(read_blob(dir, name).error().code, Code::io);
  ASSERT_TRUE(base::write_file(join(join(dir, "blobs"), name), ""));
  EXPECT_EQ(journal->put_blob("hello").value(), name);
  EXPECT_EQ(read_blob(dir, name).value(), "hello") << "a blob emptied by a power cut is written again";
}

// A child appends and tells each number through a pipe after append returned; it is killed at a
// random moment. Everything told must be there, in order, and the log must open.
TEST_F(JournalTest, WhatWasAcknowledgedSurvivesKillNine) {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    const std::string session = dir + std::to_string(round);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto journal = Journal::create(session).value();
      for (std::uint64_t i = 1;; ++i) {
        const auto seq = journal->append("notice", text_payload(std::string(i * 37 % 20000, 'x')));
        if (!seq || *seq != i) ::_exit(3);
        if (::write(ends[1], &i, sizeof i) != sizeof i) ::_exit(4);
      }
    }
    ::close(ends[1]);
    std::uint64_t told = 0, next = 0;
    const unsigned wanted = 1 + random() % 200;
    while (told < wanted && ::read(ends[0], &next, sizeof next) == sizeof next) told = next;
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    while (::read(ends[0], &next, sizeof next) == sizeof next) told = next;
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
    Damage damage;
    auto journal = Journal::open(session, damage);
    ASSERT_TRUE(journal) << journal.error().what;
    EXPECT_TRUE(damage.bad_lines.empty());
    const auto next_seq = journal.value()->append("notice", json::Object{}).value();
    EXPECT_GT(next_seq, told);
    Damage none;
    const auto events = read_events(session, none).value();
    EXPECT_FALSE(none.any());
    EXPECT_EQ(events.size(), next_seq);
  }
}

TEST_F(JournalTest, AHundredThousandEventsAreOrdinary) {
  {
    auto journal = Journal::create(dir).value();
    const auto payload = text_payload(std::string(150, 'x'));
    for (int i = 0; i < 100000; ++i) ASSERT_TRUE(journal->append("notice", payload));
  }
  Damage damage;
  EXPECT_EQ(Journal::open(dir, damage).value()->append("notice", json::Object{}).value(), 100001u);
  EXPECT_EQ(read_events(dir, damage).value().size(), 100001u);
  EXPECT_FALSE(damage.any());
}
