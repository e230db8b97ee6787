#pragma once
// An edit in the words of the tools that make it.

#include <string>
#include <vector>

#include "repair/repair.h"

namespace repair {

/// The format of apply_patch. Each hunk has so much context that it fits one place of its file
/// only.
std::string patch_text(const std::vector<EditedFile>& files);

/// Arguments of the tool `edit`: `old_text` occurs once in the file.
struct Replacement {
  std::string old_text, new_text;
};
std::vector<Replacement> replacements(const EditedFile& file);

}  // namespace repair
