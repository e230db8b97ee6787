#include "config_file.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/paths.h"
#include "config_keys.h"
#include "engine/config.h"
#include "engine/session.h"
#include "engine/settings.h"
#include "llm/catalogue.h"

namespace engine {
namespace {

std::string error_of(ConfigLayer layer, const std::string& text) {
  const auto read = read_config_file({layer, "c", text});
  return read ? "" : read.error().what;
}

struct Case {
  const char *text, *error;
};

TEST(Config, MistakesAreNamedWithTheirPlace) {
  const Case cases[] = {
      {"modle = 'x'", "c:1:1: there is no setting 'modle'; did you mean model?"},
      {"model = 'x'\n  hosts = []", "c:2:3: there is no setting 'hosts'; did you mean sandbox.hosts?"},
      {"[sandbox]\nnetwrok = 'off'", "c:2:1: there is no setting 'netwrok' in [sandbox]; did you mean sandbox.network?"},
      {"[notify]\nxyzzy = 1", "c:2:1: there is no setting 'xyzzy' in [notify]; there are terminal, desktop, command, after_s"},
      {"[[effects.rules]]\npath = ['a']", "c:2:1: there is no setting 'path' in [effects.rules]; did you mean effects.rules.paths?"},
      {"[providers.x]\nbase_ulr = 'x'", "c:2:1: there is no setting 'base_ulr' in [providers.x]; did you mean providers.x.base_url?"},
      {"model = 1", "c:1:9: model must be a string, not an integer"},
      {"max_turns = '5'", "c:1:13: max_turns must be an integer from 1 to 1000000, not a string"},
      {"max_turns = 0", "c:1:13: max_turns must be an integer from 1 to 1000000"},
      {"max_tokens = -1", "c:1:14: max_tokens must be a positive integer"},
      {"max_budget_usd = -0.5", "c:1:18: max_budget_usd must be a number of at least 0"},
      {"effort = 'maximal'", "c:1:10: effort must be low, medium or high"},
      {"repair_first = 1", "c:1:16: repair_first must be true or false, not an integer"},
      {"sandbox = 1", "c:1:11: sandbox must be a table, not an integer"},
      {"[sandbox]\nhosts = ['a', 1]", "c:2:9: sandbox.hosts must be a list of strings, not a list"},
      {"effects = { rules = 1 }", "c:1:21: effects.rules must be a list of tables, not an integer"},
      {"[check]\ncommand = 'x'", "c:1:2: check belongs into a project's .plumb/config.toml: what tests one project does not test another"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(ConfigLayer::user, c.text), c.error) << c.text;
  EXPECT_TRUE(error_of(ConfigLayer::user, "model = \nx").starts_with("c:1:"));
}

TEST(Config, AProjectMayOnlyLowerAndChoose) {
  for (const char* text : {"max_turns = 5", "max_tokens = 5", "max_budget_usd = 0.5", "effort = 'low'", "repair_first = true", "repair_budget_s = 5",
                           "[check]\ncommand = 'x'", "[[checks]]\ncommand = 'x'\nname = 'y'\ntimeout_s = 5\nreport = ['a']"})
    EXPECT_EQ(error_of(ConfigLayer::project, text), "") << text;
  // Everything else that there is.
  for (const auto& key : config_root().inside) {
    if (key.project != ConfigKey::Project::no) continue;
    const auto error = error_of(ConfigLayer::project, std::string(key.name) + " = 1");
    EXPECT_NE(error.find("a project may not set " + std::string(key.name)), std::string::npos) << error;
  }
  for (const char* text : {"model = 'evil/x'", "rules = 'advice'", "[providers.anthropic]\nbase_url = 'https://evil'", "[aliases]\nfast = 'x/y'",
                           "[sandbox]\nmode = 'full'", "[[effects.rules]]\nverdict = 'allow'", "[notify]\ncommand = 'evil'"})
    EXPECT_NE(error_of(ConfigLayer::project, text).find("c:1:"), std::string::npos) << text;
}

TEST(Config, TheManagedFileSetsBounds) {
  for (const char* text : {"max_turns = 5", "effort = 'low'", "rules = 'enforce'", "max_budget_usd = 1", "[budget]\nday_usd = 1", "[sandbox]\nmode = 'read-only'", "[[effects.rules]]\nverdict = 'deny'"})
    EXPECT_EQ(error_of(ConfigLayer::managed, text), "") << text;
  EXPECT_EQ(error_of(ConfigLayer::managed, "model = 'x'"), "c:1:1: the managed file sets bounds and not preferences: it has no model");
}

struct Home {
  base::TempDir dir = base::TempDir::make().value();
  base::Env env;
  Home() { env.set("PLUMB_HOME", dir.path()); }
  void config(const std::string& text) const {
    ASSERT_TRUE(base::make_dirs(base::join(dir.path(), "config")));
    ASSERT_TRUE(base::write_file(base::join(dir.path(), "config/config.toml"), text));
  }
  [[nodiscard]] std::string project(const std::string& text) const {
    const auto root = base::join(dir.path(), "p");
    EXPECT_TRUE(base::make_dirs(base::join(root, ".plumb")));
    EXPECT_TRUE(base::write_file(base::join(root, ".plumb/config.toml"), text));
    return root;
  }
};

TEST(Config, TheProjectIsOverTheUserAndOnlyLowers) {
  Home home;
  home.config("effort = 'low'\nmax_turns = 50\nmodel = 'a/b'\n");
  const auto user = load_settings(home.env);
  ASSERT_TRUE(user) << user.error().what;
  const auto both = with_project(*user, home.project("effort = 'high'\nmax_turns = 500\nmax_tokens = 1000\n"));
  ASSERT_TRUE(both) << both.error().what;
  EXPECT_EQ(both->effort, "high");
  EXPECT_EQ(both->max_turns, 50);
  EXPECT_EQ(both->max_tokens, 1000);
  EXPECT_EQ(both->model, "a/b");
  const auto lower = with_project(*user, home.project("max_turns = 5\n"));
  EXPECT_EQ(lower->max_turns, 5);
  const auto evil = with_project(*user, home.project("# x\nmodel = 'evil/x'\n"));
  ASSERT_FALSE(evil);
  EXPECT_NE(evil.error().what.find("/p/.plumb/config.toml:2:1: a project may not set model"), std::string::npos) << evil.error().what;
}

TEST(Config, ManagedBoundsHoldWhateverIsAskedFor) {
  Settings settings;
  settings.managed.max_turns = 10;
  settings.managed.max_budget_usd = 2;
  settings.managed.max_tokens = 100;
  settings.managed.effort = "low";
  SessionOptions options;
  options.turns_max = 200;
  options.budget_usd = 50;
  options.effort = "high";
  bound_options(settings, options);
  EXPECT_EQ(options.turns_max, 10);
  EXPECT_EQ(options.budget_usd, 2);
  EXPECT_EQ(options.tokens_max, 100);
  EXPECT_EQ(options.effort, "low");
  options.turns_max = 3;
  options.budget_usd = 1;
  bound_options(settings, options);
  EXPECT_EQ(options.turns_max, 3);
  EXPECT_EQ(options.budget_usd, 1);
}

/// A value that a key takes, as TOML.
std::string sample(const ConfigKey& key) {
  using Type = ConfigKey::Type;
  switch (key.type) {
    case Type::string:
      return key.name == "base_url" ? "'https://example.org/v1'" : key.name == "max_tokens_field" ? "'max_tokens'" : key.name == "edit_tool" ? "'edit'" : "'x'";
    case Type::integer: return std::to_string(static_cast<long long>(std::max(1.0, key.least)));
    case Type::number: return "1.5";
    case Type::boolean: return "true";
    case Type::choice: return "'" + std::string(key.choices.front()) + "'";
    case Type::strings: return key.name == "writable" ? "['/x']" : key.name == "what" ? "['created']" : "['x']";
    case Type::text_or_texts: return "['x']";
    case Type::size: return "'1 MiB'";
    case Type::names: return "{ a = " + sample(key.inside.front()) + " }";
    case Type::table:
    case Type::tables: {
      std::string out;
      for (const auto& inner : key.inside) {
        const bool is_of_url = inner.name == "url" || inner.name == "oauth";
        if (is_of_url && key.inside.front().name == "command") continue;   // a server has one or the other
        if (inner.name == "file" && key.inside.front().name == "env") continue;      // a secret, too
        out += (out.empty() ? "" : ", ") + std::string(inner.name) + " = " + sample(inner);
      }
      return key.type == Type::table ? "{ " + out + " }" : "[{ " + out + " }]";
    }
  }
  return "";
}

// The table and those who read what it describes: policy, sandbox, notify, providers.
TEST(Config, EveryKeyOfTheTableIsReadByItsReader) {
  Home home;
  std::string text;
  for (const auto& key : config_root().inside)
    if (!key.only_project) text += std::string(key.name) + " = " + sample(key) + "\n";
  home.config(text);
  const auto settings = load_settings(home.env);
  ASSERT_TRUE(settings) << settings.error().what << "\n" << text;
  EXPECT_EQ(settings->max_turns, 1);
  EXPECT_EQ(settings->policy.user.size(), 1u);
  EXPECT_EQ(settings->policy.large, std::uint64_t{1} << 20);
  EXPECT_EQ(settings->sandbox.memory_mb, 1u);
  const auto catalogue = llm::Catalogue::load(settings->config_text);
  ASSERT_TRUE(catalogue) << catalogue.error().what;
}

TEST(Config, EachValueIsShownWithItsOrigin) {
  Home home;
  home.config("effort = 'low'\nmax_turns = 50\n[providers.x]\nbase_url = 'https://example.org'\nheaders = { Authorization = 'Bearer k' }\n"
              "[mcp.x]\nurl = 'https://example.org'\noauth = { client_id = 'c', client_secret = 'k', issuer = 'i' }\n");
  auto settings = load_settings(home.env);
  ASSERT_TRUE(settings) << settings.error().what;
  settings->managed_text = "max_turns = 30\nmax_tokens = 9\neffort = 'medium'\n[sandbox]\nmode = 'read-only'\n";
  settings->sandbox.mode = workspace::SandboxMode::read_only;
  const auto values = configuration(*settings, home.project("max_turns = 40\n"), {{"model", "\"a/b\"", "", "--model"}});
  ASSERT_TRUE(values) << values.error().what;
  std::map<std::string, std::string> told;
  for (const auto& one : *values) told[one.key] = one.value + " " + one.origin + " " + one.where.substr(one.where.find_last_of('/') + 1);
  EXPECT_EQ(told["model"], "\"a/b\" command-line --model");
  EXPECT_EQ(told["effort"], "\"medium\" managed managed.toml:3");
  EXPECT_EQ(told["max_turns"], "30 managed managed.toml:1");
  EXPECT_EQ(told["max_tokens"], "9 managed managed.toml:2");
  EXPECT_EQ(told["sandbox.mode"], "\"read-only\" managed managed.toml:5");
  EXPECT_EQ(told["sandbox.network"], "\"off\" built-in ");
  EXPECT_EQ(told["notify.after_s"], "10 built-in ");
  EXPECT_EQ(told["providers.x.headers.Authorization"], "\"(hidden)\" user config.toml:5");
  EXPECT_EQ(told["mcp.x.oauth.client_secret"], "\"(hidden)\" user config.toml:8");
}

/// The keys of the schema, and of the table, as paths.
void schema_paths(const json::Value& schema, const std::string& path, std::vector<std::string>& out) {
  if (const auto* items = json::find(schema, "items")) schema_paths(*items, path, out);
  if (const auto* more = json::find(schema, "additionalProperties"); more != nullptr && more->is_object()) schema_paths(*more, path + ".*", out);
  const auto* const properties = json::object_or_null(json::find(schema, "properties"));
  if (properties == nullptr) return;
  for (const auto& [key, value] : *properties) {
    const std::string full = path + "." + std::string(key);
    out.push_back(full);
    schema_paths(value, full, out);
  }
}

TEST(Config, TheSchemaSaysWhatTheReaderReads) {
  std::vector<std::string> paths;
  const auto schema = config_schema();
  schema_paths(schema, "", paths);
  EXPECT_GT(paths.size(), 80u);
  for (const char* path : {".model", ".sandbox.hosts", ".effects.rules.paths", ".providers.*.models.price_in", ".check.command"})
    EXPECT_NE(std::find(paths.begin(), paths.end(), path), paths.end()) << path;
  // Each of its keys is known to the reader, and one beside it is not.
  for (const auto& path : paths) {
    if (path.find('*') != std::string::npos) continue;
    const auto dot = path.find_last_of('.');
    const std::string table = path.substr(1, dot == 0 ? 0 : dot - 1), key = path.substr(dot + 1);
    const bool in_list = table == "checks" || table == "effects.rules" || table.starts_with("hooks.");
    const std::string head = table.empty() ? "" : in_list ? "[[" + table + "]]\n" : "[" + table + "]\n";
    const auto layer = path.starts_with(".check") ? ConfigLayer::project : ConfigLayer::user;
    EXPECT_EQ(error_of(layer, head + key + " = 1979-05-27").find("there is no setting"), std::string::npos) << path;
    EXPECT_NE(error_of(layer, head + key + "_x = 1").find("there is no setting"), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace engine
