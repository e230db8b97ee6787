#include "llm/catalogue.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "fake_http.h"

namespace llm {
namespace {

using base::Code;

TEST(Catalogue, TheBuiltInTableIsSound) {
  const auto catalogue = Catalogue::load("");
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  EXPECT_GE(catalogue->providers().size(), 12u);
  for (const auto& provider : catalogue->providers()) {
    EXPECT_TRUE(provider.base_url.starts_with("https://")) << provider.name;
    EXPECT_FALSE(provider.base_url.ends_with("/")) << provider.name;
    EXPECT_FALSE(provider.key_env.empty()) << provider.name;
    EXPECT_TRUE(provider.needs_key) << provider.name;
    std::set<std::string> ids;
    for (const auto& model : provider.models) {
      EXPECT_TRUE(ids.insert(model.id).second) << model.id;
      EXPECT_GT(model.window, 0) << model.id;
      EXPECT_EQ(model.provider, provider.name);
      EXPECT_TRUE(model.edit_tool == "edit" || model.edit_tool == "apply_patch") << model.id;
      EXPECT_EQ(model.price_in < 0, model.price_out < 0) << model.id;
      EXPECT_LE(model.price_cached, model.price_in) << model.id;
      EXPECT_LE(model.price_in, model.price_out) << model.id;
    }
  }
}

TEST(Catalogue, FindsModelsByTheirNames) {
  const auto catalogue = Catalogue::load("[aliases]\nfast = \"openai/gpt-5-mini\"\n");
  ASSERT_TRUE(catalogue);
  const struct { const char *name, *provider, *id, *wire; } table[] = {
      {"openai/gpt-5", "openai", "gpt-5", "responses"}, {"gpt-5", "openai", "gpt-5", "responses"},
      {"anthropic/claude-opus-5-5", "anthropic", "claude-opus-5-5", "messages"},
      {"anthropic", "anthropic", "claude-opus-5-5", "messages"}, {"fast", "openai", "gpt-5-mini", "responses"},
      {"openrouter/anthropic/claude-sonnet-5", "openrouter", "anthropic/claude-sonnet-5", "chat"},
      {"openai/gpt-next", "openai", "gpt-next", "responses"}, {"groq/openai/gpt-oss-120b", "groq", "openai/gpt-oss-120b", "chat"}};
  for (const auto& row : table) {
    const auto choice = catalogue->find(row.name);
    ASSERT_TRUE(choice) << row.name << ": " << choice.error().what;
    EXPECT_EQ(choice->provider->name, row.provider);
    EXPECT_EQ(choice->model.id, row.id);
    EXPECT_EQ(choice->model.wire, row.wire);
    EXPECT_EQ(choice->model.provider, row.provider);
  }
  const auto next = catalogue->find("openai/gpt-next");
  EXPECT_EQ(next->model.window, 0);
  EXPECT_LT(next->model.price_in, 0);
  EXPECT_TRUE(next->model.freeform);
  EXPECT_EQ(next->model.edit_tool, "apply_patch");
}

TEST(Catalogue, NamesNearMisses) {
  const auto catalogue = Catalogue::load("");
  for (const auto& [wrong, near] : {std::pair{"gtp-5", "openai/gpt-5"}, {"opnai", "openai/..."}, {"opus-5-5", "anthropic/claude-opus-5-5"}, {"claude-sonet-5", "anthropic/claude-sonnet-5"}}) {
    const auto choice = catalogue->find(wrong);
    ASSERT_FALSE(choice) << wrong;
    EXPECT_EQ(choice.error().code, Code::not_found);
    EXPECT_NE(choice.error().what.find(near), std::string::npos) << choice.error().what;
  }
  EXPECT_FALSE(catalogue->find(""));
  EXPECT_FALSE(catalogue->find("openrouter"));   // has no models of its own
  EXPECT_FALSE(catalogue->find(std::string(100000, 'x')));
}

TEST(Catalogue, SaysWhereANameIsAmbiguous) {
  const auto catalogue = Catalogue::load("[providers.a]\nbase_url = \"http://a\"\nmodels = [{id = \"twin\"}]\n[providers.b]\nbase_url = \"http://b\"\nmodels = [{id = \"twin\"}]\n");
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  const auto choice = catalogue->find("twin");
  ASSERT_FALSE(choice);
  EXPECT_EQ(choice.error().code, Code::ambiguous);
  EXPECT_NE(choice.error().what.find("a/twin, b/twin"), std::string::npos);
}

TEST(Catalogue, LaysTheUsersSettingsOnTop) {
  const auto catalogue = Catalogue::load(R"(
theme = "dark"          # somebody else's
[providers.openai]
base_url = "https://proxy.example/v1"
headers = { x-team = "42" }
compat = { cache_key = false }
models = [ { id = "gpt-5", window = 1000 }, { id = "mine", window = 5, price_in = 1, price_out = 2.5 } ]
[providers.home]
base_url = "http://127.0.0.1:9000/v1"
needs_key = false
local = true
compat = { thinking_format = "qwen", max_tokens_field = "max_completion_tokens" }
models = [ { id = "q", window = 32768, reasoning = true } ]
)");
  ASSERT_TRUE(catalogue) << catalogue.error().what;
  const auto gpt = catalogue->find("openai/gpt-5");
  EXPECT_EQ(gpt->provider->base_url, "https://proxy.example/v1");
  EXPECT_EQ(io::header(gpt->provider->headers, "x-team"), "42");
  EXPECT_FALSE(gpt->provider->compat.cache_key);
  EXPECT_TRUE(gpt->provider->compat.developer_role);   // still
  EXPECT_EQ(gpt->model.window, 1000);
  EXPECT_DOUBLE_EQ(gpt->model.price_out, 10);          // still
  EXPECT_EQ(catalogue->find("mine")->model.price_out, 2.5);
  const auto home = catalogue->find("q");
  ASSERT_TRUE(home);
  EXPECT_EQ(home->provider->compat.thinking_format, "qwen");
  EXPECT_EQ(home->model.wire, "chat");
  EXPECT_EQ(home->model.price_in, 0);                  // a local model is free
}

TEST(Catalogue, SaysInWhichLineTheMistakeIs) {
  const std::pair<const char*, const char*> table[] = {
      {"a = [\n1,,\n]", "line 2"},
      {"\n[providers.x]\nbase_urll = \"u\"\n", "line 3: providers.x: unknown setting \"base_urll\""},
      {"[providers.x]\nwire = \"chat\"\n", "base_url is missing"},
      {"[providers.x]\nbase_url = 5\n", "line 2: providers.x.base_url: expected a text"},
      {"[providers.x]\nbase_url = \"u\"\nwire = \"smoke\"\n", "wire"},
      {"[providers.x]\nbase_url = \"u\"\nmodels = [{ window = 5 }]\n", "without id"},
      {"[providers.x]\nbase_url = \"u\"\nmodels = [{ id = \"a\", window = -5 }]\n", "line 3"},
      {"[providers.x]\nbase_url = \"u\"\ncompat = { stor = true }\n", "unknown setting \"stor\""},
      {"[providers]\nx = 5\n", "line 2"},
      {"[aliases]\nx = 5\n", "line 2"},
  };
  for (const auto& [text, says] : table) {
    const auto catalogue = Catalogue::load(text);
    ASSERT_FALSE(catalogue) << text;
    EXPECT_EQ(catalogue.error().code, Code::invalid);
    EXPECT_NE(catalogue.error().what.find(says), std::string::npos) << catalogue.error().what;
  }
}

class Credentials : public ::testing::Test {
 protected:
  Credentials() : folder(std::move(*base::TempDir::make())), path(base::join(folder.path(), "credentials")) {
    provider.name = "openai";
    provider.key_env = {"OPENAI_API_KEY", "OTHER_KEY"};
  }
  void write(const char* text, mode_t mode = 0600) const {
    ASSERT_TRUE(base::write_file(path, text, mode));
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }
  base::TempDir folder;
  std::string path;
  Provider provider;
  base::Env env;
};

TEST_F(Credentials, ComeFromTheEnvironmentFirst) {
  write("openai = \"from-file\"\n");
  env.set("OTHER_KEY", " from-env\n");
  EXPECT_EQ(find_key(provider, env, path)->value(), "from-env");
  env.set("OPENAI_API_KEY", "first");
  EXPECT_EQ(find_key(provider, env, path)->value(), "first");
  EXPECT_EQ(find_key(provider, base::Env(), path)->value(), "from-file");
}

TEST_F(Credentials, MayBeMissing) {
  EXPECT_FALSE(*find_key(provider, env, path));
  EXPECT_FALSE(*find_key(provider, env, ""));
  write("anthropic = \"x\"\n");
  EXPECT_FALSE(*find_key(provider, env, path));
}

TEST_F(Credentials, AreNotReadFromAFileThatOthersCanRead) {
  for (const mode_t mode : {0644, 0640, 0602, 0606}) {
    write("openai = \"k\"\n", mode);
    const auto key = find_key(provider, env, path);
    ASSERT_FALSE(key) << mode;
    EXPECT_EQ(key.error().code, Code::denied);
    EXPECT_NE(key.error().what.find("chmod 600"), std::string::npos);
  }
  write("openai = \"k\"\n", 0400);
  EXPECT_TRUE(find_key(provider, env, path));
}

TEST_F(Credentials, ErrorsDoNotQuoteTheKey) {
  for (const char* text : {"openai = sk-secret-1234\n", "openai = \"sk-secret-1234\n", "openai = [\"sk-secret-1234\"]", "openai = \"sk-secret 1234\"", "openai = \"sk-secret\\n1234\""}) {
    write(text);
    const auto key = find_key(provider, env, path);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, Code::invalid);
    EXPECT_EQ(key.error().what.find("secret"), std::string::npos) << key.error().what;
  }
}

// Answers by URL.
class FakeServers final : public io::HttpClient {
 public:
  io::Task<base::Result<io::HttpResponse>> fetch(io::HttpRequest request, io::HttpSink) override {
    EXPECT_FALSE(request.use_proxy);
    asked.push_back(request.url);
    const auto found = pages.find(request.url + request.body);
    io::HttpResponse response;
    if (found == pages.end()) {
      const bool up = request.url.starts_with(hangs) && !hangs.empty();
      if (up) {
        const io::Millis forever(60000);
        CO_TRY_DO(co_await io::sleep(forever));
      }
      const bool known = std::any_of(pages.begin(), pages.end(), [&](const auto& page) { return page.first.substr(0, 21) == request.url.substr(0, 21); });
      if (!known) co_return base::fail(Code::unavailable, "connection refused");
      response.status = 404;
      co_return response;
    }
    response.status = 200;
    response.body = found->second;
    co_return response;
  }
  std::map<std::string, std::string> pages;
  std::string hangs;
  std::vector<std::string> asked;
};

TEST(Local, FindsTheFourKindsOfServers) {
  io::Loop loop;
  FakeServers http;
  http.pages = {
      {"http://127.0.0.1:8080/props", R"({"model_alias":"","model_path":"/m/qwen.gguf","default_generation_settings":{"n_ctx":16384},"modalities":{"vision":true}})"},
      {"http://127.0.0.1:11434/api/version", R"({"version":"0.9"})"},
      {"http://127.0.0.1:11434/api/tags", R"({"models":[{"name":"gpt-oss:20b"},{"name":"embed"}]})"},
      {R"(http://127.0.0.1:11434/api/show{"model":"gpt-oss:20b"})", R"({"parameters":"stop x\nnum_ctx   8192","model_info":{"gptoss.context_length":131072},"capabilities":["tools","thinking"]})"},
      {R"(http://127.0.0.1:11434/api/show{"model":"embed"})", R"({"capabilities":["embedding"]})"},
      {"http://127.0.0.1:1234/v1/models", R"({"data":[{"id":"lm","loaded_context_length":4096}]})"},
      {"http://127.0.0.1:8000/v1/models", R"({"data":[{"id":"v","owned_by":"vllm","max_model_len":40960}]})"},
  };
  const auto found = loop.run(find_local(loop, http, base::Env()));
  ASSERT_EQ(found.size(), 4u);
  const auto shown = [&](std::size_t i) {
    const auto& model = found[i].models.at(0);
    return found[i].name + " " + found[i].base_url + " " + model.id + " " + std::to_string(model.window) + " " + model.provider;
  };
  EXPECT_EQ(shown(0), "llama-server http://127.0.0.1:8080/v1 qwen.gguf 16384 llama-server");
  EXPECT_EQ(shown(1), "ollama http://127.0.0.1:11434/v1 gpt-oss:20b 8192 ollama");
  EXPECT_EQ(found[1].models.size(), 1u);   // without tools a model is of no use here
  EXPECT_TRUE(found[1].models[0].reasoning);
  EXPECT_EQ(found[1].models[0].edit_tool, "apply_patch");
  EXPECT_EQ(shown(2), "lmstudio http://127.0.0.1:1234/v1 lm 4096 lmstudio");
  EXPECT_EQ(shown(3), "vllm http://127.0.0.1:8000/v1 v 40960 vllm");
  for (const auto& provider : found) {
    EXPECT_TRUE(provider.local);
    EXPECT_FALSE(provider.needs_key);
    EXPECT_EQ(provider.models[0].price_out, 0);
  }
}

TEST(Local, LooksWhereTheEnvironmentPoints) {
  io::Loop loop;
  FakeServers http;
  base::Env env;
  env.set("OLLAMA_HOST", "0.0.0.0:5000");
  env.set("LLAMA_ARG_PORT", "9090");
  env.set("OPENAI_BASE_URL", "http://localhost:7777/v1/");
  http.pages = {{"http://127.0.0.1:5000/api/version", R"({"version":"1"})"}, {"http://127.0.0.1:9090/props", R"({"default_generation_settings":{"n_ctx":1}})"},
                {"http://localhost:7777/v1/models", R"({"data":[{"id":"x"}]})"}};
  const auto found = loop.run(find_local(loop, http, env));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].base_url, "http://localhost:7777/v1");
  EXPECT_EQ(found[1].base_url, "http://127.0.0.1:5000/v1");
  EXPECT_EQ(found[2].base_url, "http://127.0.0.1:9090/v1");
  env.set("OPENAI_BASE_URL", "https://api.example.com/v1");   // not of this machine: not asked
  http.asked.clear();
  (void)loop.run(find_local(loop, http, env));
  for (const auto& url : http.asked) EXPECT_EQ(url.find("example"), std::string::npos);
}

TEST(Local, DoesNotWaitForAServerThatHangs) {
  io::Loop loop;
  FakeServers http;
  http.hangs = "http://127.0.0.1:8080";
  EXPECT_TRUE(loop.run(find_local(loop, http, base::Env())).empty());
  EXPECT_EQ(http.asked.size(), 4u);   // one question each, the one that hangs for 300 ms
}

TEST(Local, SurvivesGarbage) {
  io::Loop loop;
  FakeServers http;
  for (const char* page : {"", "{}", "[]", "null", "<html>", R"({"data":5})", R"({"data":[5,{},{"id":7}]})", R"({"default_generation_settings":5,"model_alias":7})"}) {
    http.pages = {{"http://127.0.0.1:8080/props", page}, {"http://127.0.0.1:8080/v1/models", page}, {"http://127.0.0.1:11434/api/version", page}, {"http://127.0.0.1:11434/api/tags", page}};
    (void)loop.run(find_local(loop, http, base::Env()));
  }
}

}  // namespace
}  // namespace llm
