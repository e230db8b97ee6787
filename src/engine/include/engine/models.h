#pragma once
// Which models can be used here and now.

#include <string>
#include <vector>

#include "engine/settings.h"
#include "io/loop.h"

namespace engine {

struct UsableModel {
  std::string name;             ///< "anthropic/claude-...": what --model takes
  std::int64_t window = 0;      ///< tokens, 0 = not known
  double price_in = -1, price_out = -1;   ///< dollars for a million tokens, < 0 = not known
  std::string why;              ///< "key in ANTHROPIC_API_KEY", "local server at ...", "built in"
  bool is_default = false;
};

struct ModelList {
  std::vector<UsableModel> usable;
  std::vector<std::string> looked_for;   ///< what was looked for and not found, a line each
};

/// Looks at keys in the environment and the credentials file, and at local servers (0.3 s).
io::Task<base::Result<ModelList>> list_models(io::Loop& loop, Settings settings);

struct KnownModel {
  std::string name, what;       ///< what: window, price, why it can (not) be used
  bool usable = false, images = false;
};
/// All of the table and the configuration, without looking at servers: needs no network and no time. Fails with invalid
/// (the configuration), denied (the credentials file).
base::Result<std::vector<KnownModel>> known_models(const Settings& settings);

/// Whether a session in `cwd` could use it: what --model takes. Looks at local servers (0.3 s) only for a name that nothing else
/// has. Fails as the start of a session would: not_found, ambiguous, unauthenticated.
io::Task<base::Result<>> check_model(io::Loop& loop, Settings settings, std::string name, std::string cwd);

struct ProbeLine {
  std::string what, detail;
  bool ok = false;
};
/// Tests a model: streaming, a tool call, parallel tool calls, usage, context size. Costs a few
/// hundred tokens. Fails if it could not be asked at all.
io::Task<base::Result<std::vector<ProbeLine>>> probe_model(io::Loop& loop, Settings settings,
                                                           std::string name);

}  // namespace engine
