#pragma once
// What a wire format does for the server: checks a request as the real API does, and writes an
// answer as the real API does.

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "http.h"
#include "json/json.h"
#include "model_server/script.h"

namespace model_server {

/// Why a request is refused; the wire puts it in its own form.
struct Refusal {
  int status = 400;
  std::string type = "invalid_request_error";
  std::string message;
  std::string code;    ///< "" = null
  std::string param;   ///< "" = null
};
/// Nothing = fine.
using Check = std::optional<Refusal>;

struct SeenResult {
  std::string call_id, text;
  bool is_error = false;
};

/// A request in neutral terms, for the expectations and for the answer.
struct Seen {
  std::string model, system;
  bool stream = false;
  std::vector<std::string> texts;           ///< of all messages and results, in order
  std::vector<SeenResult> last_results;     ///< those since the model's last answer
  std::set<std::string> tools, freeform;    ///< offered; freeform ones are in both
  std::vector<std::string> parts;           ///< what the provider would cache: tools, system, items
  bool reasoning = false;                   ///< the answer may hold reasoning
  bool reasoning_text = false;              ///< ... with readable text
  bool reasoning_sealed = false;            ///< ... with its encrypted form
  bool usage = true;                        ///< wanted in the stream
  bool cache = true;                        ///< prompt caching happens
  std::size_t max_output = 0;
  json::Object body;
};

/// What the server has sent so far and must come back unchanged.
class Memory {
 public:
  struct Issued {
    std::string name, arguments;
    bool freeform = false;
    std::string reasoning;    ///< sealed form of the reasoning that led to it, "" = none
    std::string item_id;
  };
  /// A new id: `prefix` and `length` letters and digits, the same in every run of a script.
  std::string new_id(std::string_view prefix, std::size_t length);
  void issue(const std::string& call_id, Issued call) { calls_[call_id] = std::move(call); }
  [[nodiscard]] const Issued* find(const std::string& call_id) const {
    const auto found = calls_.find(call_id);
    return found == calls_.end() ? nullptr : &found->second;
  }

 private:
  std::uint64_t next_ = 1;
  std::map<std::string, Issued> calls_;
};

/// Stands for what only the provider can make: a signature over a reasoning text. The same text has
/// the same seal in every server, so a server that was started again still knows its own.
std::string seal(std::string_view text);

/// What an answer consists of, with the usage filled in.
struct Answer {
  const Turn* turn = nullptr;
  std::int64_t input = 0, cached = 0, cache_write = 0, output = 0, reasoning = 0;
  std::string stop;   ///< never ""
};

struct Event {
  std::string name;   ///< "" = no event line
  std::string data;
  Place::At part = Place::At::head;
};

class Wire {
 public:
  virtual ~Wire() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  virtual Check authenticate(const HttpRequest& request, const std::string& key) const = 0;
  /// Checks everything that the provider checks without running the model.
  virtual Check check(const HttpRequest& request, const json::Object& body, const Script& script,
                      const Memory& memory, Seen& out) const = 0;
  /// The events of a streamed answer.
  virtual std::vector<Event> stream(const Answer& answer, const Seen& seen, Memory& memory) const = 0;
  /// The body of an answer that is not streamed.
  virtual std::string whole(const Answer& answer, const Seen& seen, Memory& memory) const = 0;
  /// Events that report an error inside a stream of status 200.
  virtual std::vector<Event> stream_error(const std::string& kind, const std::string& message) const = 0;
  virtual std::string error_body(const Refusal& refusal) const = 0;
  /// The provider's usual words for a status, and for an exceeded window.
  virtual Refusal usual(int status) const = 0;
  virtual Refusal overflow(std::int64_t tokens, std::int64_t window) const = 0;
  virtual Headers headers(Memory& memory) const = 0;
};

std::unique_ptr<Wire> make_responses();
std::unique_ptr<Wire> make_chat();
std::unique_ptr<Wire> make_messages();

// ---- shared by the wires ----

/// The first member of `object` that is neither known nor allowed, or "".
std::string unknown_member(const json::Object& object, const std::set<std::string, std::less<>>& known,
                           const std::set<std::string>& allow);
/// "Bearer KEY" or "".
std::string bearer(const HttpRequest& request);
/// A key as error texts show it: "sk-sc***pted".
std::string masked(const std::string& key);
/// Pieces of a few characters, whole in UTF-8, as models produce them; all in one if `big`.
std::vector<std::string> deltas(const std::string& text, bool big);
/// A call's arguments as a function call's: a freeform input becomes {"input": TEXT}.
std::string as_arguments(const Call& call);
/// Equal as JSON, or as text where one of them is not JSON.
bool same_arguments(const std::string& a, const std::string& b);
inline bool has(const Turn& turn, const char* quirk) { return turn.quirks.contains(quirk); }
/// The string member, or "".
std::string text_of(const json::Object& object, std::string_view key);
boost::json::string to_json(std::string_view text);
std::int64_t created_at();

}  // namespace model_server
