#pragma once
// Text of somebody who is not to be believed, for the model. Internal to engine.

#include <string>

namespace engine {

/// Between two marks that it cannot contain: they are made from it.
std::string fenced(const std::string& text);

}  // namespace engine
