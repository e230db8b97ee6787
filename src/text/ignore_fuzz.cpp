// Any ignore file, any path: no crash, no endless match, and a path matches itself when escaped.
#include <cstdint>
#include <cstdlib>

#include "text/ignore.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t border = std::min(input.find('\0'), input.size());
  const std::string_view patterns = input.substr(0, border);
  const std::string_view path = input.substr(std::min(border + 1, input.size()));
  const auto file = text::IgnoreFile::parse(patterns);
  (void)file.check(path, text::Entry::file);
  (void)file.check(path, text::Entry::folder);
  const auto rules = text::IgnoreRules().enter("", {patterns, patterns, patterns, true});
  (void)rules.ignores_below(path, text::Entry::file);
  std::string escaped;
  for (const char c : path) {
    if (text::has_wildcard(std::string_view(&c, 1))) escaped.push_back('\\');
    escaped.push_back(c);
  }
  if (!text::Glob(escaped).matches(path)) std::abort();
  return 0;
}
