#include "skill_tool.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/paths.h"
#include "json/json.h"
#include "text/cut.h"

namespace engine {

SkillTool::SkillTool(std::vector<agent::Skill> skills) : skills_(std::move(skills)) {
  std::erase_if(skills_, [](const agent::Skill& skill) { return skill.for_user_only; });
  spec_.name = "skill";
  spec_.description = "Loads the text of a skill by its name.";
  spec_.schema = R"({"type":"object","properties":{"name":{"type":"string"}},"required":["name"]})";
}

io::Task<tools::Output> SkillTool::run(std::string arguments, tools::Run) {
  const auto value = json::parse(arguments);
  if (!value) co_return tools::failed(value.error());
  const std::string name(json::string_or(json::find(*value, "name")));
  const auto named = std::find_if(skills_.begin(), skills_.end(), [&](const auto& skill) { return skill.name == name; });
  if (named == skills_.end()) {
    std::string names;
    for (const auto& skill : skills_) names += (names.empty() ? "" : ", ") + skill.name;
    co_return tools::failed({base::Code::not_found, "there is no skill '" + std::string(text::clip(name, 100)) + "'; there are: " + names});
  }
  auto text = agent::skill_text(*named);
  if (!text) co_return tools::failed(text.error());
  tools::Output out;
  out.title = "skill " + name;
  out.text = "The skill's files lie in " + base::parent(named->path) + "\n\n" + *text;
  if (out.text.size() > tools::k_output_max) {
    out.full = std::move(out.text);
    out.text = text::keep_ends(out.full, tools::k_output_max, "; read the rest with `read` from " + named->path);
  }
  co_return out;
}

}  // namespace engine
