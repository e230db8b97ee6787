// The writer. What it promises is about bytes in a file, so here is what each failure leaves:
//   kill -9 inside write(2)    a torn last line; cut off, kept as log.torn-N and told at the next open
//   a full disk                nothing: the part that was written is cut off before append returns
//   a power cut                with Sync::disk, everything acknowledged; else a prefix, perhaps torn
//   a flipped bit, an editor   lines whose sum is wrong: passed over and told, never rewritten
// An append is one write(2) of one line to a file that only we write (flock): about 5 us.

#include "journal/journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/value.hpp>
#include <cerrno>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "blob.h"
#include "line.h"
#include "log_reader.h"
#include "writer_lock.h"

namespace journal {
namespace {

using base::Code;

base::Result<> sync_folder(const std::string& path) {
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return base::fail_errno("cannot sync " + path);
  return {};
}

class FileJournal final : public Journal {
 public:
  FileJournal(std::string dir, base::Fd fd, std::uint64_t size, std::uint64_t seq)
      : dir_(std::move(dir)), fd_(std::move(fd)), size_(size), seq_(seq) {}

  const std::string& dir() const override { return dir_; }
  base::Result<std::uint64_t> append(std::string_view type, const json::Value& payload,
                                     Sync sync) override;
  base::Result<std::string> put_blob(std::string_view bytes) override;
  void on_event(std::function<void(const Event&)> listener) override {
    listeners_.push_back(std::move(listener));
  }

 private:
  [[nodiscard]] std::string path() const { return base::join(dir_, "log.jsonl"); }
  base::Result<> check_log() const;
  base::Result<> write_whole();
  base::Result<> sync_all();
  base::Result<> take_back(base::Error why);

  std::string dir_;
  base::Fd fd_;
  std::uint64_t size_;  ///< bytes in the log, all whole lines
  std::uint64_t seq_;   ///< of the last event
  std::string line_;    ///< kept for its capacity
  bool folder_synced_ = false;
  std::vector<std::string> blobs_to_sync_;
  std::vector<std::function<void(const Event&)>> listeners_;
};

// A command of the agent may delete the state folder: writing on into a file without a name would
// lose the session silently.
base::Result<> FileJournal::check_log() const {
  struct stat st {};
  if (::fstat(fd_.get(), &st) != 0) return base::fail_errno("cannot look at " + path());
  if (st.st_nlink == 0)
    return base::fail(Code::changed, "the session's log was deleted: " + path());
  if (static_cast<std::uint64_t>(st.st_size) != size_)
    return base::fail(Code::changed, "somebody else wrote to the session's log " + path() +
                                         ": it has " + std::to_string(st.st_size) +
                                         " bytes instead of " + std::to_string(size_));
  return {};
}

base::Result<> FileJournal::write_whole() {
  if (auto done = base::write_all(fd_.get(), line_); !done)
    return base::with(std::move(done).error(), "cannot write to " + path());
  return {};
}

base::Result<> FileJournal::take_back(base::Error why) {
  if (::ftruncate(fd_.get(), static_cast<off_t>(size_)) != 0)
    why.what += " (and what was written of the line could not be cut off again)";
  return base::fail(std::move(why));
}

base::Result<> FileJournal::sync_all() {
  for (const std::string& name : blobs_to_sync_) TRY_DO(sync_blob(dir_, name));
  if (!blobs_to_sync_.empty()) TRY_DO(sync_folder(base::join(dir_, "blobs")));
  blobs_to_sync_.clear();
  if (::fdatasync(fd_.get()) != 0) return base::fail_errno("cannot sync " + path());
  if (!folder_synced_) {
    TRY_DO(sync_folder(dir_));
    TRY_DO(sync_folder(base::parent(dir_)));
    folder_synced_ = true;
  }
  return {};
}

base::Result<std::uint64_t> FileJournal::append(std::string_view type, const json::Value& payload,
                                                Sync sync) {
  if (!is_type(type))
    return base::fail(Code::invalid, "not a type of event: " + std::string(type.substr(0, 80)));
  if (!payload.is_object())
    return base::fail(Code::invalid, "the payload of " + std::string(type) + " is not an object");
  const std::string text = json::dump(payload);
  const Line line{seq_ + 1, base::now_ms(), type, text};
  line_.clear();
  write_line(line_, line);
  if (line_.size() > k_line_max)
    return base::fail(Code::too_big, "an event " + std::string(type) + " of " +
                                         std::to_string(line_.size()) +
                                         " bytes is larger than a line of the log may be (" +
                                         std::to_string(k_line_max) + "): store it as a blob");
  TRY_DO(check_log());
  if (auto done = write_whole(); !done) TRY_DO(take_back(std::move(done).error()));
  if (sync == Sync::disk)
    if (auto done = sync_all(); !done) TRY_DO(take_back(std::move(done).error()));
  size_ += line_.size();
  seq_ = line.seq;
  if (!listeners_.empty()) {
    const Event event{line.seq, line.time_ms, std::string(type), text};
    for (const auto& listener : listeners_) listener(event);
  }
  return line.seq;
}

base::Result<std::string> FileJournal::put_blob(std::string_view bytes) {
  bool fresh = false;
  TRY(auto name, write_blob(dir_, bytes, fresh));
  if (fresh) blobs_to_sync_.push_back(name);
  return name;
}

// Bytes after the last line end are kept beside before they are cut off: the same bytes could be
// all that is left to explain a crash.
base::Result<> cut_torn_end(const std::string& dir, int fd, std::uint64_t size,
                            std::uint64_t torn) {
  std::string bytes(std::min<std::uint64_t>(torn, 2 * k_line_max), '\0');
  const ssize_t got = ::pread(fd, bytes.data(), bytes.size(), static_cast<off_t>(size));
  if (got < 0) return base::fail_errno("cannot read the torn end of the log in " + dir);
  bytes.resize(static_cast<std::size_t>(got));
  constexpr int k_torn_max = 1000;
  for (int n = 1; n <= k_torn_max; ++n) {
    const std::string kept = base::join(dir, "log.torn-" + std::to_string(n));
    base::Fd out(::open(kept.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out && errno == EEXIST) continue;
    if (!out) return base::fail_errno("cannot keep the torn end of the log as " + kept);
    if (auto done = base::write_all(out.get(), bytes); !done) {
      ::unlink(kept.c_str());
      return base::with(std::move(done).error(), "keeping the torn end of the log as " + kept);
    }
    if (::ftruncate(fd, static_cast<off_t>(size)) != 0)
      return base::fail_errno("cannot cut off the torn end of the log in " + dir);
    return {};
  }
  return base::fail(Code::exists, "too many files log.torn-N in " + dir + ": remove them");
}

}  // namespace

base::Result<std::unique_ptr<Journal>> Journal::create(const std::string& dir) {
  TRY_DO(base::make_dirs(dir, 0700));
  const std::string path = base::join(dir, "log.jsonl");
  base::Fd fd(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd) return base::fail_errno("cannot make the session's log " + path);
  TRY_DO(lock_log(fd.get(), path));
  return std::make_unique<FileJournal>(dir, std::move(fd), 0, 0);
}

base::Result<std::unique_ptr<Journal>> Journal::open(const std::string& dir, Damage& damage) {
  const std::string path = base::join(dir, "log.jsonl");
  base::Fd fd(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot open the session's log " + path);
  TRY_DO(lock_log(fd.get(), path));
  LogReader reader(std::move(fd));
  Line line;
  for (;;) {
    TRY(const bool more, reader.next(line));
    if (!more) break;
  }
  damage = reader.damage();
  const auto place = reader.place();
  if (damage.torn_bytes > 0)
    TRY_DO(cut_torn_end(dir, reader.fd(), place.offset, damage.torn_bytes));
  // Lines that cannot be read had numbers too: none is given twice.
  return std::make_unique<FileJournal>(dir, reader.release(), place.offset,
                                       std::max(place.seq, place.line));
}

}  // namespace journal
