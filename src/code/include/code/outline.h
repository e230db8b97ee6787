#pragma once
// The outline of one file: what it declares and where, with one line for each. Without data members
// and without what is inside of functions.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/language.h"

namespace code {

enum class SymbolKind : std::uint8_t {
  function,
  method,
  constructor,
  class_,
  struct_,
  union_,
  enum_,
  interface,
  trait,
  impl,
  namespace_,
  type,
  constant,
  variable,
  macro,
};
/// "function", "class", "namespace", ...
std::string_view name(SymbolKind kind);

struct Symbol {
  SymbolKind kind = SymbolKind::function;
  std::string name;
  std::string signature;  ///< the declaration on one line without its body, at most k_signature_max
  std::size_t line = 0, end_line = 0;  ///< from 1, inclusive
  std::size_t depth = 0;               ///< 0 = at the top of the file
};

inline constexpr std::size_t k_signature_max = 200;  ///< bytes
inline constexpr std::size_t k_symbols_max = 5000;

struct Outline {
  Language language = Language::c;
  std::vector<Symbol> symbols;  ///< in the order of the file; valid UTF-8
  bool has_error = false;       ///< the file does not parse cleanly: some may be missing
  bool cut = false;             ///< more than k_symbols_max
};

/// Fails with unsupported (naming the languages there are), too_big, timeout, invalid (binary).
/// Pure; safe from any thread.
base::Result<Outline> outline(std::string_view path, std::string_view text);

/// For people and models, one symbol a line, indented by depth:
///   12-40  class Loop
///   15-18    void run(Task task)
std::string to_text(const Outline& outline, std::size_t bytes_max);

}  // namespace code
