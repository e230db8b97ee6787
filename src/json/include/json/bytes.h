#pragma once
// Byte strings in JSON: names of files are bytes, JSON is Unicode. What is not UTF-8 is written as
// hexadecimal under the key with "_hex" behind it, so that every name survives and most stay readable.

#include <string>
#include <string_view>

#include "json/json.h"

namespace json {

void put_bytes(Object& out, std::string_view key, std::string_view bytes);

/// "" if the key is missing in both forms. Fails with invalid: not hexadecimal.
base::Result<std::string> take_bytes(const Value& in, std::string_view key);

}  // namespace json
