// The probe costs some 10 ms, which every start would pay for an answer that changes with the kernel's
// or the container's settings only: it is remembered for each project, with what it depended on as
// its key (boot, user, file systems, version). `plumb doctor` always looks afresh.

#include "guard.h"

#include "gradle_home.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <array>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "json/json.h"
#include "mcp_config.h"
#include "secrets.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_probe_max = 16384;

/// Of the nearest folder that exists: where it lies, and whose it is.
std::string device_of(std::string path) {
  struct stat st {};
  while (::stat(path.c_str(), &st) != 0 && path != "/") path = base::parent(path);
  return std::to_string(st.st_dev) + ":" + std::to_string(st.st_uid) + ":" + std::to_string(st.st_gid);
}

std::string probe_key(const std::string& root, const std::string& session_dir) {
  const auto boot = base::read_file("/proc/sys/kernel/random/boot_id", 256);
  std::string id = boot ? *boot : "";
  while (id.ends_with('\n')) id.pop_back();
  return root + " " + id + " " + std::to_string(::geteuid()) + ":" + std::to_string(::getegid()) + " " + device_of(root) + " " + device_of(session_dir) + " " +
         device_of(base::parent(root)) + " " + plumb_version;
}

constexpr std::array k_modes = {sandbox::Mode::overlay, sandbox::Mode::namespaces, sandbox::Mode::landlock,
                                sandbox::Mode::none};

workspace::SandboxLevel level_of(sandbox::Mode mode) {
  switch (mode) {
    case sandbox::Mode::overlay: return workspace::SandboxLevel::overlay;
    case sandbox::Mode::namespaces: return workspace::SandboxLevel::namespaces;
    case sandbox::Mode::landlock: return workspace::SandboxLevel::landlock;
    case sandbox::Mode::none: break;
  }
  return workspace::SandboxLevel::none;
}

sandbox::Network network_of(workspace::SandboxNetwork network) {
  switch (network) {
    case workspace::SandboxNetwork::on: return sandbox::Network::on;
    case workspace::SandboxNetwork::list: return sandbox::Network::list;
    case workspace::SandboxNetwork::off: break;
  }
  return sandbox::Network::off;
}

struct Remembered {
  sandbox::Mode mode = sandbox::Mode::none;
  std::string why;
};

std::optional<Remembered> recall(const std::string& file, const std::string& key) {
  const auto text = base::read_file(file, k_probe_max);
  if (!text) return std::nullopt;
  const auto value = json::parse(*text);
  if (!value || json::string_or(json::find(*value, "key")) != key) return std::nullopt;
  Remembered out;
  const auto name = json::string_or(json::find(*value, "mode"));
  for (const auto mode : k_modes)
    if (sandbox::name(mode) == name) out.mode = mode;
  out.why = std::string(json::string_or(json::find(*value, "why")));
  return out;
}

}  // namespace

Guard::Guard(io::Loop& loop, const Settings& settings, Place place, OnPassage on_passage)
    : loop_(loop), settings_(settings), place_(std::move(place)), on_passage_(std::move(on_passage)) {}

Guard::~Guard() {
  fresh_.reset();
  box_.reset();
  if (!scratch_.empty()) (void)base::remove_all(scratch_);   // what stays goes with the session
}

base::Result<std::unique_ptr<Guard>> Guard::make(io::Loop& loop, const Settings& settings, Place place,
                                                 OnPassage on_passage) {
  std::unique_ptr<Guard> guard(new Guard(loop, settings, std::move(place), std::move(on_passage)));
  TRY_DO(guard->choose());
  return guard;
}

std::string Guard::probe_file() const { return join(place_.project_dir, "probe.json"); }

base::Result<> Guard::choose() {
  using workspace::SandboxMode;
  full_ = settings_.sandbox.mode == SandboxMode::full;
  read_only_ = settings_.sandbox.mode == SandboxMode::read_only;
  const std::string key = probe_key(place_.root, place_.session_dir);
  if (const auto known = recall(probe_file(), key)) {
    mode_ = known->mode;
    why_ = known->why;
  } else {
    const auto found = sandbox::probe({}, place_.root, place_.session_dir);
    mode_ = found.mode;
    why_ = found.why;
    const json::Object note = {{"key", key}, {"mode", sandbox::name(mode_)}, {"why", why_}};
    // Not remembered is only slower next time.
    if (base::make_dirs(place_.project_dir, 0700)) (void)base::write_file(probe_file(), json::dump(note) + "\n", 0600);
  }
  if (level_of(mode_) >= settings_.sandbox.mode_min) return {};
  return base::fail(Code::unsupported, "the configuration asks for a sandbox of level \"" +
                                           std::string(workspace::name(settings_.sandbox.mode_min)) +
                                           "\" at least, and here is only \"" + std::string(sandbox::name(mode_)) +
                                           "\": " + why_ + " (`plumb doctor` says more)");
}

/// What is the same for all commands of a session, whoever starts them.
void Guard::dress(io::ProcessSpec& spec) const {
  if (mode_ == sandbox::Mode::none || full_) return;
  // Private; the user's own may not be writable inside. One below the session's folder was given by us.
  if (const auto own = spec.env.find("TMPDIR"); own == spec.env.end() || !base::is_within(own->second, place_.session_dir))
    spec.env["TMPDIR"] = "/tmp";
  if (mode_ == sandbox::Mode::landlock) return;
  // The project is a mount; git looks for its repository above it only if told to.
  if (!outside_.around.empty()) spec.env["GIT_DISCOVERY_ACROSS_FILESYSTEM"] = "1";
  const std::string caches = join(place_.project_dir, "caches");
  spec.env["XDG_CACHE_HOME"] = caches;
  spec.env["npm_config_cache"] = join(caches, "npm");
  spec.env["GOCACHE"] = join(caches, "go-build");
  spec.env["GOMODCACHE"] = join(caches, "go-mod");
  spec.env["CCACHE_DIR"] = join(caches, "ccache");
  spec.env["GRADLE_USER_HOME"] = join(caches, "gradle");
  // What the user has downloaded, in the form that Gradle may only read.
  const std::string gradle = join(users_gradle_home(settings_.env, settings_.places.home), "caches");
  if (base::exists(join(gradle, "modules-2"))) spec.env["GRADLE_RO_DEP_CACHE"] = gradle;
}

io::Task<base::Result<>> Guard::open(std::unique_ptr<sandbox::Box>& box) {
  if (box) co_return base::Result<>();
  sandbox::BoxOptions options;
  options.project = place_.root;
  options.store = join(place_.session_dir, "txn");
  options.mode = mode_;
  options.is_full = full_;
  options.repository = outside_.repository;
  options.around = outside_.around;
  const auto& places = settings_.places;
  const std::vector<std::string> ours = {places.config, places.state, places.cache};
  // Only what exists can be covered: inside of the project a command could make our configuration.
  for (const auto& folder : ours)
    if (base::is_within(folder, place_.root)) CO_TRY_DO(base::make_dirs(folder, 0700));
  options.hidden = sandbox::secret_places(places.home, ours);
  CO_TRY(const auto secrets, read_secrets(settings_.config_text, settings_.config_path, settings_.env));
  for (const auto& secret : secrets)
    if (!secret.file.empty()) options.hidden.push_back(secret.file);
  CO_TRY(const auto servers, read_user_servers(settings_.config_text, settings_.config_path, settings_.env));
  for (const auto& server : servers)
    if (const auto& file = server.login.private_key; file.starts_with('/')) options.hidden.push_back(file);
  for (const std::string& folder : settings_.sandbox.writable)
    options.writable.push_back(folder.starts_with("~/") ? join(places.home, folder.substr(2)) : folder);
  std::vector<std::string> own = options.writable;
  own.insert(own.end(), {place_.root, outside_.around, outside_.repository});
  for (auto& file : sandbox::env_files_of_others(places.home, own)) options.hidden.push_back(std::move(file));
  CO_TRY(const std::string copies, scratch());
  options.writable.push_back(copies);
  const std::string caches = join(place_.project_dir, "caches");
  CO_TRY_DO(base::make_dirs(caches, 0700));
  CO_TRY_DO(make_gradle_home(users_gradle_home(settings_.env, settings_.places.home), join(caches, "gradle")));
  options.writable.push_back(caches);
  options.network = network_of(settings_.sandbox.network);
  options.limits.memory = settings_.sandbox.memory_mb << 20;
  if (settings_.sandbox.processes > 0) options.limits.processes = settings_.sandbox.processes;
  if (settings_.sandbox.file_mb > 0) options.limits.file_size = settings_.sandbox.file_mb << 20;
  options.limits.cpu_s = settings_.sandbox.cpu_s;
  if (options.network == sandbox::Network::list && broker_) {
    options.broker = join(place_.session_dir, "net.sock");
  } else if (options.network == sandbox::Network::list) {
    sandbox::BrokerOptions broker;
    broker.rules.allow = settings_.sandbox.hosts;
    broker.socket = join(place_.session_dir, "net.sock");
    broker.on_passage = on_passage_;
    CO_TRY_DO(base::remove_all(broker.socket));
    options.broker = broker.socket;
    CO_TRY(broker_, sandbox::Broker::start(loop_, std::move(broker)));
  }
  auto started = co_await sandbox::Box::start(loop_, std::move(options));
  if (!started) {
    // The machine is not what it was found to be: the next session looks again.
    (void)base::remove_all(probe_file());
    co_return base::fail(started.error());
  }
  box = *std::move(started);
  co_return base::Result<>();
}

io::Task<base::Result<std::unique_ptr<io::Process>>> Guard::start(io::ProcessSpec spec, sandbox::View view) {
  dress(spec);
  co_return co_await start_in(box_, std::move(spec), std::move(view));
}

io::Task<base::Result<std::unique_ptr<io::Process>>> Guard::start_fresh(io::ProcessSpec spec, sandbox::View view) {
  fresh_.reset();
  dress(spec);
  // The tools' own caches hold what no network may bring again; the user's holds what any program put there.
  if (spec.env.contains("XDG_CACHE_HOME")) spec.env["XDG_CACHE_HOME"] = "/tmp/cache";
  co_return co_await start_in(fresh_, std::move(spec), std::move(view));
}

io::Task<base::Result<std::unique_ptr<io::Process>>> Guard::start_in(std::unique_ptr<sandbox::Box>& box, io::ProcessSpec spec,
                                                                     sandbox::View view) {
  const auto opened = co_await open(box);
  if (!opened) co_return base::with(opened.error(), "the sandbox did not start, so no command is run");
  if (view.kind == sandbox::View::Kind::overlay && !is_transactional())
    co_return base::fail(Code::unsupported, "this session works with transactions, and " +
                                                (full_ ? "mode \"full\" has none" : why_) + ": no command is run");
  if (read_only_ && !view.writable.empty())
    co_return base::fail(Code::denied, "in sandbox mode read-only nothing is writable: start it without `writable`");
  if (read_only_ && view.kind == sandbox::View::Kind::real) view.kind = sandbox::View::Kind::read_only;
  co_return co_await box->run(std::move(spec), std::move(view));
}

io::Launcher Guard::launcher(sandbox::View view) {
  return {loop_, [this, view = std::move(view)](io::ProcessSpec spec) { return start(std::move(spec), view); }};
}

io::Launcher Guard::fresh_launcher(sandbox::View view) {
  return {loop_, [this, view = std::move(view)](io::ProcessSpec spec) { return start_fresh(std::move(spec), view); }};
}

sandbox::View Guard::view_for_copies() const {
  sandbox::View view;
  view.kind = is_transactional() ? sandbox::View::Kind::read_only : sandbox::View::Kind::real;
  return view;
}

io::Launcher Guard::scratch_launcher() { return launcher(view_for_copies()); }
io::Launcher Guard::fresh_scratch_launcher() { return fresh_launcher(view_for_copies()); }

base::Result<std::string> Guard::scratch() {
  if (!scratch_.empty()) return scratch_;
  const std::string dir = join(place_.session_dir, "scratch");
  TRY_DO(base::remove_all(dir));   // copies of a process that was killed
  TRY_DO(base::make_dirs(dir, 0700));
  scratch_ = dir;
  return scratch_;
}

io::Task<> Guard::close() {
  fresh_.reset();
  box_.reset();
  if (broker_) co_await broker_->close();
  broker_.reset();
}

}  // namespace engine
