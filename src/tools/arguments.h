#pragma once
// The arguments of a call: JSON text as the model wrote it, to a described struct. Heavy (json/read.h);
// internal to tools, included by one .cpp a tool.
//
// Slips that are accepted, because they can mean only one thing:
//   ""  for no arguments at all;  the whole object as a JSON string
//   "5" for 5, "true" for true, "[...]" for an array (where the member is of that type)
//   a name that other agents' tools have (file_path for path): each tool lists its own
// Everything else is an error that says where. A member that the tool does not know is named in
// `unknown`, so that the model is told that it had no effect.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/read.h"

namespace tools {

struct Alias {
  std::string_view slip, name;
};

/// Parses `text` to an object and renames aliases. Fails with invalid: where the JSON breaks.
base::Result<json::Object> parse_arguments(std::string_view text, std::span<const Alias> aliases);

/// The same as JSON text, without the slips that parse_arguments leaves beside the name itself: the tool takes no notice of them.
base::Result<std::string> canonical_arguments(std::string_view text, std::span<const Alias> aliases);

/// `value` if it is a string that holds exactly a number, a truth value or an array: that instead.
void accept_string_for_number(json::Value& value);
void accept_string_for_bool(json::Value& value);
void accept_string_for_array(json::Value& value);

namespace detail {

template <class T> struct plain { using type = T; };
template <class T> struct plain<std::optional<T>> { using type = T; };

template <class Field>
void accept_slips(json::Value& value) {
  using Type = typename plain<Field>::type;
  if constexpr (std::is_same_v<Type, bool>) {
    accept_string_for_bool(value);
  } else if constexpr (std::is_arithmetic_v<Type>) {
    accept_string_for_number(value);
  } else if constexpr (json::detail::is_vector<Type>::value) {
    accept_string_for_array(value);
  }
}

}  // namespace detail

template <class T>
struct Arguments {
  T value{};
  std::vector<std::string> unknown;   ///< members that the tool does not have
};

template <class T>
base::Result<Arguments<T>> read_arguments(std::string_view text, std::span<const Alias> aliases = {}) {
  TRY(auto object, parse_arguments(text, aliases));
  Arguments<T> out;
  for (auto& [key, value] : object) {
    bool known = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&, name = std::string_view(key.data(), key.size())](auto member) {
          if (name != member.name) return;
          known = true;
          using Field = std::remove_reference_t<decltype(out.value.*member.pointer)>;
          detail::accept_slips<Field>(value);
        });
    if (!known) out.unknown.emplace_back(key);
  }
  TRY(out.value, json::read<T>(json::Value(std::move(object))));
  return out;
}

/// "(ignored: foo, bar)\n", or "".
std::string ignored_note(const std::vector<std::string>& unknown);

}  // namespace tools
