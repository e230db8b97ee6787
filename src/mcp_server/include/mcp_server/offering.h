#pragma once
// What a server offers, apart from how it is spoken: the protocol asks an Offering for lists, and hands it the requests that do
// something. Everything is for one thread.

#include <boost/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "json/json.h"

namespace mcp_server {

enum class Era {
  legacy,   ///< 2025-11-25 and before: after an initialize handshake
  modern,   ///< 2026-07-28: stateless
};

inline constexpr int k_parse_error = -32700, k_invalid_request = -32600, k_unknown_method = -32601, k_invalid_params = -32602,
                     k_internal_error = -32603, k_header_mismatch = -32020, k_missing_capability = -32021, k_bad_version = -32022;

/// One request while it is served. Ends with finish() or fail(), or is cancelled: then nothing of it is sent any more.
class Exchange {
 public:
  virtual ~Exchange() = default;
  [[nodiscard]] virtual const std::string& method() const = 0;
  /// An object.
  [[nodiscard]] virtual const json::Value& params() const = 0;
  [[nodiscard]] virtual Era era() const = 0;
  /// Whether the client has declared it: "elicitation", "sampling", "roots".
  [[nodiscard]] virtual bool client_can(std::string_view capability) const = 0;

  /// Once; later ones count for nothing.
  virtual void finish(json::Object result) = 0;
  virtual void fail(int code, std::string what, json::Value data = nullptr) = 0;

  [[nodiscard]] virtual bool wants_progress() const = 0;
  /// Dropped if the client did not ask for it. `total` < 0 = unknown.
  virtual void progress(double done, double total, std::string text) = 0;
  /// Dropped if the client did not ask for it (logging/setLevel; in the newer era _meta of the request).
  virtual void log(std::string_view level, json::Value data) = 0;
  /// Asks the client something (elicitation/create, sampling/createMessage). `on_answer` gets an object with "result" or "error".
  /// Only in the older era: in the newer one finish with a resultType "input_required".
  virtual void ask(std::string method, json::Object params, std::function<void(const json::Value& answer)> on_answer) = 0;

  std::function<void()> on_cancel;
};

class Offering {
 public:
  virtual ~Offering() = default;
  /// name, title, version: "serverInfo".
  [[nodiscard]] virtual json::Object about() const = 0;
  [[nodiscard]] virtual std::string instructions() const = 0;
  [[nodiscard]] virtual json::Object capabilities(Era era) const = 0;
  /// The result of tools/list and its like; nothing: there is no such method.
  [[nodiscard]] virtual std::optional<json::Object> list(std::string_view method) const = 0;
  /// Serves it, at once or later. False: there is no such method.
  virtual bool serve(const std::shared_ptr<Exchange>& exchange) = 0;
};

}  // namespace mcp_server
