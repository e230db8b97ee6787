#include "engine/doctor.h"

#include <dlfcn.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/file.h"
#include "base/paths.h"
#include "engine/models.h"
#include "guard.h"
#include "sandbox/probe.h"

namespace engine {

namespace {

std::string find_program(const base::Env& env, const std::string& name) {
  const std::string path = env.get("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (std::size_t from = 0; from <= path.size();) {
    const auto to = std::min(path.find(':', from), path.size());
    const std::string candidate = base::join(path.substr(from, to - from), name);
    if (!candidate.empty() && ::access(candidate.c_str(), X_OK) == 0 && !base::is_dir(candidate))
      return candidate;
    from = to + 1;
  }
  return {};
}

DoctorLine state_folder(const Settings& settings) {
  DoctorLine line{Health::good, "state folder", settings.places.state, ""};
  const std::string probe = base::join(settings.places.state, ".doctor");
  auto done = base::make_dirs(settings.places.state, 0700);
  if (done) done = base::write_file(probe, "x", 0600);
  if (done) done = base::remove_all(probe);
  if (!done) {
    line.health = Health::bad;
    line.detail = done.error().what;
    line.remedy = "make it writable, or set PLUMB_HOME to a folder that is";
  }
  return line;
}

DoctorLine disk_space(const Settings& settings) {
  DoctorLine line{Health::good, "disk space", "", ""};
  struct statvfs fs {};
  std::string folder = settings.places.state;
  while (!base::exists(folder) && folder != "/") folder = base::parent(folder);
  if (::statvfs(folder.c_str(), &fs) != 0) {
    line.health = Health::bad;
    line.detail = "cannot be read for " + folder;
    return line;
  }
  const std::uint64_t mib = fs.f_bavail * fs.f_frsize >> 20;
  line.detail = std::to_string(mib) + " MiB free";
  if (mib < 512) {
    line.health = Health::missing;
    line.remedy = "undo records need space: free some, or set PLUMB_HOME to another disk";
  }
  return line;
}

/// What stands between commands and this machine, in this folder.
void add_sandbox(const Settings& settings, std::vector<DoctorLine>& lines) {
  const auto found = sandbox::probe({}, base::absolute("."), settings.places.state);
  const bool is_best = found.mode == sandbox::Mode::overlay;
  const auto wanted = workspace::name(settings.sandbox.mode);
  DoctorLine summary{is_best ? Health::good : Health::missing, "sandbox",
                     std::string(sandbox::name(found.mode)) + (is_best ? ": effects are held until judged" : ", since " + found.why) +
                         "; mode " + std::string(wanted) + ", network " +
                         std::string(workspace::name(settings.sandbox.network)),
                     ""};
  lines.push_back(std::move(summary));
  for (const auto& ability : found.abilities)
    lines.push_back({ability.works ? Health::good : Health::missing, "  " + ability.what, ability.works ? "" : ability.why,
                     ability.works ? "" : ability.remedy});
}

DoctorLine http_library() {
  DoctorLine line{Health::good, "libcurl", "", ""};
  void* library = ::dlopen("libcurl.so.4", RTLD_LAZY);
  if (library == nullptr) library = ::dlopen("libcurl-gnutls.so.4", RTLD_LAZY);
  if (library == nullptr) {
    line.health = Health::bad;
    line.detail = "not found: without it no model on a network can be reached (builtin and replay can)";
    line.remedy = "apt-get install libcurl4";
    return line;
  }
  using Version = const char* (*)();
  const auto version = reinterpret_cast<Version>(::dlsym(library, "curl_version"));
  line.detail = version != nullptr ? version() : "found";
  ::dlclose(library);
  return line;
}

DoctorLine program(const Settings& settings, const std::string& name, const std::string& what_for,
                   const std::string& package) {
  DoctorLine line{Health::good, name, find_program(settings.env, name), ""};
  if (line.detail.empty()) {
    line.health = Health::missing;
    line.detail = "not found: needed for " + what_for;
    line.remedy = "apt-get install " + package;
  }
  return line;
}

DoctorLine config(const Settings& settings) {
  if (settings.config_text.empty())
    return {Health::good, "configuration", "none (" + settings.config_path + "): defaults", ""};
  return {Health::good, "configuration", settings.config_path, ""};
}

}  // namespace

io::Task<std::vector<DoctorLine>> examine(io::Loop& loop, Settings settings) {
  std::vector<DoctorLine> lines;
  utsname system{};
  if (::uname(&system) == 0)
    lines.push_back({Health::good, "system", std::string(system.sysname) + " " + system.release + " " + system.machine, ""});
  lines.push_back(config(settings));
  lines.push_back(state_folder(settings));
  lines.push_back(disk_space(settings));
  lines.push_back(http_library());
  lines.push_back(program(settings, "git", "history and branches of your projects", "git"));
  lines.push_back(program(settings, "bash", "the shell tool (sh is used instead)", "bash"));
  lines.push_back(program(settings, "python3", "repairing Python projects with --model builtin", "python3"));
  lines.push_back(program(settings, "c++", "repairing C++ projects with --model builtin", "g++"));
  add_sandbox(settings, lines);
  const auto models = co_await list_models(loop, settings);
  if (!models) {
    lines.push_back({Health::bad, "models", models.error().what, "correct the configuration"});
    co_return lines;
  }
  for (const auto& model : models->usable)
    if (model.is_default) lines.push_back({Health::good, "model", model.name + " (" + model.why + ")", ""});
  if (models->usable.size() <= 1) {
    std::string looked;
    for (const auto& one : models->looked_for) looked += (looked.empty() ? "" : "; ") + one;
    lines.push_back({Health::missing, "language model", "none found. Looked for " + looked, "set one of these keys, or start a local server"});
  }
  co_return lines;
}

}  // namespace engine
