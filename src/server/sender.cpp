#include "sender.h"

#include <algorithm>

namespace server {

namespace {

bool is_header(std::string_view name, std::string_view lower) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return std::equal(name.begin(), name.end(), lower.begin(), lower.end(), same);
}

}  // namespace

std::size_t count(const io::Headers& headers, std::string_view lower) {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const auto& header) { return is_header(header.first, lower); }));
}

std::optional<Refusal> refuse_sender(const Request& request, const Origins& origins) {
  const auto host = io::header(request.headers, "host");
  if (count(request.headers, "host") != 1) return Refusal{400, "One Host is needed."};
  if (!origins.is_ours(host)) return Refusal{403, "This server has another name. To reach it by this one, start it with --host NAME."};
  const auto origin = io::header(request.headers, "origin");
  if (count(request.headers, "origin") > 1 || (!origin.empty() && !origins.is_same(origin, host)))
    return Refusal{403, "Pages of other origins get nothing here."};
  // What another page embeds or fetches; opening a link from there is a navigation, and fine.
  const auto site = io::header(request.headers, "sec-fetch-site"), mode = io::header(request.headers, "sec-fetch-mode");
  if ((site == "cross-site" || site == "same-site") && mode != "navigate") return Refusal{403, "Pages of other origins get nothing here."};
  return std::nullopt;
}

}  // namespace server
