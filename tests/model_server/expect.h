#pragma once
#include "wire.h"

namespace model_server {

/// What of `expect` does not hold, in a sentence; "" = all holds. `before` = parts of the previous
/// request.
std::string unmet(const Expect& expect, const HttpRequest& request, const Seen& seen,
                  const std::vector<std::string>& before, const std::string& wire);

}  // namespace model_server
