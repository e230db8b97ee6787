#pragma once
// The page's files, inside the program: web/dist, packed at build time (cmake/assets.cmake).

#include <string_view>

namespace server {

struct Asset {
  std::string_view path;    ///< "/index.html"
  std::string_view type;    ///< its content type
  std::string_view etag;    ///< with quotes
  std::string_view bytes;
  bool packed = false;      ///< `bytes` are gzip's
};

/// Exactly this path, or nullptr: no path of a request is ever turned into a file's name.
const Asset* find_asset(std::string_view path);

inline constexpr std::size_t k_asset_max = std::size_t{32} << 20;   ///< unpacked

}  // namespace server
