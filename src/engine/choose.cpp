#include "choose.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.h"
#include "engine/models.h"
#include "journal/journal.h"
#include "llm/probe.h"
#include "repair/task.h"
#include "secrets.h"

namespace engine {

using base::Code;

namespace {

base::Result<llm::Catalogue> load_catalogue(const Settings& settings) {
  auto catalogue = llm::Catalogue::load(settings.config_text);
  if (!catalogue) return base::with(std::move(catalogue).error(), settings.config_path);
  return catalogue;
}

std::string join_names(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : " or ") + name;
  return out;
}

/// Where the key of `provider` was found, for people; empty if there is none.
struct Found {
  std::string key, why;
};
base::Result<Found> look_for_key(const llm::Provider& provider, const Settings& settings) {
  Found found;
  TRY(auto key, llm::find_key(provider, settings.env, settings.credentials_path));
  if (!key) return found;
  found.key = *std::move(key);
  found.why = "key in the credentials file";
  for (const auto& name : provider.key_env)
    if (settings.env.get(name) == found.key) found.why = "key in " + name;
  return found;
}

llm::ModelInfo builtin_info() {
  llm::ModelInfo info;
  info.provider = "builtin";
  info.id = "builtin";
  info.wire = "builtin";
  info.price_in = info.price_cached = info.price_cache_write = info.price_out = 0;
  return info;
}

base::Result<Choice> wire_choice(const llm::Provider& provider, llm::ModelInfo model,
                                 const Settings& settings) {
  Choice choice;
  TRY(auto found, look_for_key(provider, settings));
  if (found.key.empty() && provider.needs_key) {
    std::string where = join_names(provider.key_env);
    if (!where.empty()) where = "set " + where + ", or ";
    return base::fail(Code::unauthenticated, "no key for " + provider.name + ": " + where + "put `" +
                                                 provider.name + " = \"...\"` into " +
                                                 settings.credentials_path + " (mode 0600)");
  }
  choice.provider = provider;
  choice.info = std::move(model);
  choice.key = std::move(found.key);
  choice.why = found.why.empty() ? (provider.local ? "local server at " + provider.base_url
                                                   : "configured, needs no key")
                                 : found.why;
  return choice;
}

/// What is said of a provider that is there and of which no model is known.
std::string nameless(const llm::Provider& provider) {
  if (provider.local) return "a model that can call tools, of " + provider.name + " at " + provider.base_url + " (the server runs)";
  const std::string there = provider.needs_key ? "its key is there" : "it is configured";
  return "the name of a model of " + provider.name + " (" + there + "): --model " + provider.name + "/MODEL";
}

/// The first model that can be used without asking anything of the user.
base::Result<std::optional<Choice>> first_usable(const llm::Catalogue& catalogue,
                                                 const Settings& settings,
                                                 std::vector<std::string>& looked_for) {
  for (const auto& provider : catalogue.providers()) {
    if (provider.needs_key) {
      TRY(const auto found, look_for_key(provider, settings));
      if (found.key.empty()) {
        looked_for.push_back("a key for " + provider.name + " in " + join_names(provider.key_env));
        continue;
      }
    }
    if (provider.models.empty()) {
      looked_for.push_back(nameless(provider));
      continue;
    }
    TRY(auto choice, wire_choice(provider, provider.models.front(), settings));
    return choice;
  }
  return std::nullopt;
}

void note_local(std::vector<std::string>& looked_for) {
  looked_for.emplace_back(
      "a local server: Ollama, llama-server, LM Studio or vLLM on their usual loopback ports");
}

}  // namespace

bool is_about_tests(const std::string& task) {
  return repair::kind_of_task(task) == repair::TaskKind::tests;
}

static io::Task<base::Result<Choice>> choose(io::Loop& loop, io::HttpClient& http, Settings settings,
                                             llm::Catalogue catalogue, std::string name,
                                             std::string task, std::string cwd) {
  if (name.empty()) name = settings.model;
  Choice choice;
  if (name == "builtin" || name == "builtin/builtin") {
    choice.what = Choice::What::builtin;
    choice.info = builtin_info();
    choice.why = "built in: needs no key and no network";
    co_return choice;
  }
  if (name.starts_with("replay:")) {
    const std::string session = name.substr(7);
    CO_TRY(choice.replayed_dir, journal::find_session(settings.places.state, session, cwd));
    choice.what = Choice::What::replay;
    choice.why = "recorded session";
    co_return choice;
  }
  if (!name.empty()) {
    auto found = catalogue.find(name);
    if (!found && found.error().code == Code::not_found) {
      // Perhaps a model of a local server: only then is it worth looking.
      auto local = co_await llm::find_local(loop, http, settings.env);
      for (auto& provider : local) catalogue.add(std::move(provider));
      if (auto again = catalogue.find(name)) found = std::move(again);
    }
    if (!found) co_return base::fail(found.error());
    co_return wire_choice(*found->provider, found->model, settings);
  }
  std::vector<std::string> looked_for;
  CO_TRY(auto first, first_usable(catalogue, settings, looked_for));
  if (first) co_return *std::move(first);
  auto local = co_await llm::find_local(loop, http, settings.env);
  for (const auto& provider : local) {
    if (!provider.models.empty()) co_return wire_choice(provider, provider.models.front(), settings);
    looked_for.push_back(nameless(provider));
  }
  if (local.empty()) note_local(looked_for);
  std::string list;
  for (const auto& line : looked_for) list += "\n  - " + line;
  if (is_about_tests(task)) {
    choice.what = Choice::What::builtin;
    choice.info = builtin_info();
    choice.why = "no language model was found, and builtin may make failing tests pass. Looked for:" + list;
    co_return choice;
  }
  co_return base::fail(Code::unavailable,
                       "no model to use. Looked for:" + list +
                           "\nSet one of these keys, start a local server, or give --model. "
                           "For tasks about failing tests, --model builtin needs neither.");
}

static base::Result<std::vector<std::string>> names_in(const llm::Catalogue& catalogue, const Settings& settings) {
  std::vector<std::string> out;
  for (const auto& provider : catalogue.providers()) out.insert(out.end(), provider.key_env.begin(), provider.key_env.end());
  TRY(const auto secrets, read_secrets(settings.config_text, settings.config_path, settings.env));
  for (const auto& secret : secrets)
    if (!secret.variable.empty()) out.push_back(secret.variable);
  return out;
}

base::Result<std::vector<std::string>> key_names(const Settings& settings) {
  TRY(const auto catalogue, load_catalogue(settings));
  return names_in(catalogue, settings);
}

io::Task<base::Result<Choice>> choose_model(io::Loop& loop, io::HttpClient& http, Settings settings,
                                            std::string name, std::string task, std::string cwd) {
  CO_TRY(auto catalogue, load_catalogue(settings));
  CO_TRY(auto secret_names, names_in(catalogue, settings));
  CO_TRY(auto choice, co_await choose(loop, http, std::move(settings), std::move(catalogue),
                                      std::move(name), std::move(task), std::move(cwd)));
  choice.secret_names = std::move(secret_names);
  co_return choice;
}

base::Result<llm::Provider> provider_named(const Settings& settings, const std::string& name) {
  TRY(const auto catalogue, load_catalogue(settings));
  for (const auto& provider : catalogue.providers())
    if (provider.name == name) return provider;
  llm::Provider provider;
  provider.name = name;
  return provider;
}

base::Result<std::unique_ptr<llm::Model>> open_wire(io::HttpClient& http, const Choice& choice,
                                                    const Settings& settings, llm::Tape* tape) {
  llm::WireOptions options;
  options.key = choice.key;
  if (!choice.key.empty()) options.key_from = choice.why;
  options.tape = tape;
  options.idle_timeout = io::Millis(settings.idle_timeout_ms);
  const auto scaled = [&](io::Millis wait) {
    return io::Millis(static_cast<std::int64_t>(static_cast<double>(wait.count()) * settings.retry_scale));
  };
  options.backoff_start = scaled(options.backoff_start);
  options.backoff_max = scaled(options.backoff_max);
  return llm::make_model(http, choice.provider, choice.info, std::move(options));
}

static bool lists(const std::vector<llm::ModelInfo>& models, const std::string& id) {
  return std::any_of(models.begin(), models.end(), [&](const llm::ModelInfo& model) { return model.id == id; });
}

io::Task<base::Result<ModelList>> list_models(io::Loop& loop, Settings settings) {
  ModelList list;
  CO_TRY(auto catalogue, load_catalogue(settings));
  const auto http = io::make_http_client(loop, settings.env);
  for (auto& provider : co_await llm::find_local(loop, *http, settings.env))
    catalogue.add(std::move(provider));
  std::string wanted = settings.model;   // as an alias, an id or a provider's name: which model is it?
  if (const auto found = catalogue.find(wanted)) wanted = found->provider->name + "/" + found->model.id;
  bool any_local = false;
  for (const auto& provider : catalogue.providers()) {
    CO_TRY(const auto found, look_for_key(provider, settings));
    if (provider.needs_key && found.key.empty()) {
      list.looked_for.push_back("a key for " + provider.name + " in " + join_names(provider.key_env));
      continue;
    }
    any_local = any_local || provider.local;
    auto models = provider.models;
    // A model that the table does not know can be the default all the same.
    if (const auto own = catalogue.find(wanted); own && own->provider == &provider && !lists(models, own->model.id))
      models.push_back(own->model);
    if (models.empty()) list.looked_for.push_back(nameless(provider));
    for (const auto& model : models) {
      UsableModel usable;
      usable.name = provider.name + "/" + model.id;
      usable.window = model.window;
      usable.price_in = model.price_in;
      usable.price_out = model.price_out;
      usable.why = !found.why.empty() ? found.why
                   : provider.local   ? "local server at " + provider.base_url
                                      : "configured, needs no key";
      usable.is_default = settings.model.empty() ? list.usable.empty() : wanted == usable.name;
      list.usable.push_back(std::move(usable));
    }
  }
  if (!any_local) note_local(list.looked_for);
  UsableModel builtin;
  builtin.name = "builtin";
  builtin.price_in = builtin.price_out = 0;
  builtin.why = "built in, no language model: makes failing tests pass by small edits";
  builtin.is_default = settings.model == "builtin" || (settings.model.empty() && list.usable.empty());
  list.usable.push_back(std::move(builtin));
  co_return list;
}

static std::string in_words(const llm::ModelInfo& model) {
  std::string out;
  if (model.window > 0) out += std::to_string(model.window / 1000) + "k tokens";
  if (model.price_in >= 0 && model.price_out >= 0)
    out += fmt::format("{}${:g} in, ${:g} out a million", out.empty() ? "" : ", ", model.price_in, model.price_out);
  return out;
}

io::Task<base::Result<>> check_model(io::Loop& loop, Settings settings, std::string name, std::string cwd) {
  const auto http = io::make_http_client(loop, settings.env);
  CO_TRY(const auto choice, co_await choose_model(loop, *http, settings, std::move(name), "", std::move(cwd)));
  (void)choice;
  co_return base::Result<>();
}

base::Result<std::vector<KnownModel>> known_models(const Settings& settings) {
  TRY(const auto catalogue, load_catalogue(settings));
  std::vector<KnownModel> out;
  for (const auto& provider : catalogue.providers()) {
    TRY(const auto found, look_for_key(provider, settings));
    for (const auto& model : provider.models) {
      KnownModel known;
      known.name = provider.name + "/" + model.id;
      known.usable = !provider.needs_key || !found.key.empty();
      known.images = model.images;
      known.what = in_words(model);
      const std::string why = known.usable ? (found.why.empty() ? "needs no key" : found.why)
                                           : "no key in " + join_names(provider.key_env);
      known.what += (known.what.empty() ? "" : "; ") + why;
      out.push_back(std::move(known));
    }
  }
  out.push_back({"builtin", "no language model: makes failing tests pass by small edits", true, false});
  return out;
}

io::Task<base::Result<std::vector<ProbeLine>>> probe_model(io::Loop& loop, Settings settings,
                                                           std::string name) {
  const auto http = io::make_http_client(loop, settings.env);
  CO_TRY(const auto choice, co_await choose_model(loop, *http, settings, name, "", ""));
  std::vector<ProbeLine> lines;
  if (choice.what != Choice::What::wire) {
    lines.push_back({"model", name + " needs no network: nothing to probe", true});
    co_return lines;
  }
  CO_TRY(const auto model, open_wire(*http, choice, settings, nullptr));
  for (auto& result : co_await llm::probe(*model)) lines.push_back({result.what, result.detail, result.ok});
  co_return lines;
}

}  // namespace engine
