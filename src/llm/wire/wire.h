#pragma once
// The inside of the module: what a wire format has to offer. An encoder is a pure function from
// items to a body; a decoder takes the events of one stream and makes one Response of them. Neither
// knows HTTP, retries or time: those are client.cpp's.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "io/http.h"
#include "json/json.h"
#include "llm/catalogue.h"
#include "llm/item.h"
#include "llm/model.h"

namespace llm::wire {

/// Who is spoken to, and what was learnt about them.
struct Target {
  ModelInfo info;
  Compat compat;
  /// Optional members of the request that this server has refused: they are left out from then on.
  std::set<std::string, std::less<>> refused;

  [[nodiscard]] bool takes(std::string_view member) const { return !refused.contains(member); }
  /// What Reasoning::origin says for items of this model.
  [[nodiscard]] std::string origin() const { return info.wire + "/" + info.id; }
};

enum class Retry {
  never,
  few,   ///< twice: it may be a hiccup, but more of the same is likely
  yes,   ///< up to WireOptions::retries_max
};

struct Failure {
  base::Error error;
  Retry retry = Retry::never;
  std::optional<io::Millis> wait;   ///< what the server asked for
  std::string refused;              ///< the member of the request that must go, see Target::refused
};
template <class T = void>
using Outcome = tl::expected<T, Failure>;

/// Makes one Response of one stream. Not thread-safe; throws nothing.
class Decoder {
 public:
  explicit Decoder(EventSink sink) : sink_(std::move(sink)) {}
  virtual ~Decoder() = default;
  /// One event. `event` is the name that the SSE frame gave, perhaps "". Errors that the stream
  /// reports as an object with a member "error" never come here (reader.cpp has them).
  virtual Outcome<> take(std::string_view event, const json::Value& data) = 0;
  /// A whole answer, from a server that did not stream although it was asked to.
  virtual Outcome<> whole(const json::Value& body) = 0;
  /// The frame "[DONE]" came.
  virtual void end_marker() {}
  /// True once the answer is complete: what the server sends afterwards does not matter.
  [[nodiscard]] virtual bool done() const = 0;
  /// To be asked once, after done().
  virtual Response finish() = 0;

 protected:
  void emit(Event event) const {
    if (sink_) sink_(event);
  }

 private:
  EventSink sink_;
};

// The three wires. `encode` makes the body, deterministic byte for byte: prompt caches depend on it.
std::string encode_messages(const Target& target, const Request& request);
std::string encode_responses(const Target& target, const Request& request);
std::string encode_chat(const Target& target, const Request& request);
std::unique_ptr<Decoder> decode_messages(const Target& target, const Request& request, EventSink sink);
std::unique_ptr<Decoder> decode_responses(const Target& target, const Request& request, EventSink sink);
std::unique_ptr<Decoder> decode_chat(const Target& target, const Request& request, EventSink sink);

/// One wire by its name.
struct Wire {
  std::string_view name, path;
  std::string (*encode)(const Target&, const Request&);
  std::unique_ptr<Decoder> (*decode)(const Target&, const Request&, EventSink);
};
/// nullptr if there is none of that name.
const Wire* find_wire(std::string_view name);

}  // namespace llm::wire
