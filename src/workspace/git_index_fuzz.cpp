// Any index: no crash, no unbounded work, and every path that it lists is found again.
#include <cstdint>
#include <cstdlib>

#include "git_config.h"
#include "git_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  // The first byte says what it is; random bytes would hardly ever begin like an index.
  if (data[0] % 4 == 3) {
    const auto settings = workspace::parse_git_config(bytes);
    if (settings)
      for (const auto& setting : *settings) (void)workspace::is_dangerous(setting, ".git");
    return 0;
  }
  if (bytes.size() >= 12) {
    bytes.replace(0, 8, std::string("DIRC\0\0\0", 7) + static_cast<char>(2 + data[0] % 4));
    bytes.replace(8, 2, 2, '\0');
  }
  for (const std::size_t hash_size : {20, 32}) {
    const auto index = workspace::GitIndex::parse(bytes, hash_size);
    if (!index) continue;
    for (std::size_t i = 0; i < index->size(); ++i)
      if (index->find(index->path(i)).empty()) std::abort();
    (void)index->has_below("a");
  }
  return 0;
}
