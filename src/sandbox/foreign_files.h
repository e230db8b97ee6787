#pragma once
// Files that their user may write, but a command in his sandbox not: a user namespace made without rights
// knows one user and one group, and an overlay refuses to copy up what belongs to another (EOVERFLOW).
// Shared folders with a group of their own (setgid) are full of them.

#include <string>

namespace sandbox {

struct ForeignFiles {
  bool any = false;
  bool most = false;      ///< the project's folder itself, or most of what was looked at
  std::string why;        ///< one sentence with an example
  std::string remedy;
};

/// Looks at the project's folder and the 1,000 entries nearest to it. Nothing is foreign to root.
ForeignFiles find_foreign_files(const std::string& project);

}  // namespace sandbox
