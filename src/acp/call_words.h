#pragma once
// A tool call in the protocol's words: what kind of thing it is, its line for people, the places it is about.

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"

namespace acp {

struct Place {
  std::string path;            ///< absolute
  std::uint32_t line = 0;      ///< from 1, 0 = none
};
struct CallWords {
  std::string kind;            ///< read, edit, search, execute, think, other
  std::string title;           ///< one line
  std::vector<Place> places;
  json::Value input;           ///< its arguments: an object if they are JSON, else text
  bool hidden = false;         ///< shown by another update (plan, report)
};

/// `arguments` as the model wrote them.
CallWords describe_call(const std::string& name, const std::string& arguments, bool freeform, const std::string& cwd);

}  // namespace acp
