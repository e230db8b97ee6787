#pragma once
// TypeScript without its types: text that a JavaScript engine reads.
//
// Types become blanks, so lines and columns stay. What is more than a type is put into JavaScript on
// the same line: enumerations, and parameters of constructors that declare fields. Imports of which the
// file uses no name as a value go, as the compiler does it.

#include <string>
#include <string_view>

#include "base/error.h"
#include "code/language.h"

namespace repair {

struct EraseOptions {
  /// A field that has a type and no value is one of the object ("undefined"); else it is only a type.
  bool defines_fields = true;
  /// A part of a file, a body of a function: imports are none of its business.
  bool is_part = false;
};
struct Erased {
  std::string text;
  bool is_module = false;  ///< has imports or exports left
};

/// Fails with unsupported for namespaces with values, `import a = require()`, `export =`, decorators and
/// JSX, and for text that does not parse. JavaScript comes back as it is.
base::Result<Erased> erase_types(code::Language language, std::string_view text, EraseOptions options = {});

}  // namespace repair
