#pragma once
// A module of JavaScript as CommonJS, as the TypeScript compiler makes it where tsconfig.json says so: imports become
// require(), exports become members of `exports`. Lines stay where they are.

#include <string>
#include <string_view>

#include "base/error.h"

namespace repair {

/// What is exported by its name and assigned to later keeps its first value for those who import it. Fails with
/// unsupported for exports of patterns, and for text that does not parse.
base::Result<std::string> to_commonjs(std::string_view module);

}  // namespace repair
