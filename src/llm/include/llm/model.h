#pragma once
// contract: one interface to every model.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "io/http.h"
#include "llm/item.h"

namespace llm {

/// What is known about a model. Prices in US dollars for a million tokens; negative = not known.
struct ModelInfo {
  std::string provider;         ///< "openai", "anthropic", "ollama", "builtin", "replay", ...
  std::string id;               ///< as sent to the provider
  std::string wire;             ///< "responses", "chat", "messages", "builtin"
  std::int64_t window = 0;      ///< tokens of context, 0 = not known
  std::int64_t output_max = 0;  ///< tokens, 0 = not known
  double price_in = -1, price_cached = -1, price_cache_write = -1, price_out = -1;
  bool images = false;
  bool reasoning = false;
  std::string edit_tool;        ///< the edit tool it was trained on: "apply_patch" or "edit"
  bool freeform = false;        ///< knows freeform (custom) tools
  std::string thinking;         ///< messages: "budget" or "adaptive"; "" = budget if `reasoning`
};
/// Cost of `usage` in dollars, or a negative number if a price is not known. Free local models have
/// prices of 0.
double cost(const ModelInfo& info, const Usage& usage);

/// Takes events on the loop's thread as they come. Must not throw.
using EventSink = std::function<void(const Event&)>;

class Model {
 public:
  virtual ~Model() = default;
  [[nodiscard]] virtual const ModelInfo& info() const = 0;
  /// One answer, whole or an error, never a half: a stream that breaks off is retried from its
  /// start, and what it had begun is never handed out as items. Retries 408, 409, 429, 5xx, 529 and
  /// broken streams with backoff and jitter, honouring Retry-After. Fails with unauthenticated,
  /// denied, context_overflow, rate_limited, unavailable, timeout, protocol, cancelled (within
  /// 100 ms), invalid (the provider refused the request: its text is in the error).
  virtual io::Task<base::Result<Response>> respond(Request request, EventSink sink) = 0;
};

/// Sees a model's traffic byte for byte: for the journal, and so for replay. All functions are
/// called on the loop's thread. One exchange at a time per Model. Keys are never passed.
class Tape {
 public:
  virtual ~Tape() = default;
  /// Before a request goes out. `headers` are without credentials. An error stops the request:
  /// what cannot be recorded is not sent.
  virtual base::Result<> request(const std::string& url, const std::string& body) = 0;
  /// status line and headers have come.
  virtual void head(int status, const io::Headers& headers) = 0;
  virtual void bytes(std::string_view bytes) = 0;
  /// The exchange is over; `error` is empty if the transport saw its regular end.
  virtual void end(const std::string& error) = 0;
};

}  // namespace llm
