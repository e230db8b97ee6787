// toml++ is compiled here, once, for the whole program. The module itself does not use it: those that
// do (workspace, llm, engine) name `toml` in CMakeLists.txt, which sets the same two switches.
#ifndef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 0
#define TOML_EXCEPTIONS 0
#endif
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
