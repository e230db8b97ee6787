#pragma once
// Every setting that there is: one table, of which the reader, `plumb config` and the JSON Schema are made. Internal to
// engine.

#include <cstdint>
#include <string_view>
#include <vector>

namespace engine {

struct ConfigKey {
  enum class Type : std::uint8_t {
    string,
    integer,
    number,    ///< an integer or a fraction
    boolean,
    choice,    ///< one of `choices`
    strings,   ///< a list
    text_or_texts,   ///< a string, or a list of them
    size,      ///< bytes, or "2 GiB"
    table,     ///< of `inside`
    tables,    ///< a list of tables of `inside`
    names,     ///< a table whose keys are names of the user's: each value is `inside[0]`
  };
  std::string_view name;
  Type type = Type::string;
  std::string_view doc;
  std::string_view builtin = {};              ///< as JSON; "" = none
  std::vector<std::string_view> choices = {};
  double least = 0, most = 0;                 ///< of numbers; most 0 = no bound
  std::vector<ConfigKey> inside = {};
  /// What a repository's own file may say of it: nothing (with the reason), less than the user, or what it wants.
  enum class Project : std::uint8_t { no, lower, yes };
  Project project = Project::no;
  bool managed = false;                       ///< the managed file may set it (for limits: an upper bound)
  bool only_project = false;                  ///< stands in a repository's file only
  /// What of its values `plumb config` shows: all, that there is one, or what hidden_in_word() leaves of it.
  enum class Shown : std::uint8_t { whole, hidden, without_keys };
  Shown shown = Shown::whole;
};

/// The root of the table.
const ConfigKey& config_root();

}  // namespace engine
