#pragma once
// What methods and functions say of values: x.append() is called on a list, len() makes a number. Of all our languages:
// none of these means something else in another one, but for what values.cpp says.

#include <algorithm>
#include <array>
#include <string_view>

namespace repair {

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

inline constexpr auto k_of_lists = std::to_array<std::string_view>(
    {"append", "extend", "appendleft", "popleft", "push", "unshift", "shift", "splice", "concat", "sort", "reverse", "push_back", "pop_back",
     "emplace_back", "push_front", "pop_front", "addLast", "addFirst", "pollFirst", "resize", "reserve", "back", "front", "len"});
inline constexpr auto k_of_sets = std::to_array<std::string_view>({"discard", "issubset", "union", "intersection"});
inline constexpr auto k_of_maps = std::to_array<std::string_view>(
    {"items", "values", "keys", "setdefault", "getOrDefault", "put", "containsKey", "putIfAbsent", "computeIfAbsent", "merge", "entrySet", "entry"});
inline constexpr auto k_of_texts = std::to_array<std::string_view>(
    {"strip", "lstrip", "rstrip", "lower", "upper", "startswith", "endswith", "splitlines", "isdigit", "isalpha", "trim", "toLowerCase",
     "toUpperCase", "charAt", "charCodeAt", "padStart", "padEnd", "split", "substr", "substring", "startsWith", "endsWith", "as_str", "chars"});
inline constexpr auto k_changing = std::to_array<std::string_view>(
    {"append", "extend", "insert", "add", "update", "remove", "discard", "pop", "popleft", "appendleft", "clear", "setdefault", "sort",
     "reverse", "push", "unshift", "shift", "splice", "set", "delete", "push_back", "emplace_back", "pop_back", "push_front", "pop_front",
     "erase", "emplace", "assign", "resize", "put", "addFirst", "addLast", "poll", "pollFirst", "removeFirst", "removeLast", "offer",
     "fill", "truncate", "drain", "retain", "swap", "push_str", "putIfAbsent", "computeIfAbsent", "merge", "try_emplace", "insert_or_assign"});
inline constexpr auto k_looking = std::to_array<std::string_view>(  // functions that do not change their arguments
    {"len", "sorted", "sum", "min", "max", "any", "all", "str", "list", "tuple", "set", "dict", "print", "enumerate", "zip", "range",
     "isinstance", "reversed", "int", "float", "abs", "round", "iter", "String", "Number", "size"});
inline constexpr auto k_make_numbers = std::to_array<std::string_view>(
    {"len", "int", "float", "sum", "abs", "round", "size", "length", "parseInt", "parseFloat", "Number", "floor", "ceil", "trunc", "strlen",
     "indexOf", "count", "now", "time"});
inline constexpr auto k_make_texts = std::to_array<std::string_view>(
    {"str", "String", "join", "strip", "lower", "upper", "format", "trim", "toString", "toLowerCase", "toUpperCase", "replace", "substr",
     "substring", "to_string", "Sprintf", "padStart", "padEnd", "repr"});
inline constexpr auto k_make_lists = std::to_array<std::string_view>(
    {"list", "sorted", "deque", "split", "splitlines", "Array", "ArrayList", "LinkedList", "ArrayDeque", "slice", "filter", "map", "from", "tuple"});
inline constexpr auto k_make_sets = std::to_array<std::string_view>({"set", "frozenset", "Set", "HashSet", "TreeSet", "LinkedHashSet"});
inline constexpr auto k_make_maps = std::to_array<std::string_view>(
    {"dict", "defaultdict", "OrderedDict", "Counter", "Map", "HashMap", "TreeMap", "LinkedHashMap", "BTreeMap"});

inline constexpr auto k_make_places = std::to_array<std::string_view>(
    {"begin", "end", "rbegin", "lower_bound", "upper_bound", "find_if", "max_element", "min_element", "next", "prev"});

}  // namespace repair
