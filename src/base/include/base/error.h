#pragma once
// How plumb returns errors: as values. `Result<T>` holds a T or an Error; TRY and CO_TRY
// (base/try.h) pass an Error upwards; `with` adds what the caller knew.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace base {

/// What kind of failure, for code that decides. `Error::what` is for people.
enum class Code {
  invalid,          ///< the input is wrong: its sender must change it
  not_found,        ///< the thing named does not exist
  exists,           ///< the thing to be made is there already
  ambiguous,        ///< the input fits more than one thing
  changed,          ///< somebody else changed the thing meanwhile
  too_big,          ///< beyond a bound that has a name
  denied,           ///< refused: by permissions, policy, or a server (401, 403)
  unauthenticated,  ///< a key is missing or was refused
  rate_limited,     ///< 429, 529: later it may work
  budget,           ///< the next step would overshoot a limit set by the user
  context_overflow, ///< the request does not fit the model's window
  timeout,          ///< a deadline passed
  cancelled,        ///< the caller cancelled
  unavailable,      ///< a server or a program is not there, or broke off; a retry may work
  no_space,         ///< the disk or the quota is full
  protocol,         ///< the other side broke its protocol
  unsupported,      ///< this machine, file or model cannot do it
  io,               ///< any other failure of the operating system
  internal,         ///< a bug of ours
};

/// "not_found", "timeout", ...: stable, used in events and JSON.
std::string_view name(Code code);

/// A failure. `what` is one sentence without a final full stop that says what was wrong, where,
/// and, where that is known, what to do.
struct Error {
  Code code = Code::internal;
  std::string what;
};

template <class T = void>
using Result = tl::expected<T, Error>;

/// `return fail(Code::not_found, "no such file: " + path);`
inline tl::unexpected<Error> fail(Code code, std::string what) {
  return tl::unexpected<Error>(Error{code, std::move(what)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// From errno (or any errno value): `return fail_errno("cannot open " + path);` maps ENOENT, EACCES,
/// ENOSPC, ... to a Code and appends strerror.
tl::unexpected<Error> fail_errno(std::string what);
tl::unexpected<Error> fail_errno(std::string what, int error_number);

/// Adds context on the way up: "reading session x: no such file: log.jsonl".
tl::unexpected<Error> with(Error error, std::string_view context);

}  // namespace base
