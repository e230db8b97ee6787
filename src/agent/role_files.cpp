#include "agent/role_files.h"

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "front_matter.h"
#include "text/utf8.h"
#include "text_places.h"

namespace agent {

namespace {

constexpr std::size_t k_description_max = 1024;
constexpr std::size_t k_prompt_max = std::size_t{32} << 10;
/// Names of tools that change something, as such files have them.
constexpr std::array<std::string_view, 10> k_changing = {"Bash", "Edit", "MultiEdit", "Write", "NotebookEdit", "*", "shell", "edit", "write", "apply_patch"};

/// "Read, Grep(src/**)": whether anything that is named changes something. Naming nothing is having all.
bool names_only_reading(std::string_view tools) {
  if (tools.empty()) return false;
  for (const auto each : k_changing) {
    for (auto at = tools.find(each); at != std::string_view::npos; at = tools.find(each, at + 1)) {
      const auto end = at + each.size();
      const bool begins = at == 0 || tools[at - 1] == ' ' || tools[at - 1] == ',';
      const bool ends = end == tools.size() || tools[end] == ' ' || tools[end] == ',' || tools[end] == '(';
      if (begins && ends) return false;
    }
  }
  return true;
}

base::Result<RoleFile> read_role(const std::string& path) {
  TRY(const auto text, base::read_file(path, k_prompt_max));
  TRY(const auto front, read_front_matter(text));
  RoleFile out;
  const auto file = base::file_name(path);
  out.name = front.get("name").empty() ? std::string(file.substr(0, file.size() - 3)) : std::string(front.get("name"));
  out.description = one_line(front.get("description"), k_description_max);
  out.prompt = text::to_valid_utf8(front.body);
  out.model = one_line(front.get("model"), k_text_name_max);
  out.path = path;
  out.is_read_only = names_only_reading(front.get("tools"));
  if (!is_text_name(out.name)) return base::fail(base::Code::invalid, "name: letters, digits, - and _, at most " + std::to_string(k_text_name_max));
  if (out.description.empty()) return base::fail(base::Code::invalid, "there is no description, by which the model would choose it");
  return out;
}

}  // namespace

std::vector<RoleFile> find_role_files(const SkillPlaces& places, std::vector<std::string>& problems) {
  std::vector<RoleFile> out;
  const auto has = [&](const std::string& name) { return std::any_of(out.begin(), out.end(), [&](const auto& one) { return one.name == name; }); };
  for (const char* family : k_families)
    for (const auto& folder : folders_of(places)) {
      const std::string agents = base::join(base::join(folder, family), "agents");
      for (const auto& file : names_in(agents)) {
        if (!file.ends_with(".md") || file.size() < 4 || out.size() == k_role_files_max) continue;
        auto role = read_role(base::join(agents, file));
        if (!role) {
          problems.push_back("the role of subagents in " + base::join(agents, file) + ": " + role.error().what);
          continue;
        }
        role->is_users = folder == places.home;
        if (!has(role->name)) out.push_back(*std::move(role));
      }
    }
  return out;
}

}  // namespace agent
