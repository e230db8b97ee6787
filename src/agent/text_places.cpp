#include "text_places.h"

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace agent {

std::vector<std::string> folders_of(const SkillPlaces& places) {
  std::vector<std::string> out;
  for (std::string folder = places.cwd;; folder = base::parent(folder)) {
    out.push_back(folder);
    if (folder == places.root || folder == "/" || folder == ".") break;
  }
  if (!places.home.empty() && std::find(out.begin(), out.end(), places.home) == out.end()) out.push_back(places.home);
  return out;
}

std::vector<std::string> names_in(const std::string& folder) {
  auto names = base::list_dir(folder);   // most places have none
  return names ? *std::move(names) : std::vector<std::string>();
}

bool is_text_name(std::string_view name) {
  return !name.empty() && name.size() <= k_text_name_max && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string out = text::to_valid_utf8(text::clip(text, limit));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

}  // namespace agent
