#include "world.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/paths.h"

namespace host_test {

Program::Program(const std::vector<std::string>& words, const std::string& cwd, const std::vector<std::string>& env) {
  std::vector<char*> argv, envp;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  for (const auto& one : env) envp.push_back(const_cast<char*>(one.c_str()));
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ != 0) return;
  if (::chdir(cwd.c_str()) != 0) ::_exit(126);
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, 0);
  const int out = ::open((cwd + "/../out").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::execve(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

Program::~Program() {
  if (is_over_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Program::kill(int signal) { ::kill(pid_, signal); }

int Program::wait() {
  const auto until = std::chrono::steady_clock::now() + k_limit;
  while (!is_over_ && std::chrono::steady_clock::now() < until) {
    is_over_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
    if (!is_over_) std::this_thread::sleep_for(Millis(10));
  }
  if (!is_over_) return -1;
  return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
}

std::vector<std::pair<std::string, std::string>> World::env() const {
  const char* const path = std::getenv("PATH");
  std::vector<std::pair<std::string, std::string>> out = {{"PLUMB_HOME", home()},
                                                          {"HOME", temp_.path() + "/user"},
                                                          {"SCRIPTED_KEY", "sk-scripted"},
                                                          {"PLUMB_RETRY_SCALE", "0.01"},
                                                          {"GIT_CONFIG_GLOBAL", temp_.path() + "/user/.gitconfig"},
                                                          {"PATH", path == nullptr ? "/usr/bin:/bin" : path}};
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) out.emplace_back(name, value);
  return out;
}

void World::script(const std::string& json) {
  auto parsed = model_server::parse_script(json);
  ASSERT_TRUE(parsed) << parsed.error().what;
  auto server = model_server::Server::start({*parsed});
  ASSERT_TRUE(server) << server.error().what;
  server_ = *std::move(server);
  for (const auto& dir : {project(), home() + "/config", temp_.path() + "/user"}) ASSERT_TRUE(base::make_dirs(dir));
  const std::string config = "model = \"scripted/scripted-1\"\n[providers.scripted]\nbase_url = \"http://127.0.0.1:" +
                             std::to_string(server_->port()) +
                             "/v1\"\nwire = \"chat\"\nkey_env = [\"SCRIPTED_KEY\"]\n[[providers.scripted.models]]\n"
                             "id = \"scripted-1\"\nwindow = 200000\noutput_max = 32000\nprice_in = 1.0\n"
                             "price_cached = 0.1\nprice_out = 10.0\n";
  ASSERT_TRUE(base::write_file(home() + "/config/config.toml", config));
}

std::unique_ptr<plumb::Host> World::open() {
  plumb::HostOptions options;
  options.inherit = false;
  for (const auto& [name, value] : env()) options.env[name] = value;
  auto host = plumb::Host::open(std::move(options));
  EXPECT_TRUE(host) << host.error().what;
  return *std::move(host);
}

std::unique_ptr<Program> World::plumb_run(const std::vector<std::string>& words) {
  std::vector<std::string> all = {PLUMB_PROGRAM}, set;
  all.insert(all.end(), words.begin(), words.end());
  for (const auto& [name, value] : env()) set.push_back(name + "=" + value);
  return std::make_unique<Program>(all, project(), set);
}

bool World::until(plumb::Host& host, const std::function<bool()>& done, Millis limit) {
  std::atomic<bool> over{false};
  bool is_done = false;
  const auto end = std::chrono::steady_clock::now() + limit;
  std::thread clock([&] {
    while (!over) {
      host.post([&] {
        if (over) return;
        is_done = done();
        if (!is_done && std::chrono::steady_clock::now() < end) return;
        over = true;
        host.stop();
      });
      std::this_thread::sleep_for(Millis(10));
    }
  });
  host.run();
  clock.join();
  return is_done;
}

plumb::Ended World::run(plumb::Host& host, const std::string& id, const std::string& text) {
  plumb::Ended ended;
  bool is_over = false;
  const auto begun = host.prompt(id, {text, {}}, [&](const plumb::Ended& how) {
    ended = how;
    is_over = true;
  });
  EXPECT_TRUE(begun) << begun.error().what;
  EXPECT_TRUE(until(host, [&] { return is_over; }));
  return ended;
}

std::string World::new_session(plumb::Host& host) {
  plumb::NewSession options;
  options.cwd = project();
  const auto id = host.create(options);
  EXPECT_TRUE(id) << id.error().what;
  return id.value_or("");
}

void World::put(const std::string& path, const std::string& bytes) const {
  ASSERT_TRUE(base::write_file(project() + "/" + path, bytes));
}

std::string World::get(const std::string& path) const {
  return base::read_file(project() + "/" + path).value_or("(no file)");
}

plumb::Observer Seen::observer() {
  plumb::Observer out;
  out.on_event = [this](const plumb::Event& event) { events.push_back(event); };
  out.on_live = [this](const plumb::Live& live) {
    if (live.what == plumb::Live::What::text) text += live.bytes;
    if (live.what == plumb::Live::What::tool_output) output += live.bytes;
  };
  out.on_state = [this](const plumb::SessionInfo& info) { rows.push_back(info); };
  return out;
}

bool Seen::has(const std::string& type, const std::string& part) const {
  for (const auto& event : events)
    if (event.type == type && event.payload.find(part) != std::string::npos) return true;
  return false;
}

bool Seen::is_whole(std::uint64_t from) const {
  for (const auto& event : events)
    if (event.seq != from++) return false;
  return true;
}

}  // namespace host_test
