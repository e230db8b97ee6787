// A file is read as a whole into a buffer and searched as a whole: no work per line, but for lines
// that match. Line numbers are counted only then, from the last match on. Files beyond k_window are
// read window by window; what is carried from one to the next is the unfinished line and the lines
// that may still be wanted as context. No mmap: a file that somebody cuts while it is mapped kills
// the process, and agents' files are cut all the time.
#include "file_scan.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace code {
namespace {

constexpr std::size_t k_window = std::size_t{16} << 20;
constexpr std::size_t k_probe = std::size_t{64} << 10;
constexpr std::size_t k_buffer_kept = std::size_t{1} << 20;

/// The beginning of the line before the one that begins at `begin`.
std::size_t previous_line(std::string_view window, std::size_t begin) {
  if (begin < 2) return 0;
  const std::size_t feed = window.rfind('\n', begin - 2);
  return feed == std::string_view::npos ? 0 : feed + 1;
}

/// The beginning of the next line, or the end of the window.
std::size_t next_line(std::string_view window, std::size_t begin) {
  const std::size_t feed = window.find('\n', begin);
  return feed == std::string_view::npos ? window.size() : feed + 1;
}

ssize_t read_some(int fd, char* into, std::size_t size) {
  for (;;) {
    const ssize_t got = ::read(fd, into, size);
    if (got >= 0 || errno != EINTR) return got;
  }
}

}  // namespace

FileScan::FileScan(const MatchPlan& plan, const SearchQuery& query, std::stop_token stop)
    : query_(query),
      matcher_(plan),
      stop_(std::move(stop)),
      matches_max_(query.want == Want::lines
                       ? std::min(query.matches_max, query.matches_per_file_max)
                       : query.matches_per_file_max) {
  if (query.want == Want::files) matches_max_ = std::min<std::size_t>(matches_max_, 1);
}

FileScan::Outcome FileScan::search(const std::string& path, FoundFile& found) {
  const base::Fd fd(
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return Outcome::unreadable;
  found_ = &found;
  full_ = binary_ = false;
  next_ = shown_to_ = counted_to_ = after_left_ = 0;
  line_number_ = 1;
  matcher_.restart();
  Outcome outcome = read_and_scan(fd.get(), static_cast<std::size_t>(st.st_size));
  if (binary_) outcome = Outcome::binary;
  if (outcome != Outcome::searched) found = FoundFile();
  if (capacity_ > k_buffer_kept) buffer_.reset(), capacity_ = 0;
  return outcome;
}

void FileScan::reserve(std::size_t size, std::size_t used) {
  if (size <= capacity_) return;
  size = std::max(size, std::size_t{256} << 10);
  // Not make_unique: that would write zeros over every byte first.
  std::unique_ptr<char[]> larger(new char[size]);
  if (used != 0) std::memcpy(larger.get(), buffer_.get(), used);
  buffer_ = std::move(larger);
  capacity_ = size;
}

FileScan::Outcome FileScan::read_and_scan(int fd, std::size_t size) {
  std::size_t held = 0;  // bytes carried over
  for (bool first = true;; first = false) {
    if (stop_.stop_requested()) return Outcome::cancelled;
    // One byte more than the file says shows its end without another read. A file of /proc says 0.
    const std::size_t wanted = std::min(size + 1, k_window);
    reserve(held + std::max<std::size_t>(wanted, 4096), held);
    std::size_t used = held;
    bool end = false;
    while (used < capacity_ && !end) {
      // A little at first: most large files that are not text show it there.
      const std::size_t room = capacity_ - used;
      const bool probe = first && used == 0;
      const ssize_t got =
          read_some(fd, buffer_.get() + used, probe ? std::min(room, k_probe) : room);
      if (got < 0) return Outcome::unreadable;
      used += static_cast<std::size_t>(got);
      if (probe && text::looks_binary({buffer_.get(), used})) return Outcome::binary;
      end = got == 0 || (first && used == size);
    }
    const std::string_view bytes(buffer_.get(), used);
    const std::size_t feed = bytes.rfind('\n');
    // A line that is longer than the window is searched in pieces.
    const bool whole = end || feed == std::string_view::npos;
    const std::string_view window = whole ? bytes : bytes.substr(0, feed + 1);
    scan(window);
    if (end || (full_ && after_left_ == 0) || binary_) return Outcome::searched;
    const std::size_t from = keep_from(window);
    held = used - from;
    std::memmove(buffer_.get(), buffer_.get() + from, held);
  }
}

/// What of this window the next one must begin with. Moves the offsets there.
std::size_t FileScan::keep_from(std::string_view window) {
  std::size_t from = window.size();
  if (query_.want == Want::lines) {
    // Context is worth no more than half a window.
    for (std::size_t i = 0; i < query_.before && from > shown_to_; ++i) {
      const std::size_t previous = previous_line(window, from);
      if (window.size() - previous > k_window / 2) break;
      from = previous;
    }
    from = std::max(from, shown_to_);
    count_to(window, from);
  }
  next_ = window.size() - from;
  shown_to_ -= std::min(shown_to_, from);
  counted_to_ = 0;
  return from;
}

void FileScan::scan(std::string_view window) {
  while (!binary_) {
    const auto match = matcher_.next(window, next_);
    if (!match) break;
    if (full_) {
      found_->cut = query_.want != Want::files;
      break;
    }
    take(window, *match);
    next_ = std::min(match->end + 1, window.size());
    full_ = found_->matches >= matches_max_;
    if (full_ && query_.want == Want::files) break;
  }
  next_ = window.size();
  // What follows the last match.
  while (after_left_ > 0 && shown_to_ < window.size() && !binary_) {
    const std::size_t end = next_line(window, shown_to_);
    add_lines(window, shown_to_, end);
    --after_left_;
  }
}

void FileScan::take(std::string_view window, const LineMatch& match) {
  ++found_->matches;
  if (query_.want != Want::lines) return;
  if (window.substr(match.begin, match.end - match.begin).find('\0') != std::string_view::npos) {
    binary_ = true;
    return;
  }
  std::size_t after_end = shown_to_;
  for (; after_left_ > 0 && after_end < match.begin; --after_left_)
    after_end = next_line(window, after_end);
  add_lines(window, shown_to_, std::min(after_end, match.begin));
  std::size_t before = match.begin;
  for (std::size_t i = 0; i < query_.before && before > shown_to_; ++i)
    before = previous_line(window, before);
  add_lines(window, std::max(before, shown_to_), match.begin);
  add_line(window, match.begin, match.end, &match);
  shown_to_ = std::min(match.end + 1, window.size());
  after_left_ = query_.after;
}

void FileScan::add_lines(std::string_view window, std::size_t begin, std::size_t end) {
  while (begin < end) {
    const std::size_t next = next_line(window, begin);
    const bool ended = window[next - 1] == '\n';
    add_line(window, begin, ended ? next - 1 : next, nullptr);
    begin = shown_to_ = next;
  }
}

void FileScan::add_line(std::string_view window, std::size_t begin, std::size_t end,
                        const LineMatch* match) {
  count_to(window, begin);
  FoundLine line;
  line.number = line_number_;
  line.is_match = match != nullptr;
  std::string_view bytes = window.substr(begin, end - begin);
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  if (bytes.size() > query_.line_max) {
    // A third of what is shown lies in front of the match.
    const std::size_t at = match == nullptr ? 0 : match->at - begin;
    const std::size_t front =
        std::min(at - std::min(at, query_.line_max / 3), bytes.size() - query_.line_max);
    const std::string_view tail = text::clip_front(bytes, bytes.size() - front);
    const std::string_view shown = text::clip(tail, query_.line_max);
    line.cut_front = tail.size() != bytes.size();
    line.cut_back = shown.size() != tail.size();
    bytes = shown;
  }
  line.text = text::to_valid_utf8(bytes);
  found_->lines.push_back(std::move(line));
}

void FileScan::count_to(std::string_view window, std::size_t offset) {
  if (offset <= counted_to_) return;
  const std::string_view passed = window.substr(counted_to_, offset - counted_to_);
  line_number_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
  counted_to_ = offset;
}

}  // namespace code
