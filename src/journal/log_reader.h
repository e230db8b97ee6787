#pragma once
// Reads a log file line by line, whatever is in it. Memory stays below one line of k_line_max.

#include <cstdint>
#include <string>
#include <vector>

#include "base/file.h"
#include "journal/journal.h"
#include "line.h"

namespace journal {

class LogReader {
 public:
  /// Where reading starts: the beginning, or where an earlier reader stopped.
  using Place = journal::Place;

  explicit LogReader(base::Fd fd) : LogReader(std::move(fd), Place{}) {}
  LogReader(base::Fd fd, Place place);

  /// The next good event; false at the end of the file. `line` is valid until the next call.
  /// Damage met on the way is added to damage(). Fails with io.
  base::Result<bool> next(Line& line);

  [[nodiscard]] const Place& place() const { return place_; }
  [[nodiscard]] const Damage& damage() const { return damage_; }
  [[nodiscard]] int fd() const { return fd_.get(); }
  base::Fd release() { return std::move(fd_); }

 private:
  base::Result<bool> next_text(std::string_view& text);

  base::Fd fd_;
  Place place_;
  Damage damage_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;  ///< what is in the buffer and not yet given out
  std::uint64_t skipped_ = 0;        ///< bytes already dropped of a line that is too long
};

}  // namespace journal
