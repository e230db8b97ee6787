#pragma once
// Files that Node cannot read as they are, put into JavaScript beside the project: TypeScript with its types
// erased, and modules that are called .js where package.json does not say so (jest, vitest). node_server
// takes what lies here in their place: <folder>/<path of the file>.mjs or .cjs.

#include <string>
#include <utility>
#include <vector>

#include "io/loop.h"
#include "source.h"

namespace repair {

struct Mirror {
  std::string folder;  ///< "" = the project has no such file
  bool defines_fields = true;  ///< tsconfig.json: see EraseOptions
  bool is_module = false;      ///< package.json: "type": "module"
  std::vector<std::pair<std::string, std::string>> aliases;  ///< of tsconfig.json: "@/" -> "src/"
  std::string out_dir, root_dir;  ///< of a project whose tests load what the compiler makes: relative; "" = they load it as it is
  bool is_commonjs = false;       ///< what the compiler makes
  std::vector<std::string> refused;  ///< "a.ts: line 3: namespaces are more than types"
};

/// Reads the files of `tree` and writes to `folder`, on the pool. Bounds: k_mirror_files_max files of
/// k_source_max bytes. A file that cannot be put into JavaScript is left out. `with_modules`: also
/// modules that are called .js. `is_compiled`: tests load the compiler's output, which is taken from the mirror instead.
/// Fails with cancelled, io.
io::Task<base::Result<Mirror>> make_mirror(std::string tree, std::string folder, bool with_modules, bool is_compiled);

/// True if tsconfig.json says where the compiler puts what, and there lies something for each source in `tree`, where the
/// compiler has run: else a test could load what no edit reaches.
bool is_output_traced(const std::string& tree);

/// Another text of a file in the mirror; false if it is none. What cannot be put into JavaScript throws
/// when it is loaded.
base::Result<bool> put_in_mirror(const Mirror& mirror, const Source& source, const std::string& text);

inline constexpr std::size_t k_mirror_files_max = 3000;

}  // namespace repair
