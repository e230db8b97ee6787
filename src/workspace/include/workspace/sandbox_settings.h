#pragma once
// What the configuration says of the sandbox: `[sandbox]` of config.toml, and of the managed file, whose
// values are bounds that nothing crosses.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace workspace {

/// What a command may do to the tree, from strict to loose.
enum class SandboxMode : std::uint8_t { read_only, workspace, full };
enum class SandboxNetwork : std::uint8_t { off, list, on };
/// What the machine must offer for a command to run at all, from loose to strict: the names of
/// sandbox::Mode.
enum class SandboxLevel : std::uint8_t { none, landlock, namespaces, overlay };

std::string_view name(SandboxMode mode);             ///< "read-only", "workspace", "full"
std::string_view name(SandboxNetwork network);       ///< "off", "list", "on"
std::string_view name(SandboxLevel level);       ///< "none", "landlock", "namespaces", "overlay"

/// The managed file's; nothing = no bound. Where it bounds anything, mode "full" must be allowed by name,
/// and a list of hosts bounds the network to "list" if nothing else is said.
struct SandboxBounds {
  std::optional<SandboxMode> mode;                   ///< at most so loose
  std::optional<SandboxNetwork> network;
  std::optional<std::vector<std::string>> hosts;     ///< no others than these ("*.x" covers "a.x")
  std::optional<std::vector<std::string>> writable;  ///< none but these and what lies in them
  std::uint64_t memory_mb = 0, processes = 0, file_mb = 0, cpu_s = 0;   ///< at most; 0 = no bound
  std::string from;                                  ///< "managed by FILE"
};

struct SandboxSettings {
  SandboxMode mode = SandboxMode::workspace;
  SandboxNetwork network = SandboxNetwork::off;
  SandboxLevel mode_min = SandboxLevel::none;
  std::vector<std::string> hosts;      ///< of network = "list"
  std::vector<std::string> writable;   ///< absolute folders, or "~/..."
  std::uint64_t memory_mb = 0;         ///< 0 = no limit
  std::uint64_t processes = 0;         ///< 0 = the sandbox' own default
  std::uint64_t file_mb = 0;           ///< largest file; 0 = the sandbox' own default
  std::uint64_t cpu_s = 0;             ///< processor time of each process; 0 = no limit
  SandboxBounds bounds;
  /// What bound() took back, one sentence each: to be shown to the user.
  std::vector<std::string> lowered;
};

/// Brings `settings` within its own bounds and says in `lowered` what that changed. To be called again
/// after command-line flags or a session's wishes were put in. Pure.
void bound(SandboxSettings& settings);

/// Reads `[sandbox]` of both texts ("" = no such file), the user's values within the managed bounds.
/// Fails with invalid: file, line, what is wrong, what is allowed; then no command may be run.
base::Result<SandboxSettings> read_sandbox_settings(std::string_view user_text,
                                                    std::string_view user_name,
                                                    std::string_view managed_text,
                                                    std::string_view managed_name);

}  // namespace workspace
