#pragma once
// Who may send requests at all, before it is asked what they may do: no page of another origin, and nobody who calls the server
// by another name (origins.h). Internal to server.

#include <optional>
#include <string>

#include "http.h"
#include "origins.h"

namespace server {

struct Refusal {
  int status = 403;
  std::string why;
};

/// Nothing, or why this request is not looked at any further.
std::optional<Refusal> refuse_sender(const Request& request, const Origins& origins);

/// How often a header was sent. `lower`: its name in lower case.
std::size_t count(const io::Headers& headers, std::string_view lower);

}  // namespace server
