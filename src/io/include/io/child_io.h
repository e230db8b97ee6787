#pragma once
// This side's ends of a child's pipes or pty: what every kind of child has (io/process.h, and the
// sandbox's commands).

#include <memory>
#include <string>

#include "base/file.h"
#include "io/loop.h"

namespace io {

struct PipeEnds {
  base::Fd ours, childs;
};
enum class PipeTo { us, child };
/// Both ends close on exec. Fails with io.
base::Result<PipeEnds> open_pipe(PipeTo direction);

/// For the loop's thread; must go before the loop. Nothing taken = at the end, or closed.
class ChildIo {
 public:
  explicit ChildIo(Loop& loop);
  ~ChildIo();
  ChildIo(const ChildIo&) = delete;

  void take_out(base::Fd fd);
  void take_err(base::Fd fd);
  void take_in(base::Fd fd);
  /// The master of a pty: for output and input.
  base::Result<> take_pty(base::Fd master);

  /// As io::Process has them.
  Task<base::Result<std::string>> read_out();
  Task<base::Result<std::string>> read_err();
  Task<base::Result<>> write_in(std::string bytes);
  void close_in();
  /// True once read_out has told the end.
  [[nodiscard]] bool out_ended() const;
  /// The descriptor behind read_out; -1 = there is none.
  [[nodiscard]] int out_fd() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace io
