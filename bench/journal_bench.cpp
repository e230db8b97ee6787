// journal_bench [EVENTS]: what an append costs beside a bare write(2) of the same bytes, opening,
// reading and the index. One line a figure.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "journal/journal.h"

namespace {

using Clock = std::chrono::steady_clock;

double micros_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

[[noreturn]] void die(const base::Error& error) {
  std::fprintf(stderr, "journal_bench: %s\n", error.what.c_str());
  std::exit(1);
}

template <class T>
T must(base::Result<T> result) {
  if (!result) die(result.error());
  return std::move(*result);
}

void row(const char* what, std::vector<double> micros) {
  std::sort(micros.begin(), micros.end());
  std::printf("%-34s median %8.2f us   p99 %8.2f us\n", what, micros[micros.size() / 2],
              micros[micros.size() * 99 / 100]);
}

json::Value event_of(std::size_t bytes) {
  return boost::json::object{{"id", "call_0123456789"},
                             {"name", "shell"},
                             {"arguments", std::string(bytes, 'x')},
                             {"freeform", false}};
}

}  // namespace

int main(int argc, char** argv) {
  const int events = argc > 1 ? std::atoi(argv[1]) : 100000;
  const auto temp = must(base::TempDir::make());
  const std::string dir = base::join(temp.path(), "sessions/S");
  const auto payload = event_of(300);
  std::vector<double> micros;
  {
    auto journal = must(journal::Journal::create(dir));
    for (int i = 0; i < events; ++i) {
      const auto start = Clock::now();
      must(journal->append("tool.call", payload));
      micros.push_back(micros_since(start));
    }
    row("append, 300-byte argument", micros);
  }
  const std::size_t bytes = must(base::read_file(base::join(dir, "log.jsonl"))).size();
  {
    const std::string line(bytes / static_cast<std::size_t>(events), 'x');
    base::Fd fd(::open(base::join(temp.path(), "bare").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
    micros.clear();
    for (int i = 0; i < events; ++i) {
      const auto start = Clock::now();
      if (::write(fd.get(), line.data(), line.size()) < 0) return 1;
      micros.push_back(micros_since(start));
    }
    row("bare write(2) of as many bytes", micros);
  }
  micros.clear();
  for (int i = 0; i < 20; ++i) {
    const auto start = Clock::now();
    journal::Damage damage;
    must(journal::Journal::open(dir, damage));
    micros.push_back(micros_since(start));
  }
  std::printf("the log has %d events, %.1f MB\n", events, static_cast<double>(bytes) / 1e6);
  row("open it (checks every line)", micros);
  micros.clear();
  for (int i = 0; i < 10; ++i) {
    const auto start = Clock::now();
    journal::Damage damage;
    must(journal::read_events(dir, damage));
    micros.push_back(micros_since(start));
  }
  row("read all its events", micros);
  micros.clear();
  for (int i = 0; i < 200; ++i) {
    const auto start = Clock::now();
    const auto journal = must(journal::Journal::create(dir + std::to_string(i)));
    micros.push_back(micros_since(start));
    must(journal->append("session.started", boost::json::object{{"cwd", "/p"}, {"task", "t"}}));
  }
  row("create a session", micros);
  auto start = Clock::now();
  must(journal::Index::open(temp.path()));
  std::printf("%-34s %8.1f ms\n", "index made from nothing", micros_since(start) / 1000);
  micros.clear();
  for (int i = 0; i < 20; ++i) {
    start = Clock::now();
    auto index = must(journal::Index::open(temp.path()));
    must(index->list("", "", 20));
    micros.push_back(micros_since(start));
  }
  row("index up to date, 201 sessions", micros);
  // In turns with the least that could do it: the disk is slow or quick for both.
  auto synced = must(journal::Journal::create(dir + "-disk"));
  base::Fd bare(::open(base::join(temp.path(), "bare-disk").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
  const std::string line(bytes / static_cast<std::size_t>(events), 'x');
  std::vector<double> bare_micros;
  micros.clear();
  for (int i = 0; i < 200; ++i) {
    start = Clock::now();
    must(synced->append("tool.call", payload, journal::Journal::Sync::disk));
    micros.push_back(micros_since(start));
    start = Clock::now();
    if (::write(bare.get(), line.data(), line.size()) < 0 || ::fdatasync(bare.get()) != 0) return 1;
    bare_micros.push_back(micros_since(start));
  }
  row("append, on the disk", micros);
  row("bare write(2) and fdatasync(2)", bare_micros);
  return 0;
}
