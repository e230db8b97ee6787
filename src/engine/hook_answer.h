#pragma once
// What a hook says: its exit code, its standard output and standard error, as one value. Whatever it printed is bounded and only
// data. Internal to engine.

#include <cstdint>
#include <optional>
#include <string>

#include "hook_config.h"
#include "io/process.h"

namespace engine {

inline constexpr std::size_t k_hook_output_max = std::size_t{64} << 10;   ///< of each stream
inline constexpr std::size_t k_hook_context_max = std::size_t{16} << 10;  ///< that one hook may tell the model
inline constexpr std::size_t k_hook_reason_max = std::size_t{4} << 10;    ///< of any other text of it

/// In the order of weight: of several hooks the heaviest counts.
enum class Permission : std::uint8_t { none, allow, ask, defer, deny };
std::string_view name(Permission permission);

struct HookAnswer {
  Permission permission = Permission::none;   ///< of PreToolUse and PermissionRequest
  bool is_blocking = false;        ///< of the other events that can block; exit 2, or decision "block"
  std::string reason;              ///< of either
  bool ends = false;               ///< continue: false
  std::string stop_reason;
  std::string context;             ///< for the model
  std::string message;             ///< for the user: systemMessage
  bool is_quiet = false;           ///< suppressOutput
  std::optional<std::string> updated_input;   ///< of PreToolUse: a JSON object
  std::string problem;             ///< it failed, or said what cannot be understood; then nothing of it counts
};

/// The contract: exit 0 = standard output may hold JSON; 2 = it blocks, standard error says why; anything else = it failed, and
/// nothing is blocked.
HookAnswer read_answer(HookEvent event, const io::Finished& ran);

}  // namespace engine
