#include "engine/person.h"

#include "agent/prompt.h"
#include "agent/skills.h"
#include "base/try.h"
#include "code/walk.h"
#include "llm/catalogue.h"
#include "tools/shell.h"

namespace engine {

std::vector<UserText> named_texts(const Settings& settings, const std::string& cwd) {
  const agent::SkillPlaces places{cwd, agent::project_root(cwd), std::string(settings.env.get("HOME").value_or(""))};
  std::vector<std::string> left_to_the_session;
  std::vector<UserText> out;
  for (auto& one : agent::find_commands(places, settings.places.config, left_to_the_session))
    out.push_back({std::move(one.name), std::move(one.description)});
  for (auto& one : agent::find_skills(places, left_to_the_session)) out.push_back({std::move(one.name), std::move(one.description)});
  return out;
}

base::Result<std::vector<std::string>> project_files(const std::string& cwd, std::stop_token stop) {
  TRY(auto walk, code::walk(cwd, {}, std::move(stop)));
  std::vector<std::string> out;
  out.reserve(walk.entries.size());
  for (auto& entry : walk.entries) out.push_back(std::move(entry.path));
  return out;
}

base::Env env_for_commands(const Settings& settings) {
  std::vector<std::string> secrets;
  if (const auto catalogue = llm::Catalogue::load(settings.config_text))
    for (const auto& provider : catalogue->providers()) secrets.insert(secrets.end(), provider.key_env.begin(), provider.key_env.end());
  return tools::shell_env(settings.env, secrets);
}

}  // namespace engine
