#include "codes.h"

namespace llm {

base::Code code_from_name(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(base::Code::internal); ++i)
    if (base::name(static_cast<base::Code>(i)) == name) return static_cast<base::Code>(i);
  return base::Code::unavailable;
}

}  // namespace llm
