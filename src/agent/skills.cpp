#include "agent/skills.h"

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "front_matter.h"
#include "text_places.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace agent {

namespace {

constexpr std::size_t k_description_max = 1024;
constexpr std::size_t k_nested_max = 3;   // folders of commands in each other

base::Result<Skill> read_skill(const std::string& folder) {
  const std::string path = base::join(folder, "SKILL.md");
  TRY(const auto text, base::read_file(path, k_skill_text_max));
  TRY(const auto front, read_front_matter(text));
  Skill skill{std::string(front.get("name")), one_line(front.get("description"), k_description_max), path,
              front.is_true("disable-model-invocation")};
  if (skill.name.empty()) skill.name = base::file_name(folder);
  if (!is_text_name(skill.name))
    return base::fail(base::Code::invalid, "name: letters, digits, - and _, at most " + std::to_string(k_text_name_max));
  if (skill.description.empty()) return base::fail(base::Code::invalid, "there is no description, by which the model would choose it");
  return skill;
}

template <class T>
bool has(const std::vector<T>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const T& one) { return one.name == name; });
}

void add_commands(const std::string& folder, const std::string& prefix, std::size_t depth, std::vector<Command>& found,
                  std::vector<std::string>& problems) {
  for (const auto& file : names_in(folder)) {
    const std::string path = base::join(folder, file);
    if (base::is_dir(path) && depth < k_nested_max) add_commands(path, prefix + file + ":", depth + 1, found, problems);
    if (!file.ends_with(".md") || found.size() >= k_skills_max) continue;
    const std::string name = prefix + file.substr(0, file.size() - 3);
    if (!is_text_name(name) || has(found, name)) continue;
    const auto text = base::read_file(path, k_skill_text_max);
    const auto front = text ? read_front_matter(*text) : base::Result<FrontMatter>(base::fail(text.error()));
    if (!front) {
      problems.push_back("command " + path + ": " + front.error().what);
      continue;
    }
    std::string description(front->get("description"));
    if (description.empty()) description = front->body.substr(0, std::min(front->body.find('\n'), front->body.size()));
    found.push_back({name, one_line(description, k_description_max), path});
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string filled_in(std::string_view text, const std::string& arguments) {
  constexpr std::string_view k_all = "$ARGUMENTS";
  const auto words = words_of(arguments);
  std::string out;
  bool used = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(k_all)) {
      out += arguments;
      i += k_all.size();
      used = true;
    } else if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
      const auto n = static_cast<std::size_t>(text[i + 1] - '1');
      if (n < words.size()) out += words[n];
      i += 2;
      used = true;
    } else {
      out += text[i++];
    }
  }
  if (!used && !arguments.empty()) out += (out.ends_with('\n') ? "\n" : "\n\n") + arguments + "\n";
  return out;
}

base::Result<std::string> body_of(const std::string& path) {
  TRY(const auto text, base::read_file(path, k_skill_text_max));
  TRY(const auto front, read_front_matter(text));
  return text::to_valid_utf8(front.body);
}

}  // namespace

std::vector<Skill> find_skills(const SkillPlaces& places, std::vector<std::string>& problems) {
  std::vector<Skill> found;
  for (const char* family : k_families)
    for (const auto& folder : folders_of(places)) {
      const std::string skills = base::join(base::join(folder, family), "skills");
      for (const auto& name : names_in(skills)) {
        const std::string where = base::join(skills, name);
        if (found.size() >= k_skills_max || !base::exists(base::join(where, "SKILL.md"))) continue;
        auto skill = read_skill(where);
        if (!skill) {
          problems.push_back("skill " + base::join(where, "SKILL.md") + ": " + skill.error().what);
        } else if (!has(found, skill->name)) {
          found.push_back(*std::move(skill));
        }
      }
    }
  std::sort(found.begin(), found.end(), [](const Skill& a, const Skill& b) { return a.name < b.name; });
  return found;
}

base::Result<std::string> skill_text(const Skill& skill) { return body_of(skill.path); }

std::string skills_prompt(const std::vector<Skill>& skills) {
  std::string out;
  std::size_t left_out = 0;
  for (const auto& skill : skills) {
    if (skill.for_user_only) continue;
    const std::string line = "- " + skill.name + ": " + skill.description + "\n";
    if (out.size() + line.size() > k_skills_told_max) {
      ++left_out;
    } else {
      out += line;
    }
  }
  if (out.empty()) return out;
  if (left_out > 0) out += "(" + std::to_string(left_out) + " more)\n";
  return "\n# Skills\nWhen one fits the task, load it with the tool `skill` before you begin.\n" + out;
}

std::vector<Command> find_commands(const SkillPlaces& places, const std::string& config_dir,
                                   std::vector<std::string>& problems) {
  std::vector<Command> found;
  for (const char* family : k_families)
    for (const auto& folder : folders_of(places)) {
      if (folder == places.home && !config_dir.empty()) add_commands(base::join(config_dir, "commands"), "", 0, found, problems);
      add_commands(base::join(base::join(folder, family), "commands"), "", 0, found, problems);
    }
  std::sort(found.begin(), found.end(), [](const Command& a, const Command& b) { return a.name < b.name; });
  return found;
}

base::Result<std::string> expand_command(const std::string& prompt, const std::vector<Command>& commands,
                                         const std::vector<Skill>& skills) {
  if (!prompt.starts_with('/')) return prompt;
  const auto end = std::min(prompt.find_first_of(" \t\r\n"), prompt.size());
  const std::string name = prompt.substr(1, end - 1);
  const auto from = std::min(prompt.find_first_not_of(" \t\r\n", end), prompt.size());
  const std::string arguments = prompt.substr(from);
  for (const auto& command : commands) {
    if (command.name != name) continue;
    TRY(const auto body, body_of(command.path));
    return filled_in(body, arguments);
  }
  for (const auto& skill : skills) {
    if (skill.name != name) continue;
    TRY(const auto body, body_of(skill.path));
    return filled_in("Follow the skill `" + name + "` (its files lie in " + base::parent(skill.path) + "):\n\n" + body, arguments);
  }
  return prompt;
}

}  // namespace agent
