// Contents are appended to packs instead of lying in files of their own: the first snapshot of a
// project of 5,000 files would make 5,000 files (some 40 us each), and a pack takes them at the
// speed of write(2). Every process writes a pack of its own, so there is nothing to lock:
//
//   DIR/gen-000001/01J...Q.pack   contents, one behind the other
//   DIR/gen-000001/01J...Q.idx    48 bytes each: hash, offset, size; what ends in the middle of an
//                                 entry was being written when its process was killed
//   DIR/gen-000001/tree.snap      a cache of the tree's last snapshot (see snapshot.h)
//
// Old contents go by generations. A session writes to one generation and refers to nothing else; the
// first session to find it more than half full begins the next one, and all but the newest two are
// removed unless a live session has locked them. So the sessions of at least half a budget can be
// undone, and at most two budgets are used.

#include "object_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"

namespace workspace {
namespace {

using base::Code;
using base::join;

constexpr std::size_t k_index_entry = 48;
constexpr std::size_t k_pending_max = std::size_t{1} << 20;
constexpr std::size_t k_generations_kept = 2;

bool is_generation(std::string_view name) {
  return name.size() == 10 && name.starts_with("gen-") &&
         name.find_first_not_of("0123456789", 4) == std::string_view::npos;
}

base::Result<std::vector<std::string>> generations(const std::string& dir) {
  TRY(auto names, base::list_dir(dir));
  std::erase_if(names, [](const std::string& name) { return !is_generation(name); });
  return names;
}

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t total = 0;
  const auto names = base::list_dir(folder);
  if (!names) return 0;
  for (const std::string& name : *names) {
    struct stat st {};
    if (name.ends_with(".pack") && ::lstat(join(folder, name).c_str(), &st) == 0)
      total += static_cast<std::uint64_t>(st.st_size);
  }
  return total;
}

// Nothing if somebody removed it in between.
base::Result<base::Fd> lock_shared(const std::string& folder) {
  base::Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT) return base::Fd();
    return base::fail_errno("cannot open the object store " + folder);
  }
  while (::flock(fd.get(), LOCK_SH) != 0)
    if (errno != EINTR) return base::fail_errno("cannot lock the object store " + folder);
  struct stat locked {}, named {};
  if (::fstat(fd.get(), &locked) != 0 || ::stat(folder.c_str(), &named) != 0 ||
      locked.st_ino != named.st_ino)
    return base::Fd();
  return fd;
}

// Best effort: a generation that cannot be removed now costs space until somebody can.
void remove_generation(const std::string& dir, const std::string& name) {
  const std::string folder = join(dir, name);
  base::Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return;
  const std::string dead = join(dir, "removed-" + base::random_hex(8));
  if (::rename(folder.c_str(), dead.c_str()) == 0) (void)base::remove_all(dead);
}

std::string generation_name(const std::vector<std::string>& names, std::size_t step) {
  const unsigned long last = names.empty() ? 0 : std::stoul(names.back().substr(4));
  char text[32];
  std::snprintf(text, sizeof text, "gen-%06lu", last + step);
  return text;
}

}  // namespace

base::Result<Hash> hash_from_hex(std::string_view hex) {
  if (!text::is_sha256_hex(hex))
    return base::fail(Code::invalid, "not a SHA-256: " + std::string(hex.substr(0, 80)));
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Hash out;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<unsigned char>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  return out;
}

std::size_t ObjectStore::ByPrefix::operator()(const Hash& hash) const {
  std::size_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out;
}

ObjectStore::ObjectStore(std::string dir, std::string generation, base::Fd lock,
                         std::uint64_t bytes_max)
    : dir_(std::move(dir)),
      generation_(std::move(generation)),
      lock_(std::move(lock)),
      bytes_max_(bytes_max) {}

ObjectStore::~ObjectStore() = default;

std::string ObjectStore::folder() const { return join(dir_, generation_); }

base::Result<std::unique_ptr<ObjectStore>> ObjectStore::open(const std::string& dir,
                                                             const std::string& generation,
                                                             std::uint64_t bytes_max) {
  TRY_DO(base::make_dirs(dir, 0700));
  constexpr int k_attempts = 20;
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    TRY(const auto names, generations(dir));
    std::string wanted = generation;
    if (!is_generation(wanted) || !std::binary_search(names.begin(), names.end(), wanted)) {
      const bool fresh = names.empty() || bytes_in(join(dir, names.back())) > bytes_max / 2;
      wanted = fresh ? generation_name(names, 1) : names.back();
      if (fresh && ::mkdir(join(dir, wanted).c_str(), 0700) != 0 && errno != EEXIST)
        return base::fail_errno("cannot make the object store " + join(dir, wanted));
      for (std::size_t i = 0; i + k_generations_kept < names.size() + (fresh ? 1 : 0); ++i)
        remove_generation(dir, names[i]);
    }
    TRY(auto lock, lock_shared(join(dir, wanted)));
    if (!lock) continue;
    std::unique_ptr<ObjectStore> store(
        new ObjectStore(dir, wanted, std::move(lock), bytes_max));
    text::Sha256 nothing;
    store->places_.emplace(nothing.digest(), Place{});  // no bytes need no pack
    TRY_DO(store->load(store->folder(), store->places_));
    store->size_ = bytes_in(store->folder());
    return store;
  }
  return base::fail(Code::unavailable, "the object store " + dir + " changes too quickly");
}

base::Result<> ObjectStore::load(const std::string& folder, Places& places) {
  TRY(const auto names, base::list_dir(folder));
  for (const std::string& name : names) {
    if (!name.ends_with(".idx")) continue;
    const std::string pack = join(folder, name.substr(0, name.size() - 4));
    auto index = base::read_file(pack + ".idx");
    if (!index && index.error().code == Code::not_found) continue;
    if (!index) return base::with(std::move(index).error(), "reading the object store");
    const auto number = static_cast<std::uint32_t>(packs_.size());
    packs_.push_back(pack);
    for (std::size_t at = 0; at + k_index_entry <= index->size(); at += k_index_entry) {
      Hash hash;
      Place place{number, 0, 0};
      std::memcpy(hash.data(), index->data() + at, 32);
      std::memcpy(&place.offset, index->data() + at + 32, 8);
      std::memcpy(&place.size, index->data() + at + 40, 8);
      places.emplace(hash, place);
    }
  }
  return {};
}

base::Result<> ObjectStore::start_pack() {
  if (pack_) return {};
  const std::string path = join(folder(), base::new_id());
  constexpr int k_flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
  base::Fd pack(::open((path + ".pack").c_str(), k_flags, 0600));
  if (!pack) return base::fail_errno("cannot make " + path + ".pack");
  base::Fd index(::open((path + ".idx").c_str(), k_flags, 0600));
  if (!index) return base::fail_errno("cannot make " + path + ".idx");
  own_pack_ = static_cast<std::uint32_t>(packs_.size());
  packs_.push_back(path);
  pack_size_ = index_size_ = 0;
  pack_ = std::move(pack);
  index_ = std::move(index);
  return {};
}

base::Result<> ObjectStore::put(const Hash& hash, std::string_view bytes) {
  if (has(hash)) return {};
  TRY_DO(start_pack());
  const Place place{own_pack_, pack_size_ + pending_.size(), bytes.size()};
  pending_ += bytes;
  pending_index_.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  pending_index_.append(reinterpret_cast<const char*>(&place.offset), 8);
  pending_index_.append(reinterpret_cast<const char*>(&place.size), 8);
  places_.emplace(hash, place);
  size_ += bytes.size();
  if (pending_.size() >= k_pending_max) return flush();
  return {};
}

// If the disk is full the objects of this batch are gone again: nothing refers to them yet.
base::Result<> ObjectStore::flush() {
  if (pending_index_.empty()) return {};
  auto done = base::write_all(pack_.get(), pending_);
  if (done) done = base::write_all(index_.get(), pending_index_);
  if (!done) {
    for (std::size_t at = 0; at < pending_index_.size(); at += k_index_entry) {
      Hash hash;
      std::memcpy(hash.data(), pending_index_.data() + at, 32);
      places_.erase(hash);
    }
    size_ -= pending_.size();
    // What was written of the batch is cut off: on a full disk each try would else take what is left.
    // Where that fails, a half index entry would put all later ones out of step: another pack then.
    if (::ftruncate(pack_.get(), static_cast<off_t>(pack_size_)) != 0 ||
        ::lseek(pack_.get(), 0, SEEK_END) < 0 ||
        ::ftruncate(index_.get(), static_cast<off_t>(index_size_)) != 0 ||
        ::lseek(index_.get(), 0, SEEK_END) < 0) {
      pack_.reset();
      index_.reset();
    }
  } else {
    pack_size_ += pending_.size();
    index_size_ += pending_index_.size();
  }
  pending_.clear();
  pending_index_.clear();
  if (!done) return base::with(std::move(done).error(), "keeping before-images in " + folder());
  return {};
}

base::Result<std::string> ObjectStore::get(const Hash& hash) {
  TRY_DO(flush());
  auto found = places_.find(hash);
  if (found == places_.end()) {
    if (!older_loaded_) {
      older_loaded_ = true;
      TRY(const auto names, generations(dir_));
      for (const std::string& name : names)
        if (name != generation_) TRY_DO(load(join(dir_, name), older_));
    }
    found = older_.find(hash);
    if (found == older_.end())
      return base::fail(Code::not_found,
                        "the content " + text::to_hex(hash) + " is not in the object store " + dir_ +
                            " (any more)");
  }
  const Place place = found->second;
  if (place.size == 0) return std::string();
  const std::string path = packs_[place.pack] + ".pack";
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot read " + path);
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return base::fail_errno("cannot read " + path);
  const auto end = static_cast<std::uint64_t>(st.st_size);
  const bool inside = place.offset <= end && place.size <= end - place.offset;
  std::string bytes(inside ? place.size : 0, '\0');
  for (std::size_t used = 0; used < bytes.size();) {
    const ssize_t got = ::pread(fd.get(), bytes.data() + used, bytes.size() - used,
                                static_cast<off_t>(place.offset + used));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read " + path);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  text::Sha256 sum;
  sum.add(bytes);
  if (!inside || sum.digest() != hash)
    return base::fail(Code::io, "the content " + text::to_hex(hash) + " in " + path +
                                    " is damaged: it is not put in place");
  return bytes;
}

}  // namespace workspace
