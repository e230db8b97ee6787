// The built-in table and the user's own are the same TOML, read by the same code, one on top of
// the other: what a user sets wins member by member, models by id.

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <toml++/toml.h>

#include "base/try.h"
#include "text/distance.h"
#include "llm/catalogue.h"

namespace llm {
namespace {

using base::Code;

constexpr const char* k_builtin =
#include "embed/catalogue.toml.inc"
    ;

class Mistakes {
 public:
  void add(const toml::node& node, const std::string& what) {
    if (!first_) first_ = base::Error{Code::invalid, "config, line " + std::to_string(node.source().begin.line) + ": " + what};
  }
  [[nodiscard]] base::Result<> result() const {
    if (first_) return base::fail(*first_);
    return {};
  }

 private:
  std::optional<base::Error> first_;
};

// Reads the members of one table into fields; what is left over was mistyped.
class Members {
 public:
  Members(const toml::table& table, std::string where, Mistakes& mistakes)
      : table_(table), where_(std::move(where)), mistakes_(mistakes) {}

  void text(const char* key, std::string& out) {
    if (const auto* node = take(key)) {
      if (const auto value = node->value_exact<std::string>()) out = *value;
      else mistake(*node, key, "a text in quotes");
    }
  }
  void flag(const char* key, bool& out) {
    if (const auto* node = take(key)) {
      if (const auto value = node->value_exact<bool>()) out = *value;
      else mistake(*node, key, "true or false");
    }
  }
  void count(const char* key, std::int64_t& out) {
    if (const auto* node = take(key)) {
      const auto value = node->value_exact<std::int64_t>();
      if (value && *value >= 0) out = *value;
      else mistake(*node, key, "a number of tokens");
    }
  }
  void price(const char* key, double& out) {
    if (const auto* node = take(key)) {
      const auto value = node->value<double>();
      if (value && node->is_number()) out = *value;
      else mistake(*node, key, "dollars for a million tokens");
    }
  }
  void texts(const char* key, std::vector<std::string>& out) {
    const auto* node = take(key);
    if (node == nullptr) return;
    if (const auto one = node->value_exact<std::string>()) {
      out = {*one};
      return;
    }
    const auto* array = node->as_array();
    if (array == nullptr) return mistake(*node, key, "a list of texts");
    out.clear();
    for (const auto& entry : *array) {
      if (const auto value = entry.value_exact<std::string>()) out.push_back(*value);
      else mistake(entry, key, "a list of texts");
    }
  }
  const toml::table* table(const char* key) {
    const auto* node = take(key);
    if (node != nullptr && !node->is_table()) mistake(*node, key, "a table");
    return node == nullptr ? nullptr : node->as_table();
  }
  const toml::array* array(const char* key) {
    const auto* node = take(key);
    if (node != nullptr && !node->is_array()) mistake(*node, key, "a list of tables");
    return node == nullptr ? nullptr : node->as_array();
  }
  /// To be called last.
  void no_others() {
    for (const auto& [key, node] : table_)
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end())
        mistakes_.add(node, where_ + ": unknown setting \"" + std::string(key.str()) + "\"");
  }

 private:
  const toml::node* take(const char* key) {
    known_.emplace_back(key);
    return table_.get(key);
  }
  void mistake(const toml::node& node, const char* key, const char* wanted) {
    mistakes_.add(node, where_ + "." + key + ": expected " + wanted);
  }

  const toml::table& table_;
  std::string where_;
  Mistakes& mistakes_;
  std::vector<std::string> known_;
};

void read_model(const toml::table& table, const std::string& where, Mistakes& mistakes, ModelInfo& out) {
  Members members(table, where, mistakes);
  members.text("id", out.id);
  members.text("wire", out.wire);
  members.count("window", out.window);
  members.count("output_max", out.output_max);
  members.price("price_in", out.price_in);
  members.price("price_cached", out.price_cached);
  members.price("price_cache_write", out.price_cache_write);
  members.price("price_out", out.price_out);
  members.flag("images", out.images);
  members.flag("reasoning", out.reasoning);
  members.text("edit_tool", out.edit_tool);
  members.flag("freeform", out.freeform);
  members.text("thinking", out.thinking);
  members.no_others();
}

void read_compat(const toml::table& table, const std::string& where, Mistakes& mistakes, Compat& out) {
  Members members(table, where, mistakes);
  members.flag("developer_role", out.developer_role);
  members.flag("store", out.store);
  members.flag("reasoning_effort", out.reasoning_effort);
  members.flag("usage_in_streaming", out.usage_in_streaming);
  members.text("max_tokens_field", out.max_tokens_field);
  members.flag("tool_result_name", out.tool_result_name);
  members.flag("assistant_after_tool_result", out.assistant_after_tool_result);
  members.flag("thinking_as_text", out.thinking_as_text);
  members.text("thinking_format", out.thinking_format);
  members.flag("strict_tools", out.strict_tools);
  members.flag("reasoning_in_history", out.reasoning_in_history);
  members.flag("reasoning_in_every_turn", out.reasoning_in_every_turn);
  members.flag("cache_key", out.cache_key);
  members.flag("cache_control", out.cache_control);
  members.flag("tool_stream", out.tool_stream);
  members.flag("nine_char_ids", out.nine_char_ids);
  members.no_others();
}

void read_headers(const toml::table& table, const std::string& where, Mistakes& mistakes, io::Headers& out) {
  for (const auto& [key, node] : table) {
    const auto value = node.value_exact<std::string>();
    if (!value) {
      mistakes.add(node, where + ".headers: expected a text in quotes");
      continue;
    }
    std::erase_if(out, [&, name = key.str()](const auto& header) { return header.first == name; });
    out.emplace_back(key.str(), *value);
  }
}

void read_models(const toml::array& list, const std::string& where, Mistakes& mistakes, Provider& out) {
  for (const auto& node : list) {
    const auto* table = node.as_table();
    if (table == nullptr) {
      mistakes.add(node, where + ".models: expected { id = \"...\", ... }");
      continue;
    }
    const auto id = (*table)["id"].value<std::string>().value_or("");
    if (id.empty()) mistakes.add(node, where + ".models: a model without id");
    const auto known = std::find_if(out.models.begin(), out.models.end(), [&](const ModelInfo& model) { return model.id == id; });
    ModelInfo model = known == out.models.end() ? out.defaults : *known;
    read_model(*table, where + ".models", mistakes, model);
    if (known == out.models.end()) out.models.push_back(std::move(model));
    else *known = std::move(model);
  }
}

void read_provider(const toml::table& table, const toml::node& node, Mistakes& mistakes, Provider& out) {
  const std::string where = "providers." + out.name;
  Members members(table, where, mistakes);
  members.text("wire", out.wire);
  members.text("base_url", out.base_url);
  members.texts("key_env", out.key_env);
  members.text("key_header", out.key_header);
  out.needs_key = !out.key_env.empty();
  members.flag("needs_key", out.needs_key);
  members.flag("local", out.local);
  members.text("prices_as_of", out.prices_as_of);
  if (const auto* compat = members.table("compat")) read_compat(*compat, where + ".compat", mistakes, out.compat);
  if (const auto* headers = members.table("headers")) read_headers(*headers, where, mistakes, out.headers);
  if (const auto* defaults = members.table("defaults")) read_model(*defaults, where + ".defaults", mistakes, out.defaults);
  if (const auto* models = members.array("models")) read_models(*models, where, mistakes, out);
  members.no_others();
  if (out.wire.empty()) out.wire = "chat";
  if (out.wire != "responses" && out.wire != "chat" && out.wire != "messages")
    mistakes.add(node, where + ".wire: there are \"responses\", \"chat\" and \"messages\"");
  if (out.base_url.empty()) mistakes.add(node, where + ": base_url is missing (the address up to and without /chat/completions)");
}

constexpr std::size_t k_name_max = 200;

std::string near_misses(const std::vector<Provider>& providers, const std::map<std::string, std::string>& aliases,
                        const std::string& name) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  const auto rank = [&](std::string_view candidate, const std::string& shown) {
    const bool contains = name.size() >= 3 && candidate.find(name) != std::string_view::npos;
    const auto d = contains ? 0 : text::edit_distance(name.substr(0, k_name_max), candidate.substr(0, k_name_max));
    if (d <= 2 + name.size() / 4) ranked.emplace_back(d, shown);
  };
  for (const auto& [alias, target] : aliases) rank(alias, alias);
  for (const auto& provider : providers) {
    rank(provider.name, provider.name + "/...");
    for (const auto& model : provider.models) {
      const std::string full = provider.name + "/" + model.id;
      rank(name.find('/') == std::string::npos ? std::string_view(model.id) : std::string_view(full), full);
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string out;
  for (std::size_t i = 0; i < ranked.size() && i < 3; ++i) out += (i == 0 ? "; near: " : ", ") + ranked[i].second;
  return out;
}

// The edit tool a model was trained on, for models that nobody described.
std::string edit_tool_of(std::string_view id) {
  for (const std::string_view family : {"gpt-5", "gpt-4.1", "gpt-oss", "codex", "o3", "o4-mini"})
    if (id.find(family) != std::string_view::npos) return "apply_patch";
  return "edit";
}

ModelInfo completed(const Provider& provider, ModelInfo model) {
  model.provider = provider.name;
  if (model.wire.empty()) model.wire = provider.wire;
  if (model.edit_tool.empty()) model.edit_tool = edit_tool_of(model.id);
  if (model.price_cached < 0 && provider.local) model.price_in = model.price_cached = model.price_cache_write = model.price_out = 0;
  return model;
}

}  // namespace

base::Result<Catalogue> Catalogue::load(const std::string& config_toml) {
  Catalogue out;
  const std::string texts[] = {k_builtin, config_toml};
  for (const auto& text : texts) {
    const auto parsed = toml::parse(text);
    if (!parsed)
      return base::fail(Code::invalid, "config, line " + std::to_string(parsed.error().source().begin.line) + ": " +
                                           std::string(parsed.error().description()));
    Mistakes mistakes;
    if (const auto* providers = parsed.table()["providers"].as_table()) {
      for (const auto& [key, node] : *providers) {
        const auto* table = node.as_table();
        if (table == nullptr) {
          mistakes.add(node, "providers." + std::string(key.str()) + ": expected a table");
          continue;
        }
        Provider provider;
        provider.name = key.str();
        for (const auto& known : out.providers_)
          if (known.name == provider.name) provider = known;
        read_provider(*table, node, mistakes, provider);
        out.add(std::move(provider));
      }
    }
    if (const auto* aliases = parsed.table()["aliases"].as_table()) {
      for (const auto& [key, node] : *aliases) {
        if (const auto value = node.value_exact<std::string>()) out.aliases_[std::string(key.str())] = *value;
        else mistakes.add(node, "aliases: expected name = \"provider/model\"");
      }
    }
    TRY_DO(mistakes.result());
  }
  return out;
}

void Catalogue::add(Provider provider) {
  for (auto& model : provider.models) model = completed(provider, std::move(model));
  const auto known = std::find_if(providers_.begin(), providers_.end(),
                                  [&](const Provider& other) { return other.name == provider.name; });
  if (known == providers_.end()) providers_.push_back(std::move(provider));
  else *known = std::move(provider);
}

base::Result<Catalogue::Choice> Catalogue::find(const std::string& name) const {
  if (name.empty()) return base::fail(Code::not_found, "no model is named");
  const auto alias = aliases_.find(name);
  const std::string& wanted = alias == aliases_.end() ? name : alias->second;
  const auto slash = wanted.find('/');
  const std::string first = wanted.substr(0, slash);
  for (const auto& provider : providers_) {
    if (provider.name != first) continue;
    if (slash == std::string::npos) {
      if (provider.models.empty())
        return base::fail(Code::not_found, "provider " + first + " needs a model: " + first + "/MODEL");
      return Choice{&provider, provider.models.front()};
    }
    const std::string id = wanted.substr(slash + 1);
    if (id.empty()) break;
    for (const auto& model : provider.models)
      if (model.id == id) return Choice{&provider, model};
    ModelInfo model = provider.defaults;
    model.id = id;
    return Choice{&provider, completed(provider, std::move(model))};
  }
  std::vector<Choice> choices;
  for (const auto& provider : providers_)
    for (const auto& model : provider.models)
      if (model.id == wanted) choices.push_back({&provider, model});
  if (choices.size() == 1) return choices.front();
  if (choices.empty())
    return base::fail(Code::not_found, "no such model: " + wanted.substr(0, k_name_max) + near_misses(providers_, aliases_, wanted) +
                                           " (`plumb models` lists them)");
  std::string all;
  for (const auto& choice : choices) {
    if (!all.empty()) all += ", ";
    all.append(choice.provider->name).append("/").append(choice.model.id);
  }
  return base::fail(Code::ambiguous, "several providers have " + wanted + ": say " + all);
}

}  // namespace llm
