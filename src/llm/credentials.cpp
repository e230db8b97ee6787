// Keys: environment first, then one file that nobody else may read.

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

#include <cerrno>
#include <toml++/toml.h>

#include "base/file.h"
#include "base/try.h"
#include "llm/catalogue.h"

namespace llm {

static constexpr std::size_t k_credentials_max = 64 << 10;

static base::Result<std::string> read_private(const std::string& path) {
  const base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return base::fail_errno("cannot open " + path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return base::fail_errno("cannot look at " + path);
  if (!S_ISREG(status.st_mode)) return base::fail(base::Code::invalid, path + " is not a regular file");
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return base::fail(base::Code::denied, path + " belongs to another user; keys are not read from it");
  if ((status.st_mode & 077) != 0)
    return base::fail(base::Code::denied, path + " can be read by others; run: chmod 600 " + path);
  if (static_cast<std::size_t>(status.st_size) > k_credentials_max)
    return base::fail(base::Code::too_big, path + " is too big for a credentials file");
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const auto n = ::read(fd.get(), text.data() + have, text.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return base::fail_errno("cannot read " + path);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  text.resize(have);
  return text;
}

static std::string trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return std::string(text);
}

// A key goes into a header: a line break in it (a pasted file) would make two of one.
static base::Result<std::optional<std::string>> checked(std::string_view raw, const std::string& where) {
  std::string key = trimmed(raw);
  for (const char c : key)
    if (static_cast<unsigned char>(c) < 0x21 || static_cast<unsigned char>(c) > 0x7E)
      return base::fail(base::Code::invalid, "the key in " + where + " has characters that no key has (blanks, line breaks, quotes?)");
  if (key.empty()) return std::nullopt;
  return key;
}

base::Result<std::optional<std::string>> find_key(const Provider& provider, const base::Env& env,
                                                  const std::string& credentials_path) {
  for (const auto& name : provider.key_env)
    if (const auto value = env.get(name)) return checked(*value, name);
  if (credentials_path.empty() || !base::exists(credentials_path)) return std::nullopt;
  TRY(const std::string text, read_private(credentials_path));
  const auto parsed = toml::parse(text);
  // The parser's own words may quote the text, and with it a key: only the line is told.
  if (!parsed)
    return base::fail(base::Code::invalid, credentials_path + ", line " + std::to_string(parsed.error().source().begin.line) +
                                               ": not TOML; lines look like: openai = \"KEY\"");
  const auto node = parsed.table()[provider.name];
  if (!node) return std::nullopt;
  const auto value = node.value_exact<std::string>();
  if (!value) return base::fail(base::Code::invalid, credentials_path + ": " + provider.name + " is not a text in quotes");
  return checked(*value, credentials_path);
}

}  // namespace llm
