#include "base/error.h"

#include <cerrno>
#include <cstring>

namespace base {

std::string_view name(Code code) {
  switch (code) {
    case Code::invalid: return "invalid";
    case Code::not_found: return "not_found";
    case Code::exists: return "exists";
    case Code::ambiguous: return "ambiguous";
    case Code::changed: return "changed";
    case Code::too_big: return "too_big";
    case Code::denied: return "denied";
    case Code::unauthenticated: return "unauthenticated";
    case Code::rate_limited: return "rate_limited";
    case Code::budget: return "budget";
    case Code::context_overflow: return "context_overflow";
    case Code::timeout: return "timeout";
    case Code::cancelled: return "cancelled";
    case Code::unavailable: return "unavailable";
    case Code::no_space: return "no_space";
    case Code::protocol: return "protocol";
    case Code::unsupported: return "unsupported";
    case Code::io: return "io";
    case Code::internal: return "internal";
  }
  return "internal";
}

static Code code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
    case ESRCH: return Code::not_found;
    case EEXIST: return Code::exists;
    case EACCES:
    case EPERM:
    case EROFS: return Code::denied;
    case ENOSPC:
    case EDQUOT: return Code::no_space;
    case EFBIG: return Code::too_big;
    case ETIMEDOUT: return Code::timeout;
    case EINVAL:
    case ENAMETOOLONG:
    case EISDIR: return Code::invalid;
    case ECANCELED: return Code::cancelled;
    case ENOSYS:
    case ENOTSUP: return Code::unsupported;
    case ECONNREFUSED:
    case ECONNRESET:
    case EPIPE: return Code::unavailable;
    default: return Code::io;
  }
}

tl::unexpected<Error> fail_errno(std::string what) { return fail_errno(std::move(what), errno); }

tl::unexpected<Error> fail_errno(std::string what, int error_number) {
  what += ": ";
  what += std::strerror(error_number);  // NOLINT(concurrency-mt-unsafe): glibc's is per thread
  return fail(code_of(error_number), std::move(what));
}

tl::unexpected<Error> with(Error error, std::string_view context) {
  error.what.insert(0, ": ");
  error.what.insert(0, context);
  return fail(std::move(error));
}

}  // namespace base
