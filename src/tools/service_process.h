#pragma once
// One service and what it printed last.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/loop.h"
#include "io/process.h"
#include "service_log.h"
#include "tools/service.h"

namespace tools {

struct ServiceRequest {
  std::string name, command, cwd;
  std::string wait_for;                 ///< "" = nothing
  std::optional<io::Millis> wait;
  std::vector<std::string> writable;
};

/// Shared by its owner and the task that reads its output.
class Service : public std::enable_shared_from_this<Service> {
 public:
  using OnOutput = std::function<void(std::string_view)>;

  /// Starts it; its output is read by a task in `scope`. Fails as io::Process::start.
  static io::Task<base::Result<std::shared_ptr<Service>>> start(io::Launcher launcher, io::Scope& scope,
                                                                ServiceRequest request, io::ProcessSpec spec);
  Service(ServiceRequest request, std::unique_ptr<io::Process> process);

  /// Until its output holds `text` (as a person would read it) or it has ended, at most for `limit`;
  /// no text = until then. True if the text was found. Fails with cancelled.
  io::Task<base::Result<bool>> wait_for(std::string text, io::Millis limit, OnOutput on_output);
  io::Task<> end(io::Millis grace);
  void kill_now();

  [[nodiscard]] const ServiceRequest& request() const { return request_; }
  [[nodiscard]] std::optional<io::ExitStatus> ended() const { return process_->ended(); }
  [[nodiscard]] bool is_alive() const { return !ended(); }
  [[nodiscard]] const ServiceLog& log() const { return log_; }
  /// "runs since 12 s", "exit 1 after 3 s, 20 s ago".
  [[nodiscard]] std::string standing() const;

  bool end_told = false;   ///< the model knows that it has ended
  bool stopped = false;    ///< it was asked to

 private:
  static io::Task<> read(std::shared_ptr<Service> self);

  ServiceRequest request_;
  std::unique_ptr<io::Process> process_;
  ServiceLog log_{k_service_log_max};
  OnOutput on_output_;   // of the call that waits now
  std::int64_t since_ms_, ended_ms_ = 0;
  bool all_read_ = false;
};

}  // namespace tools
