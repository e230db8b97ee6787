// Keys: environment first, then one file that nobody else may read.

#include <toml++/toml.h>

#include "base/file.h"
#include "base/private_file.h"
#include "base/try.h"
#include "llm/catalogue.h"

namespace llm {

static constexpr std::size_t k_credentials_max = 64 << 10;

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
  TRY(const std::string text, base::read_private_file(credentials_path, k_credentials_max));
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
