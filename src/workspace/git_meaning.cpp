#include "git_meaning.h"

#include "base/paths.h"
#include "git_index.h"

namespace workspace {

txn::Meanings git_meanings() {
  txn::Meanings out;
  out.are_known = [](std::string_view path) { return base::file_name(path) == "index"; };
  out.of = [](std::string_view bytes) {
    // SHA-1 repositories, then SHA-256 ones: what is not one of these does not parse.
    for (const std::size_t hash_size : {20u, 32u})
      if (const auto index = GitIndex::parse(bytes, hash_size)) return index->meaning();
    return std::string();
  };
  return out;
}

}  // namespace workspace
