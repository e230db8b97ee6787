#pragma once
#include <string_view>

#include "base/error.h"

namespace llm {

/// The code with this base::name(), or Code::unavailable: what a tape says of how an exchange ended.
base::Code code_from_name(std::string_view name);

}  // namespace llm
