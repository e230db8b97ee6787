// Servers on this machine. Each place is asked what it is, from the specific to the general:
// llama-server by /props, Ollama by /api/version, everybody else by /v1/models. All places at once,
// 300 ms for each question, never through a proxy.

#include <algorithm>
#include <boost/json.hpp>

#include "base/try.h"
#include "io/http.h"
#include "json/json.h"
#include "llm/catalogue.h"
#include "url.h"

namespace llm {
namespace {

constexpr io::Millis k_patience{300};
constexpr std::size_t k_models_max = 200;        // of one server
constexpr std::int64_t k_ollama_window = 4096;   // what Ollama gives to a request unless told otherwise

struct Place {
  std::string name;   // of the server that is usually there
  std::string url;    // without a path
};

io::Task<base::Result<json::Value>> ask(io::HttpClient& http, std::string url, std::string body = {}) {
  io::HttpRequest request;
  request.url = url;
  request.use_proxy = false;
  request.connect_timeout = request.idle_timeout = k_patience;
  if (!body.empty()) {
    request.method = "POST";
    request.headers = {{"content-type", "application/json"}};
    request.body = std::move(body);
  }
  io::HttpSink none;
  auto fetch = http.fetch(std::move(request), std::move(none));
  CO_TRY(const io::HttpResponse response, co_await io::within(k_patience, url, std::move(fetch)));
  if (response.status != 200) co_return base::fail(base::Code::not_found, url + " answered " + std::to_string(response.status));
  co_return json::parse(response.body);
}

Provider server(std::string name, const std::string& url) {
  Provider out;
  out.name = std::move(name);
  out.wire = "chat";
  out.base_url = url + "/v1";
  out.needs_key = false;
  out.local = true;
  return out;
}

// llama-server: one model, its window as it was started with.
std::optional<Provider> llama(const Place& place, const json::Value& props) {
  if (json::find(props, "default_generation_settings") == nullptr) return std::nullopt;
  Provider out = server("llama-server", place.url);
  ModelInfo model;
  model.id = json::string_or(json::find(props, "model_alias"));
  if (model.id.empty()) {
    const auto path = json::string_or(json::find(props, "model_path"), "default");
    model.id = path.substr(path.find_last_of('/') + 1);
  }
  model.window = json::int_or(json::find(props, "default_generation_settings", "n_ctx"));
  model.images = json::bool_or(json::find(props, "modalities", "vision"));
  out.models.push_back(std::move(model));
  return out;
}

// The window of an Ollama model is what this server will really use, not what the model could do:
// it cuts longer prompts without a word. num_ctx of its Modelfile, else OLLAMA_CONTEXT_LENGTH (if
// the server has the same environment), else the default.
std::int64_t ollama_window(const json::Value& shown, const base::Env& env) {
  std::int64_t window = k_ollama_window;
  if (const auto set = env.get("OLLAMA_CONTEXT_LENGTH")) {
    const auto digits = set->substr(0, 9);
    if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos) window = std::stoll(digits);
  }
  const auto parameters = json::string_or(json::find(shown, "parameters"));
  if (const auto at = parameters.find("num_ctx"); at != std::string_view::npos) {
    const auto begin = parameters.find_first_of("0123456789", at);
    std::int64_t value = 0;
    for (auto i = begin; i < parameters.size() && i < begin + 9 && parameters[i] >= '0' && parameters[i] <= '9'; ++i)
      value = value * 10 + (parameters[i] - '0');
    if (value > 0) window = value;
  }
  // What it was trained for is the bound.
  if (const auto* info = json::object_or_null(json::find(shown, "model_info")))
    for (const auto& [key, value] : *info)
      if (std::string_view(key).ends_with(".context_length") && json::int_or(&value) > 0)
        window = std::min(window, json::int_or(&value));
  return window;
}

io::Task<std::optional<Provider>> ask_ollama(io::HttpClient& http, Place place, base::Env env) {
  const auto version = co_await ask(http, place.url + "/api/version");
  if (!version || json::find(*version, "version") == nullptr) co_return std::nullopt;
  Provider out = server("ollama", place.url);
  const auto tags = co_await ask(http, place.url + "/api/tags");
  if (!tags) co_return out;
  const auto* models = json::array_or_null(json::find(*tags, "models"));
  if (models == nullptr) co_return out;
  for (const auto& entry : *models) {
    if (out.models.size() == k_models_max) break;
    ModelInfo model;
    model.id = json::string_or(json::find(entry, "name"));
    if (model.id.empty()) continue;
    json::Object question{{"model", model.id}};
    const std::string body = json::dump(question);
    const auto shown = co_await ask(http, place.url + "/api/show", body);
    bool tools = true;
    if (shown) {
      model.window = ollama_window(*shown, env);
      if (const auto* able = json::array_or_null(json::find(*shown, "capabilities"))) {
        const auto can = [&](std::string_view what) {
          return std::any_of(able->begin(), able->end(), [&](const json::Value& value) { return json::string_or(&value) == what; });
        };
        model.images = can("vision");
        model.reasoning = can("thinking");
        tools = can("tools");
      }
    }
    if (tools) out.models.push_back(std::move(model));   // without tools a model is of no use here
  }
  co_return out;
}

io::Task<std::optional<Provider>> ask_openai(io::HttpClient& http, Place place) {
  const auto listed = co_await ask(http, place.url + "/v1/models");
  if (!listed) co_return std::nullopt;
  const auto* models = json::array_or_null(json::find(*listed, "data"));
  if (models == nullptr) co_return std::nullopt;
  std::string name = place.name;
  for (const auto& entry : *models)
    if (json::string_or(json::find(entry, "owned_by")) == "vllm") name = "vllm";
  Provider out = server(name, place.url);
  for (const auto& entry : *models) {
    if (out.models.size() == k_models_max) break;
    ModelInfo model;
    model.id = json::string_or(json::find(entry, "id"));
    model.window = json::int_or(json::find(entry, "max_model_len"));                     // vLLM
    if (model.window == 0) model.window = json::int_or(json::find(entry, "loaded_context_length"));   // LM Studio
    if (model.window == 0) model.window = json::int_or(json::find(entry, "meta", "n_ctx"));           // llama-server
    if (!model.id.empty()) out.models.push_back(std::move(model));
  }
  co_return out;
}

io::Task<std::optional<Provider>> ask_place(io::HttpClient& http, Place place, base::Env env) {
  const auto props = co_await ask(http, place.url + "/props");
  // Nobody there, or somebody who does not answer: further questions would only cost time.
  const bool silent = !props && (props.error().code == base::Code::timeout || props.error().code == base::Code::unavailable);
  if (silent) co_return std::nullopt;
  std::optional<Provider> found;
  if (props) found = llama(place, *props);
  if (!found) found = co_await ask_ollama(http, place, env);
  if (!found) found = co_await ask_openai(http, place);
  if (!found) co_return found;
  for (auto& model : found->models) {
    model.provider = found->name;
    model.wire = found->wire;
    model.edit_tool = model.id.find("gpt-oss") == std::string::npos ? "edit" : "apply_patch";
    model.price_in = model.price_cached = model.price_cache_write = model.price_out = 0;
  }
  co_return found;
}

// "0.0.0.0:11434", "host", "http://host:1/x" as OLLAMA_HOST has them.
std::string ollama_url(std::string host) {
  if (host.find("://") == std::string::npos) host = "http://" + host;
  const auto begin = host.find("://") + 3;
  host = host.substr(0, host.find('/', begin));
  if (host.find(':', begin) == std::string::npos) host += ":11434";
  if (const auto any = host.find("//0.0.0.0:"); any != std::string::npos) host.replace(any, 10, "//127.0.0.1:");
  return host;
}

std::vector<Place> usual_places(const base::Env& env) {
  std::vector<Place> out;
  const auto add = [&](std::string name, std::string url) {
    while (url.ends_with('/')) url.pop_back();
    for (const auto& place : out)
      if (place.url == url) return;
    out.push_back({std::move(name), std::move(url)});
  };
  if (const auto url = env.get("OPENAI_BASE_URL")) {
    // Only a server of this machine is a local one: others are not asked without being told to.
    const bool loopback = url->find("//127.") != std::string::npos || url->find("//localhost") != std::string::npos ||
                          url->find("//[::1]") != std::string::npos;
    std::string base = *url;
    while (base.ends_with('/')) base.pop_back();
    if (base.ends_with("/v1")) base.resize(base.size() - 3);
    if (loopback) add("local", base);
  }
  if (const auto host = env.get("OLLAMA_HOST")) add("ollama", ollama_url(*host));
  if (const auto port = env.get("LLAMA_ARG_PORT"); port && port->find_first_not_of("0123456789") == std::string::npos)
    add("llama-server", "http://127.0.0.1:" + *port);
  add("llama-server", "http://127.0.0.1:8080");
  add("ollama", "http://127.0.0.1:11434");
  add("lmstudio", "http://127.0.0.1:1234");
  add("vllm", "http://127.0.0.1:8000");
  return out;
}

}  // namespace

io::Task<std::vector<Provider>> find_local(io::Loop&, io::HttpClient& http, base::Env env) {
  std::vector<io::Task<std::optional<Provider>>> tasks;
  for (const auto& place : usual_places(env)) tasks.push_back(ask_place(http, place, env));
  auto answers = co_await io::all(std::move(tasks));
  std::vector<Provider> out;
  for (auto& answer : answers) {
    if (!answer) continue;
    const std::string name = answer->name;
    // Two servers of a kind: the second is told by its port.
    const bool taken = std::any_of(out.begin(), out.end(), [&](const Provider& other) { return other.name == name; });
    if (taken) {
      const auto& url = answer->base_url;
      answer->name += "-" + url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1);
      for (auto& model : answer->models) model.provider = answer->name;
    }
    out.push_back(std::move(*answer));
  }
  co_return out;
}

}  // namespace llm
