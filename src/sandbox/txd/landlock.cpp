// Landlock holds by inode, whatever a path looks like, and stays when a mount trick would not: the
// second wall behind the read-only mounts, and the only one in a container.
//
// It has no "all but": to hide a folder (Mode::landlock), reading files in all its neighbours is allowed
// instead, on each level from the root down to it. What is made later beside a hidden place cannot be
// read either, so in the project and in /tmp, where commands make files, nothing is hidden this way.
// Names stay visible.
#include <linux/landlock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "base/paths.h"
#include "txd/confine.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

// Rights newer than this machine's headers.
constexpr std::uint64_t k_refer = 1ULL << 13, k_truncate = 1ULL << 14, k_ioctl_dev = 1ULL << 15;
constexpr std::uint64_t k_bind_tcp = 1, k_connect_tcp = 2;
constexpr std::uint64_t k_scope_abstract = 1, k_scope_signal = 2;
constexpr std::uint64_t k_read_file = LANDLOCK_ACCESS_FS_READ_FILE;

struct Attributes {
  std::uint64_t fs = 0, net = 0, scoped = 0;
};

std::uint64_t write_rights(int abi) {
  std::uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                         LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                         LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (abi >= 2) rights |= k_refer;
  if (abi >= 3) rights |= k_truncate;
  if (abi >= 5) rights |= k_ioctl_dev;
  return rights;
}

constexpr std::uint64_t k_of_files = LANDLOCK_ACCESS_FS_WRITE_FILE | k_read_file | k_truncate | k_ioctl_dev;

class Rules {
 public:
  Rules(int abi, Attributes attributes) : fs_(attributes.fs) {
    const std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    ruleset_.reset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
  }
  void allow(int fd, std::uint64_t rights) {
    struct stat info{};
    if (::fstat(fd, &info) != 0) return;
    if (!S_ISDIR(info.st_mode)) rights &= k_of_files;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights & fs_;
    rule.parent_fd = fd;
    // What cannot be allowed stays forbidden.
    if (rule.allowed_access != 0)
      (void)::syscall(SYS_landlock_add_rule, ruleset_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
  void allow(const std::string& path, std::uint64_t rights) {
    const base::Fd fd(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (fd) allow(fd.get(), rights);
  }
  base::Fd take() { return std::move(ruleset_); }

 private:
  std::uint64_t fs_;
  base::Fd ruleset_;
};

/// Allows reading all below `folder` but what leads to a hidden place.
void allow_reading_around(Rules& rules, const std::string& folder, const std::vector<std::string>& hidden) {
  const auto names = base::list_dir(folder);
  if (!names) return;
  for (const auto& name : *names) {
    const std::string path = base::join(folder, name);
    if (std::find(hidden.begin(), hidden.end(), path) != hidden.end()) continue;
    const bool leads = std::any_of(hidden.begin(), hidden.end(),
                                   [&](const std::string& each) { return base::is_within(each, path); });
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) continue;
    if (leads) allow_reading_around(rules, path, hidden);
    else rules.allow(path, k_read_file);
  }
}

}  // namespace

int landlock_abi() {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

base::Fd make_rules(const World& world, const View& view, const std::vector<base::Fd>& writable) {
  const int abi = landlock_abi();
  if (abi == 0) return {};
  const std::uint64_t writes = write_rights(abi);
  Rules rules(abi, {.fs = writes, .net = 0, .scoped = abi >= 6 ? k_scope_abstract | k_scope_signal : 0});
  if (view.kind != View::Kind::read_only) rules.allow(world.options.project, writes);
  if (!view.repository_upper.empty()) rules.allow(world.options.repository, writes);
  for (const auto& folder : writable) rules.allow(folder.get(), writes);
  for (const char* place : {"/tmp", "/run", "/dev"}) rules.allow(place, writes);
  for (const auto& place : world.options.writable) rules.allow(place, writes);
  for (const auto& [place, folder] : world.options.shown_as) rules.allow(place, writes);
  return rules.take();
}

base::Fd make_rules_with_reads(const World& world, const View& view, const std::vector<base::Fd>& writable) {
  const int abi = landlock_abi();
  if (abi == 0) return {};
  const BoxOptions& options = world.options;
  const std::uint64_t writes = write_rights(abi);
  const std::uint64_t net = abi >= 4 && options.network != Network::on ? k_bind_tcp | k_connect_tcp : 0;
  std::vector<std::string> hidden;
  const auto hide = [&](const std::string& place) {
    const bool is_open = base::is_within(place, options.project) || base::is_within(place, "/tmp");
    if (!place.empty() && !is_open) hidden.push_back(place);
  };
  for (const auto& place : options.hidden) hide(place);
  hide(options.store);
  const std::uint64_t reads = hidden.empty() ? 0 : k_read_file;
  Rules rules(abi, {.fs = writes | reads, .net = net, .scoped = abi >= 6 ? k_scope_abstract | k_scope_signal : 0});
  if (reads != 0) allow_reading_around(rules, "/", hidden);
  rules.allow(options.project, view.kind == View::Kind::read_only ? reads : writes | reads);
  for (const auto& folder : writable) rules.allow(folder.get(), writes | reads);
  for (const char* place : {"/tmp", "/dev/shm"}) rules.allow(place, writes | reads);
  for (const char* device : {"null", "zero", "full", "random", "urandom", "tty"})
    rules.allow(std::string("/dev/") + device, LANDLOCK_ACCESS_FS_WRITE_FILE | k_truncate | k_ioctl_dev);
  for (const auto& place : options.writable) rules.allow(place, writes | reads);
  return rules.take();
}

}  // namespace sandbox::txd
