#include "service_state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "names.h"
#include "shell_strays.h"
#include "shell_text.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace tools {

namespace {

constexpr io::Millis k_wait_usual{1000};        // time to fail at once, if nothing is waited for
constexpr io::Millis k_wait_for_usual{30000};
constexpr io::Millis k_wait_max{600000};
constexpr std::size_t k_command_shown_max = 80;
constexpr std::size_t k_text_shown_max = 60;

bool is_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= k_service_name_max && std::all_of(name.begin(), name.end(), fits);
}

std::string shown_command(const std::string& command) {
  return std::string(text::clip(shown_name(command), k_command_shown_max));
}

}  // namespace

ServiceState::ServiceState(io::Loop& loop, workspace::Workspace& workspace, ShellOptions options)
    : loop_(loop), workspace_(workspace), options_(std::move(options)),
      env_(shell_env(options_.env, options_.secret_names)), mark_(base::random_hex(8) + "."), tasks_(loop) {
  options_.besides->goes_on = [this] { return running() > 0 || (ran_any_ && signal_strays(mark_, 0) > 0); };
}

ServiceState::~ServiceState() {
  options_.besides->goes_on = nullptr;
  for (const auto& service : services_) service->kill_now();
  if (ran_any_) signal_strays(mark_, SIGKILL);
}

std::size_t ServiceState::running() const {
  return static_cast<std::size_t>(
      std::count_if(services_.begin(), services_.end(), [](const auto& each) { return each->is_alive(); }));
}

// ---- what a call asks for ----

base::Result<> ServiceState::check(const ServiceRequest& request) const {
  if (!is_name(request.name))
    return base::fail(base::Code::invalid, fmt::format("name: at most {} letters, digits and - _ . are a name", k_service_name_max));
  if (request.command.find_first_not_of(" \t\r\n") == std::string::npos)
    return base::fail(base::Code::invalid, "command is missing");
  if (request.command.find('\0') != std::string::npos)
    return base::fail(base::Code::invalid, "the command holds a NUL character");
  if (request.writable.size() > k_service_writable_max)
    return base::fail(base::Code::too_big, fmt::format("writable: at most {} folders", k_service_writable_max));
  const auto running_one = [&](const auto& each) { return each->is_alive() && each->request().name == request.name; };
  if (std::any_of(services_.begin(), services_.end(), running_one))
    return base::fail(base::Code::exists, fmt::format("{} runs already: stop it first", request.name));
  if (running() >= k_services_max)
    return base::fail(base::Code::too_big, fmt::format("{} services run already: stop one", k_services_max));
  return {};
}

base::Result<io::ProcessSpec> ServiceState::spec_of(const ServiceRequest& request) const {
  io::ProcessSpec spec;
  const bool has_bash = ::access("/bin/bash", X_OK) == 0;
  spec.argv = {has_bash ? "/bin/bash" : "/bin/sh", "-c", request.command};
  TRY(spec.cwd, workspace_.resolve(request.cwd.empty() ? "." : request.cwd));
  if (!base::is_dir(spec.cwd)) return base::fail(base::Code::invalid, "cwd is not a folder: " + request.cwd);
  spec.env = env_.all();
  spec.env["PLUMB_SHELL"] = mark_;
  spec.env["PWD"] = spec.cwd;
  spec.open_stdin = true;   // never written to: watchers end when their input does
  return spec;
}

base::Result<sandbox::View> ServiceState::view_of(const ServiceRequest& request) const {
  sandbox::View view;
  if (!workspace_.is_transactional()) return view;   // the real tree
  view.kind = sandbox::View::Kind::read_only;
  for (const auto& folder : request.writable) {
    const std::string path = base::normalize(base::join(workspace_.root(), unescaped_name(folder)));
    if (path == workspace_.root() || !base::is_within(path, workspace_.root()))
      return base::fail(base::Code::denied, "writable: " + shown_name(folder) + " is no folder in the project");
    view.writable.push_back(path);   // links and repositories are the sandbox's business, which opens it
  }
  return view;
}

base::Result<std::shared_ptr<Service>> ServiceState::find(const std::string& name) const {
  std::string names;
  for (const auto& service : services_) {
    if (service->request().name == name) return service;
    names += (names.empty() ? "" : ", ") + service->request().name;
  }
  const std::string shown = text::to_valid_utf8(text::clip(name, k_service_name_max));
  return base::fail(base::Code::not_found,
                    fmt::format("there is no service \"{}\"; {}", shown, names.empty() ? "none was started" : "there is: " + names));
}

/// Those that have ended are kept for their log, as many as may run.
void ServiceState::make_room() {
  while (services_.size() >= 2 * k_services_max) {
    const auto ended = std::find_if(services_.begin(), services_.end(), [](const auto& each) { return !each->is_alive(); });
    if (ended == services_.end()) return;
    services_.erase(ended);
  }
}

// ---- what the model is told ----

std::string ServiceState::news() {
  std::string lines;
  for (const auto& service : services_) {
    if (service->is_alive() || service->end_told) continue;
    service->end_told = true;
    lines += fmt::format("[{} has ended by itself: {}]\n", service->request().name, service->standing());
  }
  return lines;
}

std::string ServiceState::printed(const Service& service, std::string& full) const {
  const std::string all = plain_output(service.log().last(k_service_log_max));
  std::string_view shown = text::clip_front(all, k_service_shown_max);
  if (shown.size() == all.size() && service.log().total() <= k_service_log_max) return all;
  const auto line = shown.find('\n');   // whole lines, where they are short
  if (line != std::string_view::npos && line < k_service_shown_max / 4) shown.remove_prefix(line + 1);
  std::string out = fmt::format("[... the last {} of {} bytes ...]\n", shown.size(), service.log().total());
  out += shown;
  full = all;
  return out;
}

Output ServiceState::answer(const Service& service, std::string line, bool is_error) {
  Output out;
  out.text = printed(service, out.full);
  if (!out.text.empty() && out.text.back() != '\n') out.text += '\n';
  out.text += line + news();
  while (!out.text.empty() && out.text.back() == '\n') out.text.pop_back();
  out.is_error = is_error;
  out.title = "service " + service.request().name + ": " + shown_command(service.request().command);
  return out;
}

// ---- actions ----

io::Task<Output> ServiceState::start(ServiceRequest request, Run run) {
  if (const auto checked = check(request); !checked) co_return failed(checked.error());
  const auto& besides = *options_.besides;
  if (!besides.begin) co_return co_await start_it(std::move(request), std::move(run));
  const std::string id = run.call_id;
  const auto begun = co_await besides.begin(id, "service: " + request.name);
  if (!begun) co_return failed({begun.error().code, "not started, since its changes could not be recorded: " + begun.error().what});
  auto out = co_await start_it(std::move(request), std::move(run));
  std::string changed = co_await io::shielded(besides.end(id));
  while (!changed.empty() && changed.back() == '\n') changed.pop_back();
  if (!changed.empty()) out.text += "\n" + changed;
  co_return out;
}

io::Task<Output> ServiceState::start_it(ServiceRequest request, Run run) {
  auto spec = spec_of(request);
  if (!spec) co_return failed(spec.error());
  auto view = view_of(request);
  if (!view) co_return failed(view.error());
  const std::string earlier = news();
  const std::string name = request.name, wanted = request.wait_for;
  const bool writes = !view->writable.empty();
  io::Launcher launcher{loop_};
  if (options_.start)
    launcher = {loop_, [start = options_.start, of = std::move(*view)](io::ProcessSpec what) { return start(std::move(what), of); }};
  const auto wait = std::clamp(request.wait.value_or(wanted.empty() ? k_wait_usual : k_wait_for_usual), io::Millis(0), k_wait_max);
  auto started = co_await Service::start(std::move(launcher), tasks_, std::move(request), std::move(*spec));
  if (!started) co_return failed(started.error());
  ran_any_ = true;
  const auto service = *started;
  std::erase_if(services_, [&](const auto& each) { return each->request().name == name; });
  make_room();
  services_.push_back(service);
  const auto found = co_await service->wait_for(wanted, wait, run.on_output);
  if (!found) {
    co_await io::shielded(service->end(io::Millis(60)));
    service->end_told = true;
    co_return answer(*service, "[cancelled by the user]\n", true);
  }
  std::string line = earlier;
  if (!service->is_alive()) {
    service->end_told = true;
    line += fmt::format("[{} has ended: {}]\n", name, service->standing());
    co_return answer(*service, line, true);
  }
  const bool missed = !wanted.empty() && !*found;
  if (missed) {
    line += fmt::format("[{} runs, but \"{}\" has not appeared in {} s]\n", name,
                        text::to_valid_utf8(text::clip(wanted, k_text_shown_max)), wait.count() / 1000);
  } else {
    line += fmt::format("[{} runs]\n", name);
  }
  if (writes) line += "[what it writes to its writable folders cannot be undone]\n";
  if (!workspace_.is_transactional())
    line += "[there is no overlay on this machine: it may write anywhere in the project]\n";
  co_return answer(*service, line, missed);
}

io::Task<Output> ServiceState::stop(std::string name) {
  const auto found = find(name);
  if (!found) co_return failed(found.error());
  const auto service = *found;
  std::string line;
  if (service->is_alive()) {
    co_await io::shielded(service->end(options_.grace));
    line = fmt::format("[{} is stopped]\n", name);
  } else {
    line = fmt::format("[{} had ended before: {}]\n", name, service->standing());
  }
  std::erase(services_, service);
  co_return answer(*service, line, false);
}

Output ServiceState::list() {
  Output out;
  for (const auto& service : services_) {
    service->end_told = service->end_told || !service->is_alive();
    out.text += fmt::format("{}: {}: {}\n", service->request().name, service->standing(), shown_command(service->request().command));
  }
  if (out.text.empty()) out.text = "no service runs";
  while (out.text.back() == '\n') out.text.pop_back();
  out.title = fmt::format("services: {}", services_.size());
  return out;
}

Output ServiceState::log(const std::string& name) {
  const auto service = find(name);
  if (!service) return failed(service.error());
  (*service)->end_told = (*service)->end_told || !(*service)->is_alive();
  return answer(**service, fmt::format("[{} {}]\n", name, (*service)->standing()), false);
}

io::Task<> ServiceState::close() {
  std::vector<io::Task<>> ends;
  for (const auto& service : services_)
    if (service->is_alive()) ends.push_back(service->end(options_.grace));
  co_await io::shielded(io::all(std::move(ends)));
  if (ran_any_) signal_strays(mark_, SIGKILL);
  tasks_.cancel();
  co_await io::shielded(tasks_.wait());
  services_.clear();
}

}  // namespace tools
