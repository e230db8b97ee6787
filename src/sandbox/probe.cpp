#include "sandbox/probe.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "foreign_files.h"
#include "helper.h"
#include "wire.h"

namespace sandbox {

namespace {

constexpr int k_patience_ms = 10000;   // for a helper that hangs; it takes 20

/// Folders for a trial overlay below the store, gone afterwards, the store too if it was not there.
class Scratch {
 public:
  explicit Scratch(const std::string& store) {
    std::string first = store;
    while (first != "/" && !base::exists(base::parent(first))) first = base::parent(first);
    const bool is_new = !base::exists(first);
    folder_ = base::join(store, ".probe-" + base::random_hex(8));
    removed_ = is_new ? first : folder_;
    for (const char* name : {"", "u", "w"})
      if (!base::make_dirs(base::join(folder_, name), 0700)) return;
    made_ = true;
  }
  ~Scratch() {
    for (const char* closed : {"w/work", "w/work/incompat", "w/work/incompat/volatile"})   // by overlayfs
      ::chmod(base::join(folder_, closed).c_str(), 0700);
    (void)base::remove_all(removed_);
  }
  Scratch(const Scratch&) = delete;
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] bool made() const { return made_; }

 private:
  std::string folder_, removed_;
  bool made_ = false;
};

Ability ability_of(const Packet& packet) {
  const std::string text = packet.text;
  const auto first = text.find('\n'), second = text.find('\n', first + 1);
  if (second == std::string::npos) return {text, packet.number != 0, "", ""};
  return {text.substr(0, first), packet.number != 0, text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

std::vector<Ability> ask(Helper& helper, const BoxOptions& options) {
  std::vector<Ability> abilities;
  const auto memfd = pack(options);
  if (!memfd) return abilities;
  const int fd = memfd->get();
  if (!send_packet(helper.socket.get(), packet_of(Kind::probe), std::span(&fd, 1))) return abilities;
  while (true) {
    pollfd readable{helper.socket.get(), POLLIN, 0};
    if (::poll(&readable, 1, k_patience_ms) <= 0) return abilities;
    const auto received = receive_packet(helper.socket.get());
    if (received.what != Received::What::packet || received.packet.kind != Kind::ability) return abilities;
    abilities.push_back(ability_of(received.packet));
  }
}

const Ability* find(const Probe& probe, std::string_view start) {
  const auto found = std::find_if(probe.abilities.begin(), probe.abilities.end(),
                                  [&](const Ability& each) { return each.what.starts_with(start); });
  return found == probe.abilities.end() ? nullptr : &*found;
}

/// True if it works; else the reason becomes that of the probe, unless there is one.
bool works(Probe& probe, std::string_view start) {
  const Ability* ability = find(probe, start);
  if (ability != nullptr && ability->works) return true;
  const std::string why = ability != nullptr ? ability->why : "the helper did not say";
  if (probe.why.empty()) probe.why = "no " + std::string(start) + " (" + why + ")";
  return false;
}

void choose_mode(Probe& probe, const ForeignFiles& foreign) {
  const bool namespaces = works(probe, "user, mount") && works(probe, "read-only tree");
  const bool confined = works(probe, "Landlock") && works(probe, "seccomp");
  const bool overlay = namespaces && works(probe, "overlay in it") && works(probe, "rename into") && !foreign.most;
  if (foreign.most && probe.why.empty()) probe.why = foreign.why;
  if (overlay && find(probe, "seccomp")->works) probe.mode = Mode::overlay;
  else if (namespaces && find(probe, "seccomp")->works) probe.mode = Mode::namespaces;
  else if (confined) probe.mode = Mode::landlock;
  if (probe.mode == Mode::overlay) probe.why.clear();
}

}  // namespace

Probe probe(const std::vector<std::string>& helper, const std::string& project, const std::string& store) {
  Probe probe;
  const Scratch scratch(store);
  auto started = start_helper(helper);
  if (!started || !scratch.made()) {
    probe.why = started ? "cannot make folders in " + store : started.error().what;
    if (!started) return probe;
  }
  BoxOptions options;
  options.project = project;
  options.store = scratch.folder();
  probe.abilities = ask(*started, options);
  ::kill(started->pid, SIGKILL);
  ::waitpid(started->pid, nullptr, 0);
  for (auto& each : probe.abilities)   // it knows the scratch folder only
    if (const auto at = each.what.find(scratch.folder()); at != std::string::npos) each.what.replace(at, std::string::npos, store);
  // A few of them are a nuisance, and the doctor's to tell; if it is most of them, no command would work.
  const auto foreign = find_foreign_files(project);
  if (::geteuid() != 0) probe.abilities.push_back({"files of your own user and group", !foreign.any, foreign.why, foreign.remedy});
  choose_mode(probe, foreign);
  return probe;
}

}  // namespace sandbox
