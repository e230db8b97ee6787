// host_bench [SESSIONS]: what a waiting session costs a Host (memory, wake-ups), and what an event costs to those who
// watch. One line a figure.

#include <sys/resource.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/ids.h"
#include "journal/journal.h"
#include "plumb/host.h"

namespace {

using Clock = std::chrono::steady_clock;
constexpr int k_idle_s = 5;
constexpr int k_events = 5000;

template <class T>
T must(base::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "host_bench: %s\n", result.error().what.c_str());
  std::exit(1);
}

/// Bytes of this process that are in memory and its own.
long resident() {
  const auto text = must(base::read_file("/proc/self/statm", 4096));
  long all = 0, in_memory = 0, shared = 0;
  std::sscanf(text.c_str(), "%ld %ld %ld", &all, &in_memory, &shared);
  return (in_memory - shared) * ::sysconf(_SC_PAGESIZE);
}

long switches() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  return use.ru_nvcsw;
}

void run_for(plumb::Host& host, std::chrono::milliseconds time) {
  std::thread clock([&] {
    std::this_thread::sleep_for(time);
    host.stop();
  });
  host.run();
  clock.join();
}

std::string recorded(const std::string& home, const std::string& cwd, int events) {
  const std::string id = base::new_id();
  const auto log = must(journal::Journal::create(home + "/state/sessions/" + id));
  must(log->append("session.started", json::Object{{"id", id}, {"cwd", cwd}, {"task", "wait for the next prompt"}}));
  for (int i = 0; i < events; ++i)
    must(log->append("tool.result", json::Object{{"id", "c"}, {"name", "shell"}, {"output", std::string(200, 'x')}}));
  must(log->append("session.ended", json::Object{{"status", "unchanged"}}));
  return id;
}

void waiting_sessions(plumb::Host& host, const std::string& home, const std::string& cwd, int sessions) {
  const long empty = resident();
  for (int i = 0; i < sessions; ++i) {
    plumb::NewSession options;
    options.cwd = cwd;
    must(host.create(options));
  }
  const long made = resident();
  std::printf("%-48s %8.1f KiB\n", "a session that has not begun", static_cast<double>(made - empty) / 1024 / sessions);
  std::vector<std::string> ids;
  for (int i = 0; i < sessions; ++i) ids.push_back(recorded(home, cwd, 20));
  const long before = resident();
  for (const auto& id : ids)
    if (const auto held = host.set_held(id, plumb::Held::keep); !held) std::exit(1);
  std::printf("%-48s %8.1f KiB\n", "a session that waits for its next prompt", static_cast<double>(resident() - before) / 1024 / sessions);
  const auto fleet = host.watch([](const plumb::SessionInfo&) {});
  run_for(host, std::chrono::milliseconds(500));   // the fleet's folders are followed from here on
  const long woken = switches();
  run_for(host, std::chrono::seconds(k_idle_s));
  // The clock's thread, its start and its end, and run()'s own beginning are some of it, whatever the number of sessions.
  std::printf("%-48s %8ld in %d s, all %d sessions\n", "wake-ups while they wait", switches() - woken, k_idle_s, 2 * sessions);
}

void watched_events(plumb::Host& host, const std::string& id, int observers) {
  std::vector<plumb::Subscription> watching;
  long told = 0;
  const long wanted = static_cast<long>(observers) * (k_events + 2);
  for (int i = 0; i < observers; ++i) {
    plumb::Observer observer;
    observer.on_event = [&](const plumb::Event&) {
      if (++told == wanted) host.stop();
    };
    watching.push_back(host.observe(id, 1, observer));
  }
  const auto start = Clock::now();
  host.run();
  const double micros = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
  std::printf("an event replayed to %3d observers %22.2f us, each %.2f us\n", observers, micros / (k_events + 2),
              micros / static_cast<double>(wanted));
}

}  // namespace

int main(int argc, char** argv) {
  const int sessions = argc > 1 ? std::atoi(argv[1]) : 1000;
  const auto temp = must(base::TempDir::make("plumb-bench-"));
  const std::string home = temp.path() + "/home", cwd = temp.path();
  plumb::HostOptions options;
  options.inherit = false;
  options.env = {{"PLUMB_HOME", home}, {"HOME", temp.path()}, {"PATH", "/usr/bin:/bin"}};
  const auto host = must(plumb::Host::open(options));
  waiting_sessions(*host, home, cwd, sessions);
  const auto id = recorded(home, cwd, k_events);
  for (const int observers : {1, 10, 100}) watched_events(*host, id, observers);
  return 0;
}
