#include "blob.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "journal/journal.h"
#include "text/sha256.h"

namespace journal {

static std::string blob_path(const std::string& dir, const std::string& name) {
  return base::join(base::join(dir, "blobs"), name);
}

base::Result<std::string> write_blob(const std::string& dir, std::string_view bytes, bool& fresh) {
  fresh = false;
  if (bytes.size() > k_blob_max)
    return base::fail(base::Code::too_big, "a blob of " + std::to_string(bytes.size()) +
                                               " bytes is larger than the limit of " +
                                               std::to_string(k_blob_max));
  const std::string name = text::sha256_hex(bytes);
  const std::string path = blob_path(dir, name);
  struct stat st {};
  // The size is compared because after a power cut a name can be there without its bytes.
  if (::lstat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode) &&
      static_cast<std::uint64_t>(st.st_size) == bytes.size())
    return name;
  auto done = base::write_file(path, bytes, 0600);
  if (!done && done.error().code == base::Code::not_found) {
    const std::string folder = base::join(dir, "blobs");
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
      return base::fail_errno("cannot make " + folder);
    done = base::write_file(path, bytes, 0600);
  }
  TRY_DO(std::move(done));
  fresh = true;
  return name;
}

base::Result<> sync_blob(const std::string& dir, const std::string& name) {
  const std::string path = blob_path(dir, name);
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return base::fail_errno("cannot sync " + path);
  return {};
}

base::Result<std::string> put_blob(const std::string& dir, std::string_view bytes) {
  bool fresh = false;
  return write_blob(dir, bytes, fresh);
}

base::Result<std::string> read_blob(const std::string& dir, const std::string& name) {
  // Names come from logs, and logs are data: only a hash may become part of a path.
  if (!text::is_sha256_hex(name))
    return base::fail(base::Code::invalid, "not the name of a blob: " + name.substr(0, 80));
  TRY(auto bytes, base::read_file(blob_path(dir, name), k_blob_max));
  if (text::sha256_hex(bytes) != name)
    return base::fail(base::Code::io, "the blob " + blob_path(dir, name) +
                                          " is damaged: its bytes do not have the hash in its name");
  return bytes;
}

}  // namespace journal
