#pragma once
// contract: which models there are, and how to speak to them.
//
// A built-in table of providers and models (catalogue.toml), the user's own on top
// ([providers.NAME] in config.toml), local servers found on loopback.

#include <functional>
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
  /// How it is told to think: "" or "openai" (reasoning_effort), "openrouter", "deepseek", "zai",
  /// "qwen", "qwen-chat-template".
  std::string thinking_format;
  bool strict_tools = false;
  bool reasoning_in_history = true;   ///< takes back the reasoning that it sent
  bool reasoning_in_every_turn = false;  ///< DeepSeek: wants the member even where it is empty
  bool cache_key = false;        ///< knows prompt_cache_key
  bool cache_control = false;    ///< wants Anthropic's cache_control (OpenRouter, for anthropic/...)
  bool tool_stream = false;      ///< z.ai streams tool arguments only if asked to
  bool nine_char_ids = false;    ///< Mistral: tool call ids are nine letters or digits
};

struct Provider {
  std::string name;
  std::string wire;                    ///< default of its models
  std::string base_url;                ///< up to and without /responses, /chat/completions, /messages
  std::vector<std::string> key_env;    ///< environment variables that may hold its key, in order
  bool needs_key = true;
  std::string key_header;              ///< "" = the wire's own (Authorization: Bearer, x-api-key)
  Compat compat;
  io::Headers headers;                 ///< sent with every request
  ModelInfo defaults;                  ///< what is assumed of its models that nobody described
  std::vector<ModelInfo> models;
  bool local = false;
  std::string prices_as_of;            ///< "2026-11": when its list of prices was read; "" = not known
};

class Catalogue {
 public:
  /// The built-in table plus `config_toml` (text of the user's config.toml, may be empty). Fails with
  /// invalid and the line of the mistake.
  static base::Result<Catalogue> load(const std::string& config_toml);
  [[nodiscard]] const std::vector<Provider>& providers() const { return providers_; }
  /// Adds a provider, or replaces the one of its name.
  void add(Provider provider);

  struct Choice { const Provider* provider; ModelInfo model; };
  /// "provider/model", a bare model id known to one provider, a provider (its first model), or an
  /// alias. The pointer is good until the next add(). An unknown model of a
  /// known provider is accepted with what is known ("openai/gpt-next"). Fails with not_found (names
  /// near misses), ambiguous.
  [[nodiscard]] base::Result<Choice> find(const std::string& name) const;

 private:
  std::vector<Provider> providers_;
  std::map<std::string, std::string> aliases_;   ///< name -> "provider/model"
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
  std::string key_from;     ///< for people, when it is refused: "key in OPENAI_API_KEY"
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
/// The same with the provider's own Compat, so that the requests come out as they were recorded;
/// the form above takes it from the built-in table. `record` (not owned, may be nullptr) sees the
/// played traffic of a wire as it saw the first: a replayed session can be replayed again.
base::Result<std::unique_ptr<Model>> make_replay(const Provider& provider, ModelInfo info,
                                                 std::vector<Exchange> tape,
                                                 std::function<void(std::size_t)> on_difference,
                                                 Tape* record = nullptr);

}  // namespace llm
