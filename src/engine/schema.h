#pragma once
#include <string>

#include "base/error.h"

namespace engine {

/// Whether `text` (perhaps inside a markdown fence) is JSON that fits `schema`. Returns the JSON
/// alone. Fails with invalid: what does not fit and where; or that the schema itself is wrong.
base::Result<std::string> check_schema(const std::string& schema, const std::string& text);

}  // namespace engine
