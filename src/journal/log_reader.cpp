#include "log_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/paths.h"
#include "base/try.h"

namespace journal {

static constexpr std::size_t k_first_buffer = 64 << 10;

LogReader::LogReader(base::Fd fd, Place place) : fd_(std::move(fd)), place_(place) {}

// Bytes up to the next '\n'. A line beyond k_line_max comes out empty (and so is damage): its bytes
// are dropped as they come, so that a file of one endless line needs no memory.
base::Result<bool> LogReader::next_text(std::string_view& text) {
  std::size_t searched = begin_;
  for (;;) {
    const void* found = std::memchr(buffer_.data() + searched, '\n', end_ - searched);
    if (found != nullptr) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      text = skipped_ > 0 ? std::string_view()
                          : std::string_view(buffer_).substr(begin_, at - begin_);
      place_.offset += skipped_ + (at + 1 - begin_);
      place_.line += 1;
      begin_ = at + 1;
      skipped_ = 0;
      return true;
    }
    if (end_ - begin_ >= k_line_max) {
      skipped_ += end_ - begin_;
      begin_ = end_ = 0;
    }
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    searched = end_;
    if (end_ == buffer_.size())
      buffer_.resize(buffer_.empty() ? k_first_buffer : buffer_.size() * 2);
    const auto from = static_cast<off_t>(place_.offset + skipped_ + end_);
    const ssize_t got = ::pread(fd_.get(), buffer_.data() + end_, buffer_.size() - end_, from);
    if (got < 0) {
      if (errno == EINTR) continue;
      return base::fail_errno("cannot read the log");
    }
    if (got == 0) {
      damage_.torn_bytes = skipped_ + end_;
      return false;
    }
    end_ += static_cast<std::size_t>(got);
  }
}

base::Result<bool> LogReader::next(Line& line) {
  for (;;) {
    std::string_view text;
    TRY(const bool more, next_text(text));
    if (!more) return false;
    const auto parsed = parse_line(text);
    if (parsed && parsed->seq > place_.seq) {
      line = *parsed;
      place_.seq = line.seq;
      return true;
    }
    damage_.bad_lines.push_back(place_.line);
  }
}

static base::Result<LogReader> open_log(const std::string& dir) {
  const std::string path = base::join(dir, "log.jsonl");
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot read the session's log " + path);
  return LogReader(std::move(fd));
}

base::Result<> for_each_event(const std::string& dir, Damage& damage,
                              const std::function<bool(Event&)>& visit) {
  TRY(auto reader, open_log(dir));
  Line line;
  Event event;
  for (;;) {
    auto more = reader.next(line);
    if (!more) return base::with(std::move(more).error(), dir);
    if (!*more) break;
    event.seq = line.seq;
    event.time_ms = line.time_ms;
    event.type = line.type;
    event.payload = line.payload;
    if (!visit(event)) break;
  }
  damage = reader.damage();
  return {};
}

base::Result<> read_on(const std::string& dir, Place& place, const std::function<bool(Event&)>& visit) {
  const std::string path = base::join(dir, "log.jsonl");
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0) return base::fail_errno("cannot read the session's log " + path);
  if (static_cast<std::uint64_t>(st.st_size) < place.offset)
    return base::fail(base::Code::changed, "the session's log has become shorter: " + path);
  if (static_cast<std::uint64_t>(st.st_size) == place.offset) return {};
  LogReader reader(std::move(fd), place);
  Line line;
  Event event;
  for (;;) {
    auto more = reader.next(line);
    if (!more) return base::with(std::move(more).error(), dir);
    if (!*more) break;
    event.seq = line.seq;
    event.time_ms = line.time_ms;
    event.type = line.type;
    event.payload = line.payload;
    place = reader.place();
    if (!visit(event)) return {};
  }
  place = reader.place();
  return {};
}

base::Result<std::vector<Event>> read_events(const std::string& dir, Damage& damage) {
  std::vector<Event> events;
  TRY_DO(for_each_event(dir, damage, [&](Event& event) {
    events.push_back(std::move(event));
    return true;
  }));
  return events;
}

}  // namespace journal
