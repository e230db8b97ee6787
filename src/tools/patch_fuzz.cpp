// Any bytes as a patch, applied to a file that is cut from the same bytes: no crash, and what is not
// named stays.
#include <cstdint>
#include <cstdlib>

#include "tools/patch.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static_cast<void>(tools::find_shell_patch(input));
  const auto whole = tools::parse_patch(input);
  // The first bytes up to a NUL are the file, the rest is the body of a patch that updates it.
  const auto cut = input.find('\0');
  const std::string file(input.substr(0, cut));
  std::string text = "*** Begin Patch\n*** Update File: a\n";
  if (cut != std::string_view::npos) text += input.substr(cut + 1);
  text += "\n*** End Patch";
  const auto patch = tools::parse_patch(text);
  for (const auto* each : {&whole, &patch}) {
    if (!*each) continue;
    const auto plan = tools::plan_patch(
        **each, [&](const std::string& path) -> base::Result<std::optional<std::string>> {
          if (path == "a") return std::optional(file);
          return std::optional<std::string>{};
        });
    if (!plan) continue;
    for (const auto& changed : plan->files)
      if (changed.before == changed.after) std::abort();
  }
  return 0;
}
