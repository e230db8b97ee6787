#pragma once
// contract: one connection to an MCP server, of either kind (a program spoken to over its pipes, an address spoken to over
// HTTP) and of either era: the stateless protocol of 2026-07-28, and the one with an initialize handshake before it.
//
// A server is a stranger. What it sends is bounded (the constants below), its texts are data, its names are checked, and
// what it asks of us beyond `ping` is refused; questions to the user are answered by Options::on_question where there is one.
//
// For the loop's thread. Whoever has a Client awaits close() before it goes.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/http.h"
#include "io/process.h"

namespace mcp {

inline constexpr std::string_view k_modern = "2026-07-28", k_legacy = "2025-11-25";

inline constexpr std::size_t k_message_max = std::size_t{16} << 20;   ///< bytes of one message
inline constexpr std::size_t k_unasked_max = 10000;                   ///< notifications and the like between two answers
inline constexpr std::size_t k_tools_max = 1000;                      ///< of one server
inline constexpr std::size_t k_tool_bytes_max = std::size_t{64} << 10;   ///< name, description and schema of one
inline constexpr std::size_t k_pages_max = 100;                       ///< of a list
inline constexpr std::size_t k_log_max = std::size_t{32} << 10;       ///< kept of what a program writes to stderr
inline constexpr std::size_t k_images_max = 8;                        ///< of one result
inline constexpr std::size_t k_image_max = std::size_t{5} << 20;      ///< bytes of one

struct Program {
  std::vector<std::string> argv;
  std::string cwd;
  std::map<std::string, std::string, std::less<>> env;   ///< the whole environment
};

class Login;

struct Address {
  std::string url;               ///< http or https
  io::Headers headers;           ///< with each request; may hold keys
  Login* login = nullptr;        ///< puts a token on each request (mcp/login.h); must outlive the client
};

/// What a server asks the user in the middle of a call (elicitation, of the form kind).
struct Question {
  std::string message;           ///< valid UTF-8
  std::string schema;            ///< of the answer: a flat JSON schema
};
struct Answer {
  enum class Action { accept, decline, cancel };
  Action action = Action::decline;
  std::string content;           ///< of accept: a JSON object
};
using OnQuestion = std::function<io::Task<Answer>(Question)>;

/// What a form would send that nobody has touched: the defaults in its schema.
Answer accept_defaults(const Question& question);

struct Options {
  std::string version;           ///< of this client
  io::Millis start_timeout{30000};
  io::Millis list_timeout{30000};
  io::Millis call_timeout{120000};
  OnQuestion on_question;        ///< empty: the server is told that the user cannot be asked
};

struct ServerInfo {
  std::string name, version;     ///< as it says, at most 100 bytes each
  std::string protocol;          ///< "2026-07-28", "2025-11-25", ...
};

struct Tool {
  std::string name;              ///< letters, digits and _ - . /
  std::string title, description;
  std::string schema;            ///< of its arguments, JSON
};

struct ToolList {
  std::vector<Tool> tools;       ///< in the server's order
  std::vector<std::string> left_out;   ///< why a tool is not in it, a sentence each
};

struct Image {
  std::string mime, bytes;
};

struct CallResult {
  std::string text;              ///< valid UTF-8
  std::vector<Image> images;
  bool is_error = false;         ///< the tool says that it failed
};

using OnProgress = std::function<void(std::string_view line)>;

class Client {
 public:
  /// Starts a program and shakes hands. Fails with not_found, denied, invalid (as io::Process::start), unavailable (it ended:
  /// the text has its last words), timeout, protocol, unsupported (no version in common), cancelled; nothing runs then.
  static io::Task<base::Result<std::unique_ptr<Client>>> start(io::Launcher launcher, Program program, Options options);
  /// Finds out what is at the address. Fails with invalid (the URL), unauthenticated, denied, and as start.
  static io::Task<base::Result<std::unique_ptr<Client>>> connect(io::Loop& loop, io::HttpClient& http, Address address,
                                                                 Options options);
  virtual ~Client() = default;

  /// The server's tools, asked for when they are not known or have become stale. Names that are not well-formed or come
  /// twice, and tools that are too large, are left out. Fails with unavailable, timeout, protocol, too_big, cancelled.
  virtual io::Task<base::Result<ToolList>> tools() = 0;
  /// Calls a tool of the list. `arguments`: a JSON object. Cancellation is told to the server. Fails with not_found (no such
  /// tool), invalid (arguments), unsupported (it wants what this client does not do), and as tools(). A failing tool is a result.
  /// A question of the server that was not answered is told in the result.
  virtual io::Task<base::Result<CallResult>> call(std::string tool, std::string arguments, OnProgress on_progress) = 0;
  /// Ends the connection: a program has half a second each to end by itself and after SIGTERM. Not shortened by a
  /// cancellation.
  virtual io::Task<> close() = 0;
  /// False once a program has ended or was given up: only close() is left to do.
  [[nodiscard]] virtual bool is_open() const = 0;

  [[nodiscard]] virtual const ServerInfo& info() const = 0;
  /// The end of what a program wrote to stderr, or to stdout without it being a message. Valid UTF-8.
  [[nodiscard]] virtual std::string log() const = 0;
};

}  // namespace mcp
