#include "git_repository.h"

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
// after sys/types.h: libmd's header does not stand alone
#include <sha1.h>

#include <cerrno>
#include <cstring>
#include <tuple>

#include "base/paths.h"
#include "git_config.h"
#include "text/sha256.h"

namespace workspace {
namespace {

using base::join;

constexpr std::size_t k_small_file_max = std::size_t{64} << 10;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

class BlobHash {
 public:
  BlobHash(std::size_t hash_size, std::uint64_t content_size) : hash_size_(hash_size) {
    ::SHA1Init(&sha1_);
    const std::string head = "blob " + std::to_string(content_size) + '\0';
    add(head);
  }
  void add(std::string_view bytes) {
    if (hash_size_ == 32)
      sha256_.add(bytes);
    else
      ::SHA1Update(&sha1_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  GitHash end() {
    GitHash out;
    out.size = hash_size_;
    if (hash_size_ == 32) {
      const auto digest = sha256_.digest();
      std::copy(digest.begin(), digest.end(), out.bytes.begin());
    } else {
      ::SHA1Final(out.bytes.data(), &sha1_);
    }
    return out;
  }

 private:
  std::size_t hash_size_;
  SHA1_CTX sha1_{};
  text::Sha256 sha256_;
};

}  // namespace

std::optional<GitPlace> find_git_place(const std::string& git) {
  GitPlace out{git, git};
  if (!base::is_dir(git)) {
    const auto text = base::read_file(git, k_small_file_max);
    constexpr std::string_view k_gitdir = "gitdir: ";
    if (!text || !text->starts_with(k_gitdir)) return std::nullopt;
    out.own = base::normalize(join(base::parent(git), trimmed(text->substr(k_gitdir.size()))));
    out.shared = out.own;
  }
  if (const auto common = base::read_file(join(out.own, "commondir"), k_small_file_max))
    out.shared = base::normalize(join(out.own, trimmed(*common)));
  if (!base::exists(join(out.own, "HEAD")) || !base::is_dir(join(out.shared, "objects")))
    return std::nullopt;
  return out;
}

std::optional<GitHash> hash_file(int fd, std::uint64_t size, std::size_t hash_size) {
  BlobHash hash(hash_size, size);
  char block[65536];
  std::uint64_t done = 0;
  for (;;) {
    const ssize_t got = ::pread(fd, block, sizeof block, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    hash.add({block, static_cast<std::size_t>(got)});
    done += static_cast<std::uint64_t>(got);
    if (done > size) return std::nullopt;
  }
  if (done != size) return std::nullopt;
  return hash.end();
}

GitHash hash_blob(std::string_view bytes, std::size_t hash_size) {
  BlobHash hash(hash_size, bytes.size());
  hash.add(bytes);
  return hash.end();
}

std::optional<GitRepository::Part> GitRepository::load(const std::string& name) {
  const std::string file = join(place_.own, name);
  struct stat st {};
  if (::stat(file.c_str(), &st) != 0) return std::nullopt;
  const auto bytes = base::read_file(file, GitIndex::k_bytes_max);
  if (!bytes) return std::nullopt;
  auto index = GitIndex::parse(*bytes, hash_size_);
  if (!index) return std::nullopt;
  Part out{*std::move(index), {}};
  out.written = {st.st_ino,          static_cast<std::uint64_t>(st.st_size),
                 st.st_mtim.tv_sec,  st.st_mtim.tv_nsec,
                 st.st_ctim.tv_sec,  st.st_ctim.tv_nsec};
  return out;
}

void GitRepository::refresh() {
  struct stat st {};
  if (::stat(join(place_.own, "index").c_str(), &st) != 0) {
    seen_ = {};
    parts_.clear();
    readable_ = errno == ENOENT;
    return;
  }
  const Stamp now{st.st_ino,         static_cast<std::uint64_t>(st.st_size),
                  st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                  st.st_ctim.tv_sec, st.st_ctim.tv_nsec};
  if (now == seen_) return;
  seen_ = now;
  parts_.clear();
  readable_ = false;
  hash_size_ = 20;
  if (const auto text = base::read_file(join(place_.shared, "config"), k_git_config_max))
    if (const auto settings = parse_git_config(*text))
      if (last_value(*settings, "extensions.objectformat") == "sha256") hash_size_ = 32;
  auto main = load("index");
  if (!main) return;
  const std::string shared = main->index.shared();
  parts_.push_back(*std::move(main));
  // What an entry of the shared part says of a content stays true when the split part replaces it.
  if (!shared.empty()) {
    auto rest = load(shared);
    if (!rest) return;
    parts_.push_back(*std::move(rest));
  }
  readable_ = true;
}

bool GitRepository::tracks(std::string_view path) const {
  for (const Part& part : parts_)
    if (!part.index.find(path).empty()) return true;
  return false;
}

bool GitRepository::tracks_below(std::string_view folder) const {
  for (const Part& part : parts_)
    if (part.index.has_below(folder)) return true;
  return false;
}

bool GitRepository::looks_saved(std::string_view path, const Look& look) const {
  for (const Part& part : parts_)
    for (const GitEntry& entry : part.index.find(path)) {
      if (entry.stage != 0 || entry.mtime_s == 0) continue;
      if (((entry.mode & 0170000) == 0120000) != look.is_link) continue;
      if (entry.size != static_cast<std::uint32_t>(look.size) ||
          entry.mtime_s != static_cast<std::uint32_t>(look.mtime_s))
        continue;
      // A git built without nanoseconds leaves them 0: then seconds decide everything.
      if (entry.mtime_ns != 0 && entry.mtime_ns != look.mtime_ns) continue;
      const auto entry_time = std::make_tuple(static_cast<std::int64_t>(entry.mtime_s),
                                              static_cast<std::int64_t>(entry.mtime_ns));
      const auto index_time =
          std::make_tuple(part.written.mtime_s, entry.mtime_ns == 0 ? 0 : part.written.mtime_ns);
      if (entry_time < index_time) return true;
    }
  return false;
}

bool GitRepository::has_at(std::string_view path, const GitHash& hash) const {
  for (const Part& part : parts_)
    for (const GitEntry& entry : part.index.find(path))
      if (entry.hash == hash) return true;
  return false;
}

std::string GitRepository::loose(const GitHash& hash) {
  const std::string hex = hash.hex();
  return "objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

bool GitRepository::has_loose(const GitHash& hash) const {
  return base::exists(join(place_.shared, loose(hash)));
}

}  // namespace workspace
