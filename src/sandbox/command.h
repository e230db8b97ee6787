#pragma once
// A command in a box, as this process sees it.

#include <memory>
#include <optional>

#include "channel.h"
#include "io/child_io.h"
#include "io/process.h"

namespace sandbox {

/// What is known of a command's processes once it has started.
struct Started {
  std::unique_ptr<Channel> control;
  int pid = 0;          ///< of its init
  base::Fd pidfd;       ///< of its init
  base::Fd terminal;    ///< the pty's master, kept to ask it
};

class Command final : public io::Process {
 public:
  Command(io::Loop& loop, Started started, std::unique_ptr<io::ChildIo> ends);
  ~Command() override;

  int pid() const override;
  io::Task<base::Result<std::string>> read_out() override { return ends_->read_out(); }
  io::Task<base::Result<std::string>> read_err() override { return ends_->read_err(); }
  io::Task<base::Result<>> write_in(std::string bytes) override { return ends_->write_in(std::move(bytes)); }
  void close_in() override { ends_->close_in(); }
  io::Task<base::Result<io::ExitStatus>> wait() override;
  std::optional<io::ExitStatus> ended() const override;
  bool has_processes() const override { return !ended(); }
  void signal_group(int signal) override;
  io::Task<> end_group(io::Millis grace) override;

  [[nodiscard]] Usage usage() const;
  [[nodiscard]] bool waits_for_input() const;

 private:
  class State;
  io::Task<> end_now(io::Millis grace);

  std::shared_ptr<State> state_;
  std::unique_ptr<io::ChildIo> ends_;
};

}  // namespace sandbox
