#pragma once
// Flags with which a program in C or C++ ends at what the language does not define (AddressSanitizer,
// UndefinedBehaviorSanitizer, checked iterators), for builds that read CFLAGS, CXXFLAGS and LDFLAGS.

#include <string_view>

#include "base/env.h"

namespace repair {

/// Iterators that are checked have another layout: a project with a library in C++ cannot have them.
enum class Iterators { checked, plain };

/// `env` for the build and for the tests: behind its own flags those of the instruments.
base::Env instrumented(const base::Env& env, Iterators iterators);

/// True if one of the instruments says in a program's output that it ended it.
bool reports_fault(std::string_view output);

}  // namespace repair
