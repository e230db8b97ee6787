#pragma once
#include "tools/set.h"
#include "base/env.h"
namespace tools {
struct ShellOptions { base::Env env; std::vector<std::string> secret_names; };
class Shell { public: io::Task<> close() { co_return; } };
inline std::unique_ptr<Shell> add_shell(ToolSet&, io::Loop&, workspace::Workspace&, ShellOptions) { return nullptr; }
}
