#pragma once
// From a name to a model that can be asked.

#include <memory>
#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/http.h"
#include "llm/catalogue.h"

namespace engine {

struct Choice {
  enum class What { wire, builtin, replay };
  What what = What::wire;
  llm::Provider provider;        ///< of What::wire; of a replay: the one that was recorded, if known
  llm::ModelInfo info;
  std::string key;               ///< never leaves memory but in a request's header
  std::string why;               ///< for people
  std::vector<std::string> secret_names;   ///< variables that may hold a key: no child sees them
  std::string replayed_dir;      ///< of What::replay: the recorded session's folder
  int replayed_rounds = 0;       ///< and how often a verdict went back to the model there
};

/// True if builtin, which can only make failing tests pass, has a chance with this task.
bool is_about_tests(const std::string& task);

/// The variables that may hold a provider's key, or one of [secrets]: no child sees them. Fails as those of the configuration do.
base::Result<std::vector<std::string>> key_names(const Settings& settings);

/// `name` "" = the configured model, else the first provider with a key, else a local server, else
/// builtin if the task is about failing tests. Fails with not_found (unknown name; nothing usable:
/// lists what was looked for), unauthenticated (the provider needs a key: names the variables).
io::Task<base::Result<Choice>> choose_model(io::Loop& loop, io::HttpClient& http, Settings settings,
                                            std::string name, std::string task, std::string cwd);

/// The provider of that name in the table or the configuration; else one that is only a name.
base::Result<llm::Provider> provider_named(const Settings& settings, const std::string& name);

/// Model behind a wire. `http` and `tape` must outlive it.
base::Result<std::unique_ptr<llm::Model>> open_wire(io::HttpClient& http, const Choice& choice,
                                                    const Settings& settings, llm::Tape* tape);

}  // namespace engine
