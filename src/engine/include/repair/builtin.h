#pragma once
#include "llm/model.h"
#include "base/env.h"
#include "workspace/workspace.h"
namespace repair {
struct Deps { io::Loop& loop; workspace::Workspace& ws; base::Env env; std::string root, check; };
inline std::unique_ptr<llm::Model> make_builtin(Deps) { return nullptr; }
}
