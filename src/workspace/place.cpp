// Between looking at a path and replacing it somebody else may write it. So the new thing is made
// under a temporary name and exchanged with the old one (renameat2 RENAME_EXCHANGE); what came out
// must be what was seen, else it is exchanged back and nobody's bytes are lost. A new name is taken
// with RENAME_NOREPLACE. File systems that know neither get a plain rename.

#include "place.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/try.h"
#include "capture.h"

namespace workspace {

using base::Code;

base::Result<std::optional<Entry>> look(const Rooted& root, const std::string& relative,
                                        std::uint64_t hash_max) {
  base::Fd fd(root.open_at(relative, O_PATH | O_NOFOLLOW));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0) {
    // ELOOP: a folder above is a link now. Nothing of ours lies behind a link.
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return std::optional<Entry>();
    return base::fail_errno("cannot look at " + relative);
  }
  Entry entry;
  entry.path = relative;
  fill(entry, st);
  if ((entry.kind == Kind::file || entry.kind == Kind::symlink) && entry.size <= hash_max) {
    auto bytes = read_entry(root, relative, entry, hash_max);
    if (!bytes && bytes.error().code == Code::not_found) return std::optional<Entry>();
    if (!bytes) return base::fail(std::move(bytes).error());
    text::Sha256 sum;
    sum.add(*bytes);
    entry.hash = sum.digest();
    entry.hashed = true;
  }
  return std::optional<Entry>(std::move(entry));
}

bool has_content_of(const std::optional<Entry>& now, const std::optional<Version>& version) {
  if (!now || !version) return !now && !version;
  if (now->kind != version->kind) return false;
  if (now->kind != Kind::file && now->kind != Kind::symlink) return true;
  if (now->size != version->size) return false;
  if (version->hash.empty()) return now->mtime_ns == version->mtime_ns;
  return now->hashed && text::to_hex(now->hash) == version->hash;
}

static base::Result<> make(int folder, const std::string& temporary, const std::string& name,
                           const Thing& thing) {
  // One that a killed process left; the name is ours alone.
  if (::unlinkat(folder, temporary.c_str(), 0) != 0 && errno != ENOENT)
    return base::fail_errno("cannot remove an old " + temporary);
  if (thing.kind == Kind::symlink) {
    if (::symlinkat(std::string(thing.bytes).c_str(), folder, temporary.c_str()) != 0)
      return base::fail_errno("cannot make a link");
    return {};
  }
  base::Fd fd(::openat(folder, temporary.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return base::fail_errno("cannot make a file");
  TRY_DO(base::write_all(fd.get(), thing.bytes));
  struct stat old {};
  if (::fstatat(folder, name.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(old.st_mode) &&
      (old.st_uid != ::geteuid() || old.st_gid != ::getegid())) {
    // Best effort on purpose: only root may give a file away, and the bytes matter more.
    [[maybe_unused]] const int ignored = ::fchown(fd.get(), old.st_uid, old.st_gid);
  }
  if (::fchmod(fd.get(), thing.mode & 07777U) != 0) return base::fail_errno("cannot set the mode");
  return {};
}

static base::Result<> set_time(int folder, const std::string& name, const Thing& thing) {
  if (!thing.mtime_ns) return {};
  constexpr std::int64_t k_second = 1'000'000'000;
  std::int64_t seconds = *thing.mtime_ns / k_second;
  std::int64_t rest = *thing.mtime_ns % k_second;
  if (rest < 0) {
    rest += k_second;
    --seconds;
  }
  const timespec times[2] = {{0, UTIME_OMIT}, {seconds, rest}};
  if (::utimensat(folder, name.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0)
    return base::fail_errno("cannot set the time");
  return {};
}

// True if the file system cannot do this kind of renameat2.
static bool is_unknown(int error_number) { return error_number == EINVAL || error_number == ENOSYS; }

static base::Result<> take_name(int folder, const std::string& temporary, const std::string& name) {
  if (::renameat2(folder, temporary.c_str(), folder, name.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno == EEXIST) return base::fail(Code::changed, "it exists by now");
  if (is_unknown(errno) && ::renameat(folder, temporary.c_str(), folder, name.c_str()) == 0)
    return {};
  return base::fail_errno("cannot put it in place");
}

// `holds_foreign`: what lies under the temporary name is not ours to remove.
static base::Result<> exchange(int folder, const std::string& temporary, const std::string& name,
                               const Entry& expected, bool& holds_foreign) {
  const auto swap = [&] {
    return ::renameat2(folder, temporary.c_str(), folder, name.c_str(), RENAME_EXCHANGE);
  };
  if (swap() != 0) {
    if (errno == ENOENT) return base::fail(Code::changed, "it is gone by now");
    if (is_unknown(errno) && ::renameat(folder, temporary.c_str(), folder, name.c_str()) == 0)
      return {};
    return base::fail_errno("cannot put it in place");
  }
  holds_foreign = true;
  Entry out;
  struct stat st {};
  if (::fstatat(folder, temporary.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0)
    return base::fail_errno("cannot look at what was replaced");
  fill(out, st);
  // Not ctime: the exchange itself changed that.
  const bool same = out.kind == expected.kind && out.inode == expected.inode &&
                    out.size == expected.size && out.mtime_ns == expected.mtime_ns;
  if (!same) {
    if (swap() != 0) return base::fail_errno("its newest version is now called " + temporary);
    holds_foreign = false;
    return base::fail(Code::changed, "somebody else changed it just now");
  }
  if (::unlinkat(folder, temporary.c_str(), 0) != 0)
    return base::fail_errno("cannot remove what was replaced");
  return {};
}

base::Result<> put_in_place(int folder, const std::string& name, const std::string& temporary,
                            const Thing& thing, const std::optional<Entry>& expected) {
  bool holds_foreign = false;
  auto done = make(folder, temporary, name, thing);
  if (done) done = set_time(folder, temporary, thing);
  if (done) done = expected ? exchange(folder, temporary, name, *expected, holds_foreign)
                            : take_name(folder, temporary, name);
  if (!done) {
    // It may never have been made; and what could not be removed is found again by its name.
    if (!holds_foreign) ::unlinkat(folder, temporary.c_str(), 0);
    return base::with(std::move(done).error(), name);
  }
  return {};
}

}  // namespace workspace
