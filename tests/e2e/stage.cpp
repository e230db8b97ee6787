#include "stage.h"

#include <fcntl.h>
#include <re2/re2.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/paths.h"
#include "base/try.h"

namespace e2e {
namespace {

bool g_may_mount = false;   // set once in own_mounts(), before threads

std::string config_text(const Scenario& scenario, const std::string& wire, int port) {
  std::string out = scenario.config +
                    "\n[providers.scripted]\n"
                    "base_url = \"http://127.0.0.1:" + std::to_string(port) + "/v1\"\n"
                    "wire = \"" + wire + "\"\n"
                    "key_env = [\"SCRIPTED_KEY\"]\n" + scenario.provider;
  std::string members = scenario.model;
  for (const std::string_view member : {"window = 200000", "output_max = 32000", "price_in = 1.0", "price_cached = 0.1",
                                        "price_out = 10.0", "reasoning = true"}) {
    const auto name = std::string(member.substr(0, member.find('=') + 1));   // what the scenario says itself, it says
    if (("\n" + scenario.model).find("\n" + name) == std::string::npos) members += std::string(member) + "\n";
  }
  for (const auto& model : scenario.script.models)
    out += "\n[[providers.scripted.models]]\nid = \"" + model + "\"\n" + members;
  return out;
}

}  // namespace

void own_mounts() {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  if (uid == 0) {
    if (::unshare(CLONE_NEWNS) != 0) return;
  } else {
    if (::unshare(CLONE_NEWNS | CLONE_NEWUSER) != 0) return;
    const auto id = [](const char* path, const std::string& line) {
      const base::Fd fd(::open(path, O_WRONLY | O_CLOEXEC));
      return fd && base::write_all(fd.get(), line).has_value();
    };
    if (!id("/proc/self/setgroups", "deny") || !id("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1") ||
        !id("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1"))
      return;
  }
  g_may_mount = ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

base::Result<> Stage::mount(const std::string& disk) {
  const auto blank = disk.find(' ');
  const auto where = disk.substr(0, blank);
  const auto path = where == "home" ? home() : project();
  if (!g_may_mount)
    return base::fail(base::Code::unsupported, "needs to mount a small file system: run as root, or allow "
                                               "unprivileged user namespaces");
  const auto options = "mode=0755,size=" + (blank == std::string::npos ? "1m" : disk.substr(blank + 1));
  if (::mount("tmpfs", path.c_str(), "tmpfs", 0, options.c_str()) != 0)
    return base::fail(base::Code::unsupported, "cannot mount a small file system here");
  mounted_ = path;
  return {};
}

static bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string folders = path == nullptr ? "/usr/bin:/bin" : path;
  for (std::size_t at = 0; at <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', at), folders.size());
    if (::access(base::join(folders.substr(at, end - at), program).c_str(), X_OK) == 0) return true;
    at = end + 1;
  }
  return false;
}

/// What the program itself says of this machine; asked once.
static bool has_transactions(const std::string& plumb, const std::string& home, const std::string& project) {
  static const bool has = [&] {
    const std::string command = "cd '" + project + "' && PLUMB_HOME='" + home + "' '" + plumb +
                                "' doctor 2>&1 | grep -q 'overlay: effects are held until judged'";
    return std::system(command.c_str()) == 0;
  }();
  return has;
}

base::Result<std::unique_ptr<Stage>> Stage::set_up(const Scenario& scenario, const std::string& wire,
                                                   const std::string& plumb, int port) {
  std::unique_ptr<Stage> stage(new Stage());
  TRY(stage->root_, base::make_temp_dir("plumb-scenario-"));
  stage->port_ = port;
  const auto& root = stage->root_;
  for (const auto& dir : {root + "/bin", root + "/user", stage->project(), stage->home()})
    TRY_DO(base::make_dirs(dir));
  for (const auto& program : scenario.needs_programs)
    if (!is_installed(program)) return base::fail(base::Code::unsupported, "needs " + program + ", which is not installed");
  if (scenario.needs_transactions && !has_transactions(plumb, stage->home(), stage->project()))
    return base::fail(base::Code::unsupported, "this machine has no overlays for ordinary programs (plumb doctor)");
  if (scenario.disk) TRY_DO(stage->mount(*scenario.disk));
  if (::symlink(plumb.c_str(), (root + "/bin/plumb").c_str()) != 0) return base::fail_errno("cannot link " + plumb);
  TRY_DO(base::make_dirs(stage->home() + "/config"));
  TRY_DO(base::write_file(stage->home() + "/config/config.toml", config_text(scenario, wire, port)));
  for (const auto& file : scenario.files) {
    const auto path = base::join(stage->project(), file.path);
    TRY_DO(base::make_dirs(base::parent(path)));
    TRY_DO(base::write_file(path, file.bytes, file.executable ? 0755 : 0644));
  }
  auto& env = stage->env_;
  const char* path = std::getenv("PATH");   // the scenario's commands need the machine's tools
  env["PATH"] = root + "/bin:" + (path == nullptr ? "/usr/bin:/bin" : path);
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) env[name] = value;
  env["HOME"] = root + "/user";
  env["PLUMB_HOME"] = stage->home();
  env["PLUMB_SCENARIO"] = root;
  env["LANG"] = "C.UTF-8";
  env["TZ"] = "UTC";
  env["TERM"] = "dumb";
  env["TMPDIR"] = "/tmp";
  env["SCRIPTED_KEY"] = scenario.script.key;
  env["PORT"] = std::to_string(port);
  env["WIRE"] = wire;
  env["PLUMB_RETRY_SCALE"] = "0.01";   // retries wait a hundredth of their time
  // A file of its own: `git config --global` as root would put one in the place of /dev/null.
  env["GIT_CONFIG_GLOBAL"] = root + "/user/.gitconfig";
  env["GIT_CONFIG_SYSTEM"] = "/dev/null";
  for (const char* who : {"AUTHOR", "COMMITTER"}) {
    env[std::string("GIT_") + who + "_NAME"] = "Scenario";
    env[std::string("GIT_") + who + "_EMAIL"] = "scenario@example.com";
  }
  for (const auto& [name, value] : scenario.env) {
    std::string filled = value;
    RE2::GlobalReplace(&filled, R"(\$ROOT)", root);
    RE2::GlobalReplace(&filled, R"(\$PORT)", std::to_string(port));
    env[name] = filled;
  }
  return stage;
}

Stage::~Stage() {
  if (!mounted_.empty() && !keep_) ::umount2(mounted_.c_str(), MNT_DETACH);
  if (!root_.empty() && !keep_) {
    // Scenarios take permissions away; give them back so that the folder can be removed.
    (void)!::system(("chmod -R u+rwX '" + root_ + "' 2>/dev/null").c_str());
    (void)base::remove_all(root_);
  }
}

std::string Stage::normalised(std::string text) const {
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
  };
  replace(project(), "$PROJECT");
  replace(home(), "$PLUMB_HOME");
  replace(root_, "$ROOT");
  replace("127.0.0.1:" + std::to_string(port_), "127.0.0.1:$PORT");
  static const RE2 k_id("\\b[0-9A-HJKMNP-TV-Z]{26}\\b");
  static const RE2 k_date("\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?Z?");
  static const RE2 k_time("\\b\\d+(\\.\\d+)? ?(ms|s|min)\\b");
  static const RE2 k_call("\\b(call_|toolu_01)[0-9A-Za-z]{22,24}\\b");
  RE2::GlobalReplace(&text, k_id, "$ID");
  RE2::GlobalReplace(&text, k_date, "$DATE");
  RE2::GlobalReplace(&text, k_time, "$TIME");
  RE2::GlobalReplace(&text, k_call, "$CALL");
  return text;
}

}  // namespace e2e
