#pragma once
// URLs as OAuth needs them: taken apart, compared by their origin, with forms and queries written and read. Internal to mcp.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "io/http_url.h"

namespace mcp {

struct Url {
  std::string origin;            ///< scheme://host:port as it is written
  std::string path;              ///< "" or with its "/"
  std::string query;             ///< without "?"
  io::HttpTarget target;
};

/// An absolute http or https URL without user and fragment. Fails with invalid, without repeating it.
base::Result<Url> read_url(const std::string& text);

/// Whether secrets may be sent there: by TLS, or to this machine, from a server that is on this machine itself.
bool may_carry_secrets(const Url& url, const Url& server);

std::string percent_encoded(std::string_view text);
std::string percent_decoded(std::string_view text);

using Fields = std::vector<std::pair<std::string, std::string>>;
/// a=1&b=2; fields with empty values are left out.
std::string form(const Fields& fields);
/// The first value of `key` in the query of `target`, decoded; "" if there is none.
std::string query_value(std::string_view target, std::string_view key);

}  // namespace mcp
