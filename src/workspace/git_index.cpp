// The format, as git's own documentation has it: "DIRC", version, count; entries in order of path, each
// 40 bytes of stat data, the object's hash, 16 bits of flags (stage, length of the name), from version 3
// on perhaps 16 more, then the name: padded with NULs to a multiple of 8 bytes, or, in version 4, as
// "drop so many bytes of the name before, then append this". Then extensions: four letters and a
// length; those that begin with a small letter change the meaning of the rest.
//
// Every length is checked against what is left before it is used. Version 4 could unfold to a square of
// its size, so names and their sum have bounds.

#include "git_index.h"

#include <algorithm>
#include <cstring>

#include "base/try.h"
#include "text/sha256.h"

namespace workspace {
namespace {

using base::Code;

constexpr std::size_t k_stat_size = 40;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i]));
  };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

std::uint16_t flags_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

tl::unexpected<base::Error> broken(std::size_t at, std::string_view what) {
  return base::fail(Code::invalid,
                    "git's index is broken at byte " + std::to_string(at) + ": " + std::string(what));
}

// Git's own variable-length number: each further group counts from one more.
std::optional<std::size_t> varint(std::string_view bytes, std::size_t& at, std::size_t end) {
  std::size_t value = 0;
  for (int groups = 0; at < end && groups < 5; ++groups) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    value = groups == 0 ? byte & 127u : ((value + 1) << 7) | (byte & 127u);
    if ((byte & 128u) == 0) return value;
  }
  return std::nullopt;
}

GitHash hash_at(std::string_view bytes, std::size_t at, std::size_t size) {
  GitHash out;
  out.size = size;
  std::memcpy(out.bytes.data(), bytes.data() + at, size);
  return out;
}

}  // namespace

std::string GitHash::hex() const {
  constexpr char k_digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(k_digits[bytes[i] >> 4]);
    out.push_back(k_digits[bytes[i] & 15]);
  }
  return out;
}

base::Result<GitIndex> GitIndex::parse(std::string_view bytes, std::size_t hash_size) {
  if (bytes.size() > k_bytes_max) return base::fail(Code::too_big, "git's index is over 256 MiB");
  if (bytes.size() < 12 + hash_size || !bytes.starts_with("DIRC")) return broken(0, "no index");
  const std::uint32_t version = number_at(bytes, 4);
  if (version < 2 || version > 4)
    return base::fail(Code::unsupported, "git's index has version " + std::to_string(version));
  const std::uint32_t count = number_at(bytes, 8);
  const std::size_t end = bytes.size() - hash_size;  // of entries and extensions
  const std::size_t least = k_stat_size + hash_size + 2;
  if (count > (end - 12) / least) return broken(8, "more entries than bytes");

  GitIndex out;
  out.items_.reserve(count);
  std::string name;
  std::size_t at = 12;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t begin = at;
    if (end - at < least) return broken(at, "an entry is cut off");
    Item item;
    item.entry.mtime_s = number_at(bytes, at + 8);
    item.entry.mtime_ns = number_at(bytes, at + 12);
    item.entry.mode = number_at(bytes, at + 24);
    item.entry.size = number_at(bytes, at + 36);
    item.entry.hash = hash_at(bytes, at + k_stat_size, hash_size);
    at += k_stat_size + hash_size;
    const std::uint16_t flags = flags_at(bytes, at);
    at += 2;
    item.entry.stage = static_cast<std::uint8_t>((flags >> 12) & 3);
    item.entry.marks = flags & 0x8000u;
    if ((flags & 0x4000) != 0) {
      if (version < 3) return broken(at - 2, "extended flags in version 2");
      if (end - at < 2) return broken(at, "an entry is cut off");
      item.entry.marks |= static_cast<std::uint32_t>(flags_at(bytes, at)) << 16;
      at += 2;
    }
    std::size_t kept = 0;
    if (version == 4) {
      const auto dropped = varint(bytes, at, end);
      if (!dropped || *dropped > name.size()) return broken(at, "a name drops more than there is");
      kept = name.size() - *dropped;
    }
    const std::size_t stop = bytes.substr(0, end).find('\0', at);
    if (stop == std::string_view::npos) return broken(at, "a name has no end");
    if (kept + (stop - at) > k_path_max) return broken(at, "a name of more than 4096 bytes");
    name.resize(kept);
    name.append(bytes.substr(at, stop - at));
    if (version == 4) {
      at = stop + 1;
    } else {
      const std::size_t size = stop - begin;
      at = begin + (size / 8 + 1) * 8;
      if (at > end) return broken(stop, "an entry is cut off");
    }
    if (out.paths_.size() + name.size() > k_paths_max)
      return base::fail(Code::too_big, "the names of git's index are over 512 MiB");
    item.path_at = static_cast<std::uint32_t>(out.paths_.size());
    item.path_size = static_cast<std::uint32_t>(name.size());
    out.paths_ += name;
    // An entry without a name stands for one of the shared index.
    if (!name.empty()) out.items_.push_back(item);
  }
  TRY_DO(out.read_extensions(bytes.substr(0, end), at, hash_size));
  out.sort();
  return out;
}

base::Result<> GitIndex::read_extensions(std::string_view bytes, std::size_t at,
                                         std::size_t hash_size) {
  while (at < bytes.size()) {
    if (bytes.size() - at < 8) return broken(at, "an extension is cut off");
    const std::string_view kind = bytes.substr(at, 4);
    const std::size_t size = number_at(bytes, at + 4);
    at += 8;
    if (size > bytes.size() - at) return broken(at - 4, "an extension is cut off");
    if (kind == "link") {
      if (size < hash_size) return broken(at, "a link without a hash");
      const GitHash hash = hash_at(bytes, at, hash_size);
      if (hash != GitHash{{}, hash_size}) shared_ = "sharedindex." + hash.hex();
    } else if (kind != "sdir" && (kind[0] < 'A' || kind[0] > 'Z')) {
      return base::fail(Code::unsupported, "git's index has an extension that plumb does not know");
    }
    at += size;
  }
  return {};
}

void GitIndex::sort() {
  const auto before = [this](const Item& a, const Item& b) {
    const int order = path(a).compare(path(b));
    return order != 0 ? order < 0 : a.entry.stage < b.entry.stage;
  };
  // Git writes them in order; a file that says otherwise is not worth a refusal.
  if (!std::is_sorted(items_.begin(), items_.end(), before))
    std::sort(items_.begin(), items_.end(), before);
}

std::vector<GitIndex::Item>::const_iterator GitIndex::first_not_below(std::string_view wanted) const {
  return std::lower_bound(items_.begin(), items_.end(), wanted,
                          [this](const Item& item, std::string_view p) { return path(item) < p; });
}

std::string_view GitIndex::path(std::size_t number) const { return path(items_[number]); }

std::string GitIndex::meaning() const {
  if (!shared_.empty()) return std::string();
  text::Sha256 sum;
  for (const Item& item : items_) {
    const GitEntry& entry = item.entry;
    sum.add(path(item));
    const std::string rest = '\0' + std::to_string(entry.mode) + ' ' + std::to_string(entry.stage) + ' ' +
                             std::to_string(entry.marks) + ' ' + entry.hash.hex() + '\n';
    sum.add(rest);
  }
  return sum.hex();
}

std::vector<GitEntry> GitIndex::find(std::string_view wanted) const {
  std::vector<GitEntry> out;
  for (auto it = first_not_below(wanted); it != items_.end() && path(*it) == wanted; ++it) {
    out.push_back(it->entry);
    if (out.size() == 4) break;  // stages 0 to 3
  }
  return out;
}

bool GitIndex::has_below(std::string_view folder) const {
  if (folder.empty()) return !items_.empty();
  const std::string prefix = std::string(folder) + "/";
  const auto it = first_not_below(prefix);
  return it != items_.end() && path(*it).starts_with(prefix);
}

}  // namespace workspace
