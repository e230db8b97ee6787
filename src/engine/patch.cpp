#include "engine/patch.h"

#include "base/try.h"
#include "tools/patch.h"

namespace engine {

base::Result<std::string> apply_patch(const std::string& patch, const std::string& cwd) {
  TRY(const auto summary, tools::apply_patch_files(patch, cwd));
  return summary.text();
}

}  // namespace engine
