#include "local.h"

namespace model_server {
namespace {

using json::Array;
using json::Object;

Plain as_plain(const Object& object) { return {200, json::dump(object)}; }

Plain list_models(const HttpRequest& request, const Script& script) {
  const bool anthropic = request.has("anthropic-version");
  Array data;
  for (const auto& id : script.models) {
    if (anthropic) {
      data.emplace_back(Object{{"type", "model"}, {"id", id}, {"display_name", id},
                               {"created_at", "2026-01-01T00:00:00Z"}});
      continue;
    }
    Object model{{"id", id}, {"object", "model"}, {"created", created_at()}, {"owned_by", "scripted"}};
    if (script.emulate == "llama-server")
      model["meta"] = Object{{"n_ctx_train", script.window}, {"n_params", 1}, {"size", 1}};
    else if (script.emulate.empty())
      model["max_model_len"] = script.window;   // as vLLM has it
    data.emplace_back(std::move(model));
  }
  Object body;
  if (anthropic) body = {{"has_more", false}, {"first_id", nullptr}, {"last_id", nullptr}};
  else body = {{"object", "list"}};
  body["data"] = std::move(data);
  return as_plain(body);
}

std::optional<Plain> ollama(const HttpRequest& request, const Script& script) {
  if (request.path == "/") return Plain{200, "Ollama is running", "text/plain; charset=utf-8"};
  if (request.path == "/api/version") return as_plain({{"version", "0.12.3"}});
  if (request.path == "/api/tags" || request.path == "/api/ps") {
    Array models;
    for (const auto& id : script.models)
      models.emplace_back(Object{{"name", id}, {"model", id}, {"size", 1000000}, {"digest", "0123456789ab"},
                                 {"modified_at", "2026-01-01T00:00:00Z"},
                                 {"details", Object{{"format", "gguf"}, {"family", "scripted"},
                                                    {"parameter_size", "1B"}, {"quantization_level", "Q4_0"}}}});
    Object body;
    body["models"] = std::move(models);
    return as_plain(body);
  }
  if (request.path == "/api/show" && request.method == "POST") {
    const auto body = json::parse(request.body);
    auto wanted = body ? std::string(json::string_or(json::find(*body, "model"))) : std::string();
    if (wanted.empty() && body) wanted = std::string(json::string_or(json::find(*body, "name")));
    for (const auto& id : script.models) {
      if (id != wanted) continue;
      Array capabilities;
      capabilities.emplace_back("completion");
      capabilities.emplace_back("tools");
      Object info{{"general.architecture", "scripted"}, {"scripted.context_length", script.window}};
      Object out{{"modelfile", ""}, {"parameters", "num_ctx 8192"}, {"template", ""}};
      out["model_info"] = std::move(info);
      out["capabilities"] = std::move(capabilities);
      return as_plain(out);
    }
    return Plain{404, json::dump(Object{{"error", "model '" + wanted + "' not found"}})};
  }
  return {};
}

std::optional<Plain> llama_server(const HttpRequest& request, const Script& script) {
  if (request.path == "/health") return as_plain({{"status", "ok"}});
  if (request.path != "/props") return {};
  const auto& model = script.models.front();
  const Object settings{{"n_ctx", script.window}, {"id", 0}};
  const Object caps{{"supports_tools", true}, {"supports_tool_calls", true}, {"supports_parallel_tool_calls", true}};
  return as_plain({{"default_generation_settings", settings}, {"total_slots", 1}, {"model_alias", model},
                   {"model_path", "/models/" + model + ".gguf"}, {"modalities", Object{{"vision", false}, {"audio", false}}},
                   {"chat_template_caps", caps}, {"build_info", "b1-scripted"}});
}

}  // namespace

std::optional<Plain> answer_about(const HttpRequest& request, const Script& script) {
  if (script.models.empty()) return {};
  if (request.path == "/v1/models" && request.method == "GET") return list_models(request, script);
  if (script.emulate == "ollama") return ollama(request, script);
  if (script.emulate == "llama-server") return llama_server(request, script);
  return {};
}

}  // namespace model_server
