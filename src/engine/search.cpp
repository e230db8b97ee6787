#include "engine/search.h"

#include <algorithm>

#include "base/try.h"
#include "code/search.h"

namespace engine {

namespace {

constexpr std::size_t k_line_max = 300;

}  // namespace

base::Result<SearchFound> search_files(const SearchOptions& options, std::stop_token stop) {
  code::SearchQuery query;
  query.pattern = options.pattern;
  query.syntax = options.literal ? code::Syntax::literal : code::Syntax::regex;
  query.letters = options.ignore_case ? code::Case::insensitive : code::Case::sensitive;
  query.matches_max = std::clamp<std::size_t>(options.limit, 1, k_search_max);
  query.line_max = k_line_max;
  query.where.hidden = code::Hidden::show;
  if (!options.glob.empty()) query.where.globs = {options.glob};
  TRY(const auto result, code::search(options.root, query, stop));
  SearchFound out;
  out.files = result.files_searched;
  out.is_cut = result.cut || result.walk_cut;
  for (const auto& file : result.files)
    for (const auto& line : file.lines)
      if (line.is_match) out.lines.push_back({file.path, line.number, line.text});
  return out;
}

}  // namespace engine
