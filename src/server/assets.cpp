#include "assets.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "page_bytes.inc"   // .incbin of each file, and their symbols

namespace server {

namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

#define PLUMB_ASSET(n, path, type, etag, packed) \
  Asset{path, type, etag, between(plumb_page_##n, plumb_page_##n##_end), packed},
const Asset k_assets[] = {
#include "page_table.inc"
};
#undef PLUMB_ASSET

}  // namespace

const Asset* find_asset(std::string_view path) {
  const auto* const found = std::find_if(std::begin(k_assets), std::end(k_assets), [&](const Asset& asset) { return asset.path == path; });
  return found == std::end(k_assets) ? nullptr : found;
}

}  // namespace server
