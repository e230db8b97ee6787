#pragma once
// What the scripted model server says, in a form that knows no wire format: the same script drives
// Responses, Chat Completions and Messages. tests/README.md has the JSON form with examples.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace model_server {

/// A tool call of the model.
struct Call {
  std::string name;
  std::string arguments;   ///< JSON text, or whatever broken text the script has
  /// The input of a freeform tool. On wires without such tools, or if the request offers a function
  /// of that name, it is sent as {"input": TEXT}.
  bool freeform = false;
};

/// As llm::Usage has it: input includes cached and cache_write, output includes reasoning. What the
/// script leaves out is computed from the request's and the answer's bytes.
struct Usage {
  std::optional<std::int64_t> input, cached, cache_write, output, reasoning;
};

/// A place in the answer's bytes: a number, or the middle of the first event of a part.
struct Place {
  enum class At { bytes, start, head, reasoning, text, call, end };
  At at = At::bytes;
  std::size_t bytes = 0;
};

/// What goes wrong with this answer.
struct Fault {
  std::optional<int> status;             ///< an error answer in the provider's form
  std::string message, type, code;       ///< its members, if not the provider's usual ones
  std::optional<std::string> body;       ///< its body instead
  std::string retry_after, retry_after_ms;
  bool refuse_key = false;               ///< 401
  bool overflow = false;                 ///< the context window is exceeded, as the wire says it
  std::optional<std::string> stream_error;  ///< an error inside the 200 stream: "overloaded", ...
  std::optional<Place> close_at;         ///< the connection ends there
  bool reset = false;                    ///< ... by RST
  std::optional<Place> stall_at;         ///< nothing comes after that
  bool silent = false;                   ///< not even a status line
  std::string garbage;                   ///< "html", "binary", "text", "empty", with status 200
  bool no_end = false;                   ///< a proper HTTP end, but no terminating event
  std::size_t header_bytes = 0;          ///< a header of that size
  std::optional<std::string> content_type;  ///< "" = none
  std::size_t split = 0;                 ///< the body goes out in pieces of so many bytes
  [[nodiscard]] bool any_error() const {
    return status || body || refuse_key || overflow || silent || !garbage.empty();
  }
};

/// What must hold for the request that this turn answers. A failing one is answered with a 400 that
/// says so (not a 5xx: clients would repeat it) and kept in Server::failures().
struct Expect {
  std::vector<std::string> contains, lacks;              ///< anywhere in the prompt's texts
  std::vector<std::string> system_contains;
  std::vector<std::string> result_contains, result_lacks;  ///< in the results since the last answer
  std::optional<bool> result_is_error;   ///< of the last one; only Messages carries it
  std::optional<std::size_t> results;    ///< how many came since the last answer
  std::vector<std::string> tools, no_tools;
  bool extends = false;                  ///< the previous request is a prefix of this one
  std::optional<std::size_t> body_max;   ///< bytes
  std::map<std::string, std::string> headers;   ///< name -> text it contains
};

struct Turn {
  std::string text, reasoning;
  std::vector<Call> calls;
  std::string stop;         ///< "", "end", "tool_calls", "max_tokens", "refusal", "pause", "overflow"
  Usage usage;
  Fault fault;
  Expect expect;
  /// Ways of real servers: "crlf", "cr", "bom", "comments", "no_space", "one_newline",
  /// "no_final_blank", "no_done", "no_index", "no_usage", "usage_in_choice", "ids_once_empty",
  /// "reasoning" (the field's name instead of reasoning_content), "big_delta" (one delta for all)
  std::set<std::string> quirks;
  std::int64_t repeat = 1;  ///< so many requests are answered with it; -1 = all from here on
  bool any_tool = false;    ///< may call a tool that the request does not offer
  bool numbered = false;    ///< {n} in text and arguments becomes the number of the request
  /// Of this model only, whose requests then take its turns alone, in their order: several sessions at
  /// once, each with a script of its own. "" = of all models that have no turns of their own.
  std::string model;
};

struct Script {
  std::vector<Turn> turns;
  std::vector<std::string> models{"scripted-1"};
  std::string key = "sk-scripted";      ///< "" = none wanted
  std::int64_t window = 200000;         ///< tokens, where an endpoint tells it
  std::set<std::string> allow;          ///< members of requests that the strict check lets pass
  std::string emulate;                  ///< "", "ollama", "llama-server": their own endpoints too
};

/// Fails with invalid: the path of what is wrong, unknown members included.
base::Result<Script> parse_script(std::string_view json);

inline constexpr std::size_t k_script_max = std::size_t{64} << 20;

}  // namespace model_server
