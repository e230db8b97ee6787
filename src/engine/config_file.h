#pragma once
// One configuration file, read by the table of all settings. Internal to engine.

#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "base/error.h"
#include "json/json.h"

namespace engine {

struct ConfigKey;

enum class ConfigLayer : std::uint8_t { user, project, managed };

/// Where an administrator sets bounds. Not to be moved by the environment: users could.
inline constexpr const char* k_managed_file = "/etc/plumb/managed.toml";
inline constexpr std::size_t k_config_max = std::size_t{1} << 20;

struct ConfigFile {
  ConfigLayer layer = ConfigLayer::user;
  std::string path;   ///< as errors name it
  std::string text;
};

/// A value that a file sets: "sandbox.hosts", "providers.work.base_url"; of a list of tables all of it.
struct ConfigEntry {
  std::string key;
  json::Value value;
  std::size_t line = 0, column = 0;
  const ConfigKey* setting = nullptr;   ///< of the table of all settings; never null behind read_config_file
};

/// The values of a file, by key. Fails with invalid: "PATH:LINE:COLUMN: what is wrong", for a broken text, a key that
/// there is not (with the nearest that there is), a value of another type, one out of its bounds, and one that this layer
/// may not set (with the reason).
base::Result<std::vector<ConfigEntry>> read_config_file(const ConfigFile& file);

/// The entry of a key; null = the file does not set it.
const ConfigEntry* entry_of(const std::vector<ConfigEntry>& entries, std::string_view key);

}  // namespace engine
