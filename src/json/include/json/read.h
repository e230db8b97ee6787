#pragma once
// Typed reading and writing of described structs (BOOST_DESCRIBE_STRUCT). Heavy: include it in the
// .cpp that needs it, not in headers.
//
//   struct Args { std::string path; std::optional<int> limit; };
//   BOOST_DESCRIBE_STRUCT(Args, (), (path, limit))
//   TRY(auto args, json::read<Args>(value));   or json::read_text<Args>(text)
//
// Members that are std::optional may be missing or null; every other member must be there unless
// it is a vector, a map or a bool (then it stays empty or false). Unknown members are ignored.
// Errors carry the path: "/edits/0/line: expected an integer, got a string".

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/try.h"
#include "json/json.h"

namespace json {
namespace detail {

std::string_view kind_name(const Value& value);
tl::unexpected<base::Error> expected(const std::string& path, std::string_view what,
                                     const Value& got);

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};
template <class T> struct is_map : std::false_type {};
template <class T, class C> struct is_map<std::map<std::string, T, C>> : std::true_type {};

template <class T>
base::Result<> read_into(T& out, const Value& value, const std::string& path) {
  if constexpr (is_optional<T>::value) {
    if (value.is_null()) return {};
    return read_into(out.emplace(), value, path);
  } else if constexpr (std::is_same_v<T, Value>) {
    out = value;
    return {};
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) return expected(path, "a string", value);
    out.assign(value.get_string().data(), value.get_string().size());
    return {};
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) return expected(path, "true or false", value);
    out = value.get_bool();
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    boost::system::error_code error;
    // Models write 5.0 for 5: an exact number is an integer whatever its spelling.
    out = value.to_number<T>(error);
    if (error) return expected(path, "an integer", value);
    return {};
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!value.is_number()) return expected(path, "a number", value);
    out = value.to_number<T>();
    return {};
  } else if constexpr (is_vector<T>::value) {
    if (!value.is_array()) return expected(path, "an array", value);
    std::size_t i = 0;
    for (const auto& item : value.get_array())
      TRY_DO(read_into(out.emplace_back(), item, path + "/" + std::to_string(i++)));
    return {};
  } else if constexpr (is_map<T>::value) {
    if (!value.is_object()) return expected(path, "an object", value);
    for (const auto& [key, item] : value.get_object())
      TRY_DO(read_into(out[std::string(key)], item, path + "/" + std::string(key)));
    return {};
  } else {
    if (!value.is_object()) return expected(path, "an object", value);
    const auto& object = value.get_object();
    base::Result<> done;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
          if (!done) return;
          auto& field = out.*member.pointer;
          using Field = std::remove_reference_t<decltype(field)>;
          const std::string inner = path + "/" + member.name;
          const auto* found = object.if_contains(member.name);
          if (found != nullptr) {
            done = read_into(field, *found, inner);
          } else if constexpr (!is_optional<Field>::value && !is_vector<Field>::value &&
                               !is_map<Field>::value && !std::is_same_v<Field, bool>) {
            done = base::fail(base::Code::invalid, inner + ": missing");
          }
        });
    return done;
  }
}

template <class T>
Value write_value(const T& in) {
  if constexpr (is_optional<T>::value) {
    return in ? write_value(*in) : Value(nullptr);
  } else if constexpr (std::is_same_v<T, Value>) {
    return in;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return Value(boost::json::string_view(in.data(), in.size()));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return Value(in);
  } else if constexpr (is_vector<T>::value) {
    Array out;
    for (const auto& item : in) out.push_back(write_value(item));
    return out;
  } else if constexpr (is_map<T>::value) {
    Object out;
    for (const auto& [key, item] : in) out[key] = write_value(item);
    return out;
  } else {
    Object out;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
          const auto& field = in.*member.pointer;
          using Field = std::remove_cvref_t<decltype(field)>;
          if constexpr (is_optional<Field>::value) {
            if (!field) return;   // absent, not null
          }
          out[member.name] = write_value(field);
        });
    return out;
  }
}

}  // namespace detail

template <class T>
base::Result<T> read(const Value& value) {
  T out{};
  TRY_DO(detail::read_into(out, value, ""));
  return out;
}

template <class T>
base::Result<T> read_text(std::string_view text) {
  TRY(const Value value, parse(text));
  return read<T>(value);
}

template <class T>
Value write(const T& in) {
  return detail::write_value(in);
}

}  // namespace json
