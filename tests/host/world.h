#pragma once
// A home, a project, a scripted model and Hosts on them; and other plumb processes beside.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "model_server/server.h"
#include "plumb/host.h"

namespace host_test {

using Millis = std::chrono::milliseconds;
inline constexpr Millis k_limit{60000};

/// The program itself, started as a user does. Killed at the end.
class Program {
 public:
  Program(const std::vector<std::string>& words, const std::string& cwd, const std::vector<std::string>& env);
  ~Program();
  Program(const Program&) = delete;
  [[nodiscard]] pid_t pid() const { return pid_; }
  void kill(int signal);
  /// 128 + signal; -1 = it goes on after k_limit.
  int wait();

 private:
  pid_t pid_ = -1;
  int status_ = -1;
  bool is_over_ = false;
};

class World : public testing::Test {
 protected:
  void script(const std::string& json);
  std::unique_ptr<plumb::Host> open();
  std::unique_ptr<Program> plumb_run(const std::vector<std::string>& words);
  /// Runs the host until `done` says so. False after k_limit.
  static bool until(plumb::Host& host, const std::function<bool()>& done, Millis limit = k_limit);
  static plumb::Ended run(plumb::Host& host, const std::string& id, const std::string& text);
  std::string new_session(plumb::Host& host);
  void put(const std::string& path, const std::string& bytes) const;
  [[nodiscard]] std::string get(const std::string& path) const;
  [[nodiscard]] std::string project() const { return temp_.path() + "/project"; }
  [[nodiscard]] std::string home() const { return temp_.path() + "/home"; }
  [[nodiscard]] std::string session_dir(const std::string& id) const { return home() + "/state/sessions/" + id; }

  base::TempDir temp_ = base::TempDir::make("plumb-host-").value();
  std::unique_ptr<model_server::Server> server_;

 private:
  std::vector<std::pair<std::string, std::string>> env() const;
};

/// What an observer was told.
struct Seen {
  std::vector<plumb::Event> events;
  std::vector<plumb::SessionInfo> rows;
  std::string text;
  std::string output;

  plumb::Observer observer();
  [[nodiscard]] bool has(const std::string& type, const std::string& part = "") const;
  [[nodiscard]] plumb::State state() const { return rows.empty() ? plumb::State::idle : rows.back().state; }
  /// Numbers from `from` on, each once.
  [[nodiscard]] bool is_whole(std::uint64_t from) const;
};

}  // namespace host_test
