#pragma once
// Many versions of functions in one source file, told apart when the program runs.
//
// Compiling is what candidates in C and C++ cost: some hundred milliseconds each, one by one. But a
// compiler takes little longer for a function whose body holds fifty bodies:
//
//   int f(int x) {
//     if (plumb_variant_() == 7) { ...the body as candidate 7 has it... }
//     if (plumb_variant_() == 9) { ... }
//     { ...the body as it is... }
//   }
//
// The variable PLUMB_VARIANT of the environment says which is run. Each version is a block of its
// own with the same names in scope, so this holds for methods, templates and operators alike. A
// version that does not compile is found by the lines of the compiler's errors and left out.
//
// An edit inside of one simple statement, or of one condition, needs no copy of the body: there the choice
// is made at that place, which compiles several times faster.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "candidate.h"
#include "source.h"

namespace repair {

/// True if the candidate changes only the body of a function of which many versions can be made
/// (no constexpr, no coroutine, no labels).
bool fits_schemata(const Source& source, const Candidate& candidate);

struct VariantLines {
  std::size_t id = 0;
  std::size_t first = 0, last = 0;  ///< lines of its block in the text, from 1
};
struct Schemata {
  std::string text;
  std::vector<VariantLines> variants;
};
struct Variant {
  std::size_t id = 0;  ///< the value of PLUMB_VARIANT; 0 is the original
  const Candidate* candidate = nullptr;
};
/// The candidates of a batch that fit, in their order, id = index + 1, in as few builds as hold no more than
/// `bytes_max` of copied text each.
std::vector<std::vector<Variant>> builds_of(const std::vector<Source>& sources, const std::vector<Candidate>& batch,
                                            std::size_t bytes_max);
/// The file with all versions. Every candidate fits and is one of this source.
Schemata make_schemata(const Source& source, const std::vector<Variant>& variants);

/// "path:line:..." found in a compiler's output.
struct ErrorPlace {
  std::string path;
  std::size_t line = 0;
  bool is_error = false;  ///< the error itself; else a note or a line of the way there
};
std::vector<ErrorPlace> error_places(std::string_view output);
/// Names that it calls undeclared. GCC does so once a function, wherever else they stand in it.
std::set<std::string> undeclared_names(std::string_view output);
/// Whether the candidate brings one of these names into a function that does not have it.
bool brings_in(const Source& source, const Candidate& candidate, const std::set<std::string>& names);

}  // namespace repair
