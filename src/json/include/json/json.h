#pragma once
// contract: JSON text to values and back, with bounds and errors that say where.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// Parses one JSON text, at most 128 levels deep. Fails with invalid and the byte offset.
base::Result<Value> parse(std::string_view text);

/// Compact text. Strings must be UTF-8 (text::to_utf8 makes them so): anything else is replaced by
/// U+FFFD, so that the result is always valid JSON.
std::string dump(const Value& value);
/// Indented by two blanks, for people.
std::string pretty(const Value& value);

/// The member at `key`, or nullptr if `value` is no object or has none.
const Value* find(const Value& value, std::string_view key);
/// Nested: find(v, "a", "b").
template <class... More>
const Value* find(const Value& value, std::string_view key, More... more) {
  const Value* next = find(value, key);
  return next == nullptr ? nullptr : find(*next, more...);
}

/// Readers that take what foreign servers send: the fallback if missing or of another type.
std::string_view string_or(const Value* value, std::string_view fallback = {});
std::int64_t int_or(const Value* value, std::int64_t fallback = 0);
double double_or(const Value* value, double fallback = 0);
bool bool_or(const Value* value, bool fallback = false);
const Array* array_or_null(const Value* value);
const Object* object_or_null(const Value* value);

}  // namespace json
