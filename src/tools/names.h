#pragma once
// Names of files, as a model sees them and gives them back. Internal to tools.
//
// A name on Linux is any bytes; a prompt is UTF-8. A name that is not UTF-8, or has control
// characters, is shown with these bytes as \xNN, and its backslashes as \x5C. What comes back is first
// taken for such a name, then as it is, so that each name that was shown leads to its file.

#include <string>
#include <string_view>

#include "base/error.h"

namespace workspace { class Workspace; }

namespace tools {

/// Valid UTF-8 without control characters.
std::string shown_name(std::string_view bytes);
/// The bytes behind \xNN; the text itself if it has none.
std::string unescaped_name(std::string_view shown);

struct Place {
  std::string path;       ///< absolute, links followed: what to read, and the name in the ledger
  std::string name;       ///< as bytes, as the model gave it: for Workspace::write
  std::string relative;   ///< `name` from the root, normalized; "." = the root
  std::string shown;      ///< `relative` for a message or a title
};

/// Where `given` lies. Fails with denied (outside of the root), invalid (empty, NUL).
base::Result<Place> locate(const workspace::Workspace& workspace, const std::string& given);

/// `arguments`, a JSON object, with `path` as locate() takes it where that is UTF-8. Fails with invalid where it would then lead to
/// another file.
base::Result<std::string> with_plain_path(const workspace::Workspace& workspace, const std::string& arguments);

/// For "no such file": up to three names in the folder of `path` that are like its own, as
/// "; there is a.cpp, a.h", else "". Looks at 5,000 names at most.
std::string similar_names(const Place& place);

}  // namespace tools
