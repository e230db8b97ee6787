#include "json/json.h"

#include <boost/json.hpp>

#include "json/read.h"

namespace json {

base::Result<Value> parse(std::string_view text) {
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 128;
  boost::json::parser parser({}, options);
  const std::size_t used = parser.write(text.data(), text.size(), error);
  if (error)
    return base::fail(base::Code::invalid, "not valid JSON at byte " + std::to_string(used) + " of " +
                                               std::to_string(text.size()) + ": " + error.message());
  return parser.release();
}

std::string pretty_at(const Value& value, int depth) {
  const std::string indent(static_cast<std::size_t>(depth) * 2 + 2, ' ');
  const std::string end(static_cast<std::size_t>(depth) * 2, ' ');
  std::string out;
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    for (const auto& [key, item] : *object) {
      out += out.empty() ? "{\n" : ",\n";
      out += indent + dump(Value(key)) + ": " + pretty_at(item, depth + 1);
    }
    return out + "\n" + end + "}";
  }
  if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    for (const auto& item : *array) {
      out += out.empty() ? "[\n" : ",\n";
      out += indent + pretty_at(item, depth + 1);
    }
    return out + "\n" + end + "]";
  }
  return dump(value);
}

// Boost.JSON writes the bytes of a string as they are. Foreign bytes (a file name, a program's
// output) need not be UTF-8, and a log line that is not UTF-8 cannot be read back by anybody.
static std::string repaired(std::string text) {
  std::string out;
  std::size_t i = 0;
  const auto is_tail = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  bool changed = false;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    std::size_t n = c < 0x80 ? 1 : c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3
                    : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
    for (std::size_t k = 1; k < n; ++k)
      if (!is_tail(i + k)) n = 0;
    if (n >= 3) {
      const auto second = static_cast<unsigned char>(text[i + 1]);
      if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) ||
          (c == 0xF0 && second < 0x90) || (c == 0xF4 && second > 0x8F))
        n = 0;
    }
    if (n == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
      changed = true;
    } else {
      out.append(text, i, n);
      i += n;
    }
  }
  return changed ? out : text;
}

std::string dump(const Value& value) { return repaired(boost::json::serialize(value)); }
std::string pretty(const Value& value) { return pretty_at(value, 0); }

const Value* find(const Value& value, std::string_view key) {
  const auto* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

std::string_view string_or(const Value* value, std::string_view fallback) {
  if (value == nullptr || !value->is_string()) return fallback;
  return {value->get_string().data(), value->get_string().size()};
}
std::int64_t int_or(const Value* value, std::int64_t fallback) {
  if (value == nullptr || !value->is_number()) return fallback;
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  return error ? fallback : number;
}
double double_or(const Value* value, double fallback) {
  return value != nullptr && value->is_number() ? value->to_number<double>() : fallback;
}
bool bool_or(const Value* value, bool fallback) {
  return value != nullptr && value->is_bool() ? value->get_bool() : fallback;
}
const Array* array_or_null(const Value* value) {
  return value == nullptr ? nullptr : value->if_array();
}
const Object* object_or_null(const Value* value) {
  return value == nullptr ? nullptr : value->if_object();
}

namespace detail {

std::string_view kind_name(const Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return "a number";
    case boost::json::kind::string: return "a string";
    case boost::json::kind::array: return "an array";
    case boost::json::kind::object: return "an object";
  }
  return "?";
}

tl::unexpected<base::Error> expected(const std::string& path, std::string_view what,
                                     const Value& got) {
  std::string text = path.empty() ? "the value" : path;
  text += ": expected ";
  text += what;
  text += ", got ";
  text += kind_name(got);
  return base::fail(base::Code::invalid, std::move(text));
}

}  // namespace detail
}  // namespace json
