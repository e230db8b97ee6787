#include "version.h"

#include <algorithm>
#include <charconv>

Version parse_version(std::string_view text) {
  Version version;
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    version.tag = text.substr(dash + 1);
    text = text.substr(0, dash);
  }
  while (!text.empty()) {
    int part = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc()) break;
    version.parts.push_back(part);
    text.remove_prefix(end - text.data());
    if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  }
  return version;
}

static int part(const Version& version, std::size_t index) {
  return index < version.parts.size() ? version.parts[index] : 0;
}

int compare(const Version& a, const Version& b) {
  const std::size_t count = std::min(a.parts.size(), b.parts.size());
  for (std::size_t i = 0; i < count; ++i)
    if (part(a, i) != part(b, i)) return part(a, i) < part(b, i) ? -1 : 1;
  if (a.tag == b.tag) return 0;
  if (a.tag.empty()) return 1;
  if (b.tag.empty()) return -1;
  return a.tag < b.tag ? -1 : 1;
}

std::string newest(const std::vector<std::string>& versions) {
  const auto most = std::max_element(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
    return compare(parse_version(a), parse_version(b)) < 0;
  });
  return most == versions.end() ? "" : *most;
}
