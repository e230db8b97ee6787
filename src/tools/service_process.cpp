#include "service_process.h"

#include <fmt/format.h>

#include <csignal>
#include <utility>

#include "base/ids.h"
#include "base/try.h"
#include "shell_text.h"

namespace tools {

namespace {

constexpr io::Millis k_look{25};
constexpr io::Millis k_last_words{200};                               // for output after the end
constexpr std::size_t k_searched_max = std::size_t{64} << 10;         // last bytes in which a text is sought

}  // namespace

io::Task<base::Result<std::shared_ptr<Service>>> Service::start(io::Launcher launcher, io::Scope& scope,
                                                                ServiceRequest request, io::ProcessSpec spec) {
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  auto service = std::make_shared<Service>(std::move(request), std::move(process));
  scope.spawn(read(service));
  co_return service;
}

Service::Service(ServiceRequest request, std::unique_ptr<io::Process> process)
    : request_(std::move(request)), process_(std::move(process)), since_ms_(base::steady_ms()) {}

io::Task<> Service::read(std::shared_ptr<Service> self) {
  while (true) {
    const auto bytes = co_await self->process_->read_out();
    if (!bytes || bytes->empty()) break;
    self->log_.add(*bytes);
    if (self->on_output_) self->on_output_(*bytes);
  }
  self->all_read_ = true;
  (void)co_await self->process_->wait();
  self->ended_ms_ = base::steady_ms();
}

io::Task<base::Result<bool>> Service::wait_for(std::string text, io::Millis limit, OnOutput on_output) {
  const auto self = shared_from_this();
  on_output_ = std::move(on_output);
  const auto until = base::steady_ms() + limit.count();
  std::int64_t patience = 0;
  std::size_t seen = 0;
  base::Result<bool> found = false;
  while (true) {
    if (!text.empty() && log_.total() != seen) {
      seen = log_.total();
      found = plain_output(log_.last(k_searched_max)).find(text) != std::string::npos;
      if (*found) break;
    }
    const auto now = base::steady_ms();
    if (ended() && patience == 0) patience = now + k_last_words.count();
    if (now >= until || (ended() && (all_read_ || now >= patience))) break;
    auto slept = co_await io::sleep(k_look);
    if (slept) continue;
    found = base::fail(slept.error());
    break;
  }
  on_output_ = nullptr;
  co_return found;
}

io::Task<> Service::end(io::Millis grace) {
  const auto self = shared_from_this();
  stopped = true;
  co_await process_->end_group(grace);
  const auto until = base::steady_ms() + k_last_words.count();
  while (!all_read_ && base::steady_ms() < until) {
    const auto slept = co_await io::sleep(k_look);
    if (!slept) break;
  }
}

void Service::kill_now() { process_->signal_group(SIGKILL); }

std::string Service::standing() const {
  const auto status = ended();
  const auto now = base::steady_ms();
  if (!status) return fmt::format("runs since {} s", (now - since_ms_) / 1000);
  const auto at = ended_ms_ > 0 ? ended_ms_ : now;
  const std::string how =
      status->signal != 0 ? fmt::format("killed by signal {}", status->signal) : fmt::format("exit {}", status->code);
  return fmt::format("{} after {} s, {} s ago", how, (at - since_ms_) / 1000, (now - at) / 1000);
}

}  // namespace tools
