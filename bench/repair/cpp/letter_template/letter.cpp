#include "letter.h"

#include <algorithm>
#include <optional>

struct Place {
  std::size_t begin, end;   // of the whole with its braces
  std::string_view name;
  std::optional<std::string_view> otherwise;
};

static std::optional<Place> next_place(std::string_view text, std::size_t from) {
  const auto begin = text.find('{', from);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = text.find('}', begin);
  if (end == std::string_view::npos) return std::nullopt;
  Place place{begin, end + 1, text.substr(begin + 1, end - begin - 1), std::nullopt};
  if (const auto bar = place.name.find('|'); bar != std::string_view::npos) {
    place.otherwise = place.name.substr(bar + 1);
    place.name = place.name.substr(0, bar);
  }
  return place;
}

std::string fill(std::string_view text, const Values& values) {
  std::string result;
  std::size_t at = 0;
  while (const auto place = next_place(text, at)) {
    result += text.substr(at, place->begin);
    if (const auto value = values.find(place->name); value != values.end())
      result += value->second;
    else if (place->otherwise)
      result += *place->otherwise;
    else
      result += text.substr(place->begin, place->end - place->begin);
    at = place->end;
  }
  return result.append(text.substr(at));
}

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> found;
  std::size_t at = 0;
  while (const auto place = next_place(text, at)) {
    if (std::find(found.begin(), found.end(), place->name) == found.end()) found.emplace_back(place->name);
    at = place->end;
  }
  return found;
}
