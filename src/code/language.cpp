#include "code/language.h"

#include <algorithm>

#include "base/paths.h"

namespace code {
namespace {

struct ByName {
  std::string_view key;  // an extension with its dot, or a whole name
  std::string_view called;
  std::optional<Language> language;
};

constexpr ByName k_names[] = {
    {".c", "C", Language::c},
    {".h", "C", Language::c},
    {".cc", "C++", Language::cpp},
    {".cpp", "C++", Language::cpp},
    {".cxx", "C++", Language::cpp},
    {".c++", "C++", Language::cpp},
    {".hh", "C++", Language::cpp},
    {".hpp", "C++", Language::cpp},
    {".hxx", "C++", Language::cpp},
    {".h++", "C++", Language::cpp},
    {".ipp", "C++", Language::cpp},
    {".tpp", "C++", Language::cpp},
    {".inl", "C++", Language::cpp},
    {".cppm", "C++", Language::cpp},
    {".ino", "C++", Language::cpp},
    {".go", "Go", Language::go},
    {".java", "Java", Language::java},
    {".js", "JavaScript", Language::javascript},
    {".mjs", "JavaScript", Language::javascript},
    {".cjs", "JavaScript", Language::javascript},
    {".jsx", "JavaScript", Language::javascript},
    {".py", "Python", Language::python},
    {".pyi", "Python", Language::python},
    {".pyw", "Python", Language::python},
    {".rs", "Rust", Language::rust},
    {".ts", "TypeScript", Language::typescript},
    {".mts", "TypeScript", Language::typescript},
    {".cts", "TypeScript", Language::typescript},
    {".tsx", "TypeScript", Language::tsx},
    // Known by name only.
    {".sh", "Shell", {}},
    {".bash", "Shell", {}},
    {".zsh", "Shell", {}},
    {".fish", "Shell", {}},
    {".rb", "Ruby", {}},
    {".php", "PHP", {}},
    {".cs", "C#", {}},
    {".fs", "F#", {}},
    {".swift", "Swift", {}},
    {".kt", "Kotlin", {}},
    {".kts", "Kotlin", {}},
    {".scala", "Scala", {}},
    {".m", "Objective-C", {}},
    {".mm", "Objective-C", {}},
    {".pl", "Perl", {}},
    {".pm", "Perl", {}},
    {".lua", "Lua", {}},
    {".r", "R", {}},
    {".jl", "Julia", {}},
    {".hs", "Haskell", {}},
    {".ml", "OCaml", {}},
    {".mli", "OCaml", {}},
    {".ex", "Elixir", {}},
    {".exs", "Elixir", {}},
    {".erl", "Erlang", {}},
    {".clj", "Clojure", {}},
    {".el", "Emacs Lisp", {}},
    {".lisp", "Lisp", {}},
    {".zig", "Zig", {}},
    {".nim", "Nim", {}},
    {".dart", "Dart", {}},
    {".d", "D", {}},
    {".f90", "Fortran", {}},
    {".f", "Fortran", {}},
    {".s", "Assembly", {}},
    {".S", "Assembly", {}},
    {".asm", "Assembly", {}},
    {".cu", "CUDA", {}},
    {".vue", "Vue", {}},
    {".svelte", "Svelte", {}},
    {".html", "HTML", {}},
    {".htm", "HTML", {}},
    {".css", "CSS", {}},
    {".scss", "CSS", {}},
    {".less", "CSS", {}},
    {".sql", "SQL", {}},
    {".proto", "Protocol Buffers", {}},
    {".tex", "TeX", {}},
    {".md", "Markdown", {}},
    {".rst", "reStructuredText", {}},
    {".cmake", "CMake", {}},
    {"CMakeLists.txt", "CMake", {}},
    {"Makefile", "Make", {}},
    {"GNUmakefile", "Make", {}},
    {".mk", "Make", {}},
    {"Dockerfile", "Dockerfile", {}},
    {".nix", "Nix", {}},
    {".tf", "Terraform", {}},
};

const ByName* by_name(std::string_view path) {
  const std::string_view file = base::file_name(path);
  const std::string_view extension = base::extension(path);
  const auto* found = std::find_if(std::begin(k_names), std::end(k_names), [&](const ByName& row) {
    return row.key == file || (!extension.empty() && row.key == extension);
  });
  return found == std::end(k_names) ? nullptr : found;
}

/// "#!/usr/bin/env -S python3.11 -u" -> "python".
std::string_view interpreter(std::string_view text) {
  if (!text.starts_with("#!")) return {};
  std::string_view line = text.substr(2, text.find('\n') - 2);
  while (!line.empty()) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
    line.remove_prefix(word.size());
    const std::string_view program = word.substr(word.rfind('/') + 1);
    if (program.empty() || program == "env" || program.starts_with('-') ||
        program.find('=') != std::string_view::npos)
      continue;
    return program.substr(0, program.find_first_of("0123456789."));
  }
  return {};
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// True if a header says something that no C header says. Comments may deceive it: C++ reads most C
/// anyway, so that a wrong yes costs little.
bool looks_like_cpp(std::string_view text) {
  constexpr std::size_t k_probe = 64 * 1024;
  text = text.substr(0, k_probe);
  for (const std::string_view sign : {"namespace ", "template <", "template<", "class ", "public:",
                                      "private:", "std::", "constexpr ", "using ", "typename "}) {
    for (std::size_t at = text.find(sign); at != std::string_view::npos;
         at = text.find(sign, at + 1)) {
      // At the beginning of a line or of a word in code, not in the middle of a sentence.
      const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
      const std::string_view before = text.substr(line, at - line);
      if (before.find_first_not_of(" \t") == std::string_view::npos) return true;
      if (sign == "std::" && !is_word(before.back()) &&
          before.find("//") == std::string_view::npos && before.find('*') == std::string_view::npos)
        return true;
    }
  }
  return false;
}

}  // namespace

std::string_view name(Language language) {
  switch (language) {
    case Language::c:
      return "C";
    case Language::cpp:
      return "C++";
    case Language::go:
      return "Go";
    case Language::java:
      return "Java";
    case Language::javascript:
      return "JavaScript";
    case Language::python:
      return "Python";
    case Language::rust:
      return "Rust";
    case Language::tsx:
      return "TSX";
    case Language::typescript:
      return "TypeScript";
  }
  return "";
}

std::optional<Language> language_of(std::string_view path, std::string_view text) {
  if (const ByName* row = by_name(path)) {
    if (row->key == ".h" && looks_like_cpp(text)) return Language::cpp;
    return row->language;
  }
  const std::string_view program = interpreter(text);
  if (program == "python") return Language::python;
  if (program == "node") return Language::javascript;
  if (program == "deno" || program == "bun" || program == "ts-node" || program == "tsx")
    return Language::typescript;
  return std::nullopt;
}

std::string_view language_name(std::string_view path) {
  const ByName* row = by_name(path);
  return row == nullptr ? "" : row->called;
}

}  // namespace code
