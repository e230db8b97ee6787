#pragma once
// Who may do what. One secret in the state folder, and everything else derived from it: so links and logins outlive
// the server, and nothing is kept per link, per browser or per page.
//
//   token    in a link's fragment: HMAC(secret, rights, session). Who has the link has the rights.
//   browser  in a HttpOnly cookie: a random number of one browser, signed. Opens nothing by itself: a browser sends
//            cookies to every port of a host, also to a server of somebody else on another port.
//   key      in the storage of one page (which other ports cannot read): rights and session, signed for one browser.
//            Opens nothing without the cookie of that browser.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace server {

enum class Rights { watch, steer };
std::string_view name(Rights rights);

struct Grant {
  Rights rights = Rights::watch;
  std::string session;   ///< "" = all sessions
  bool operator==(const Grant&) const = default;
};

/// Milliseconds that a browser stays logged in.
inline constexpr std::int64_t k_login_ms = std::int64_t{90} * 24 * 3600 * 1000;

/// A value; safe from any thread. Comparisons take the same time whatever differs.
class Access {
 public:
  enum class Secret { keep, replace };
  /// The secret of this state folder, made (0600) if there is none; `replace` makes all links and logins void. Fails with
  /// denied (the file can be read by others), invalid (it is no secret), io.
  static base::Result<Access> open(const std::string& folder, Secret secret = Secret::keep);
  explicit Access(std::array<unsigned char, 32> secret) : secret_(secret) {}

  [[nodiscard]] std::string token(const Grant& grant) const;
  /// What `token` grants for `session` ("" = for all of them). Nothing if it is not one of ours.
  [[nodiscard]] std::optional<Grant> by_token(std::string_view token, std::string_view session) const;

  /// A new value for the cookie of a browser.
  [[nodiscard]] std::string new_browser(std::int64_t now_ms) const;
  [[nodiscard]] bool is_browser(std::string_view browser, std::int64_t now_ms) const;

  /// Of the cookie: one for each secret, since a host's ports share their cookies.
  [[nodiscard]] std::string cookie_name() const;

  [[nodiscard]] std::string key(const Grant& grant, std::string_view browser) const;
  [[nodiscard]] std::optional<Grant> by_key(std::string_view key, std::string_view browser) const;

 private:
  [[nodiscard]] std::string sign(std::string_view purpose, std::string_view what) const;
  std::array<unsigned char, 32> secret_;
};

/// What a link has behind its #: "TOKEN", or "TOKEN&s=SESSION".
std::string fragment(const Access& access, const Grant& grant);

/// "a" = "b", in a time that depends on the length of `given` only.
bool same_secret(std::string_view given, std::string_view ours);

/// Letters and digits, at most 64: what an id of a session may look like in a link.
bool is_session_id(std::string_view id);

/// How many wrong tokens are looked at: `burst` at once, then one every `refill_ms`.
class WrongTokens {
 public:
  static constexpr int k_burst = 20;
  static constexpr std::int64_t k_refill_ms = 2000;
  /// False while there were too many: then no token is looked at.
  [[nodiscard]] bool may_try(std::int64_t now_ms);
  void was_wrong() { ++wrong_; }

 private:
  std::int64_t wrong_ = 0, since_ms_ = 0;
};

}  // namespace server
