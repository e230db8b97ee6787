#pragma once
// contract: which models there are, and how to speak to them.
//
// A built-in table of providers and models (catalogue.toml), the user's own on top
// ([providers.NAME] in config.toml), local servers found on loopback.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "llm/model.h"

namespace llm {

/// How a Chat Completions server differs from OpenAI's. protocols.md 4.5 has the reasons.
struct Compat {
  bool developer_role = false;
  bool store = false;
  bool reasoning_effort = false;
  bool usage_in_streaming = true;
  std::string max_tokens_field = "max_tokens";
  bool tool_result_name = false;
  bool assistant_after_tool_result = false;
  bool thinking_as_text = false;
  std::string thinking_format;   ///< "", "openai", "zai", "qwen", "qwen-chat-template"
  bool strict_tools = false;
};

struct Provider {
  std::string name;
  std::string wire;                    ///< default of its models
  std::string base_url;                ///< up to and without /responses, /chat/completions, /messages
  std::vector<std::string> key_env;    ///< environment variables that may hold its key, in order
  bool needs_key = true;
  Compat compat;
  io::Headers headers;                 ///< sent with every request
  std::vector<ModelInfo> models;
  bool local = false;
};

class Catalogue {
 public:
  /// The built-in table plus `config_toml` (text of the user's config.toml, may be empty). Fails with
  /// invalid and the line of the mistake.
  static base::Result<Catalogue> load(const std::string& config_toml);
  [[nodiscard]] const std::vector<Provider>& providers() const { return providers_; }
  void add(Provider provider);

  struct Choice { const Provider* provider; ModelInfo model; };
  /// "provider/model", a bare model id known to one provider, or an alias. An unknown model of a
  /// known provider is accepted with what is known ("openai/gpt-next"). Fails with not_found (names
  /// near misses), ambiguous.
  [[nodiscard]] base::Result<Choice> find(const std::string& name) const;

 private:
  std::vector<Provider> providers_;
};

/// Keys: from the environment, else from the credentials file (TOML: `openai = "sk-..."`), which
/// must belong to the user and have mode 0600. `Error{denied}` if others can read it.
base::Result<std::optional<std::string>> find_key(const Provider& provider, const base::Env& env,
                                                  const std::string& credentials_path);

/// Looks for local servers on their usual loopback ports and on OLLAMA_HOST, OPENAI_BASE_URL,
/// LLAMA_ARG_PORT: llama-server 8080, Ollama 11434, LM Studio 1234, vLLM 8000; 300 ms each, all at
/// once, never through a proxy. What answers comes back as a provider with its models and windows.
io::Task<std::vector<Provider>> find_local(io::Loop& loop, io::HttpClient& http, base::Env env);

struct WireOptions {
  std::string key;          ///< "" = none
  Tape* tape = nullptr;     ///< not owned; outlives the model
  int retries_max = 8;
  io::Millis idle_timeout{120000};
  io::Millis backoff_start{500}, backoff_max{30000};
};

/// A model behind a wire ("responses", "chat", "messages"). `http` must outlive it. Fails with
/// unsupported (unknown wire).
base::Result<std::unique_ptr<Model>> make_model(io::HttpClient& http, const Provider& provider,
                                                ModelInfo info, WireOptions options);

/// One recorded exchange, as a Tape saw it.
struct Exchange {
  std::string url, request;    ///< body
  int status = 0;
  io::Headers headers;
  std::string response;        ///< raw bytes
  std::string error;           ///< "" = regular end
};

/// Plays recorded exchanges back through the same wire code, in order, offline. A request whose
/// body differs from the recorded one is answered all the same; `on_difference` is told the number
/// of the exchange. When the tape is used up: Error{not_found}.
base::Result<std::unique_ptr<Model>> make_replay(ModelInfo info, std::vector<Exchange> tape,
                                                 std::function<void(std::size_t)> on_difference);

}  // namespace llm
