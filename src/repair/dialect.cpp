#include "dialect.h"

namespace repair {

const Dialect& dialect(code::Language language) {
  switch (language) {
    case code::Language::python: return python_dialect();
    case code::Language::c: return c_dialect();
    case code::Language::cpp: return native_dialect();
    case code::Language::javascript:
    case code::Language::typescript:
    case code::Language::tsx: return script_dialect();
    case code::Language::go: return go_dialect();
    case code::Language::rust: return rust_dialect();
    case code::Language::java: return java_dialect();
  }
  return native_dialect();
}

std::string filled(std::string_view phrase, std::string_view first, std::string_view second) {
  std::string out;
  for (std::size_t at = 0; at < phrase.size(); ++at) {
    const std::string_view place = phrase.substr(at, 3);
    if (place == "{0}" || place == "{1}") {
      out += place == "{0}" ? first : second;
      at += 2;
    } else {
      out += phrase[at];
    }
  }
  return out;
}

}  // namespace repair
