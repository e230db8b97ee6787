#pragma once
// contract: OAuth as MCP servers at an address ask for it. A Login holds what one server has given: it puts a token on each
// request, has one that ran out renewed, and takes a person through the login where there is one who can be asked.
//
// Who gives tokens is found out from the server's own words, so nothing is believed: metadata must be about this server
// and this issuer, secrets go only to https (or, from a server on this machine, to this machine), the answer must carry our
// state and come from the issuer that was asked (RFC 9207), and PKCE (S256) is never left out.
//
// For the loop's thread.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/http.h"

namespace mcp {

/// What the user has set up about the client; all of it may be empty.
struct LoginSetup {
  std::string issuer;            ///< the authorization server that client_id is known to
  std::string client_id, client_secret;
  std::string metadata_url;      ///< https, of a client id metadata document: used as client id where the server takes it
  std::string scope;             ///< instead of what the server asks for
  bool is_for_programs = false;  ///< client_credentials: no person is asked
  std::string private_key;       ///< PEM, of client_credentials: private_key_jwt (ES256) instead of a secret
};

/// Takes a person to a page, and back.
class Browser {
 public:
  virtual ~Browser() = default;
  /// Where the page is to lead to; always the same.
  [[nodiscard]] virtual std::string redirect_uri() const = 0;
  /// Returns path and query of the redirect that carries `state`; what carries another is not looked at. Fails with timeout,
  /// cancelled.
  virtual io::Task<base::Result<std::string>> visit(std::string url, std::string state) = 0;
};

/// Listens at a port of 127.0.0.1. `show` gets the page's address: it opens or prints it. Fails with io. Must be closed before
/// it goes.
class LoopbackBrowser : public Browser {
 public:
  static base::Result<std::unique_ptr<LoopbackBrowser>> open(io::Loop& loop, io::Millis limit, std::function<void(std::string url)> show);
  virtual io::Task<> close() = 0;
};

/// Where what was given is kept: one text, private. Errors are passed on.
struct LoginStore {
  std::function<base::Result<std::string>()> load;   ///< "" = nothing
  std::function<base::Result<>(const std::string& text)> save;
  /// Held while a token is renewed, so that of several processes one does it; empty = there are no others.
  std::function<io::Task<base::Result<std::shared_ptr<void>>>()> lock;
};

class Login {
 public:
  struct Parts {
    io::HttpClient& http;
    std::string url;             ///< of the MCP server
    LoginSetup setup;
    LoginStore store;
    Browser* browser = nullptr;  ///< nullptr: nobody can be asked
    std::string advice;          ///< for errors: how to log in
    bool is_fresh = false;       ///< a new login: tokens that are kept are not used
  };
  static std::unique_ptr<Login> make(io::Loop& loop, Parts parts);
  virtual ~Login() = default;

  /// The token for the next request, "" = none. One that is about to run out is renewed before.
  virtual io::Task<base::Result<std::string>> token() = 0;
  /// The server refused the token `used` ("" = none was sent) with 401 or 403. Returns when there is another one to try. Fails
  /// with unauthenticated (a person must log in), denied (refused, or the rights were asked for before), and as the servers do.
  virtual io::Task<base::Result<>> renew(std::string used, int status, io::Headers headers) = 0;
  /// Tells the authorization server that what is kept is not needed any more; what is kept stays. False: it has no way to be told,
  /// or there is nothing. Fails as it does.
  virtual io::Task<base::Result<bool>> revoke() = 0;
  /// What must not be shown to anybody.
  [[nodiscard]] virtual std::vector<std::string> secrets() const = 0;
};

}  // namespace mcp
