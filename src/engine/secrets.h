#pragma once
// Secrets that a model may use and never see: it writes {{secret:NAME}}, and the value is put in where a command is started or a
// server is called, and taken out of all that comes back. docs/secrets.md. Internal to engine.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/error.h"
#include "mask.h"

namespace engine {

inline constexpr std::size_t k_secret_max = std::size_t{16} << 10;   ///< bytes of a value

/// `[secrets.NAME]` of the user's config.toml.
struct Secret {
  std::string name;                 ///< 1 to 40 letters, digits and _
  std::string about;                ///< for the model
  std::string variable, file;       ///< where the value is: one of them
  bool for_commands = true;
  std::vector<std::string> servers; ///< MCP servers that may be sent it
  std::string value;
  std::string problem;              ///< "", or why there is no value
};

/// Reads the values, too. Fails with invalid: the file and what is wrong. A value that is not there is a problem of its own.
base::Result<std::vector<Secret>> read_secrets(std::string_view config_text, const std::string& config_path, const base::Env& env);

/// Immutable once made.
class Secrets {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;
  explicit Secrets(std::vector<Secret> all);
  [[nodiscard]] bool any() const { return !all_.empty(); }
  [[nodiscard]] const std::vector<Secret>& all() const { return all_; }
  /// For the system prompt: names and what they are for; "" = there are none that can be used.
  [[nodiscard]] std::string prompt() const;
  /// A command for sh with references to variables in place of the handles, as each place wants them; the variables are put into
  /// `variables`, which the command must be started with. Fails with not_found, denied (the secret is not for commands),
  /// unavailable (there is no value), unsupported (it cannot be told how sh reads that place); then `variables` is as it was.
  [[nodiscard]] base::Result<std::string> in_command(std::string_view command, Variables& variables) const;
  /// Text that is typed or a variable's value: as it is. Fails likewise.
  [[nodiscard]] base::Result<std::string> in_text(std::string_view text) const;
  /// The strings of a JSON object, sent to an MCP server. Fails likewise, and with denied for a server that is not to have it:
  /// one that a project brought has none, whatever it is called.
  enum class ServerOf : std::uint8_t { user, project };
  [[nodiscard]] base::Result<std::string> in_arguments(std::string_view arguments, const std::string& server, ServerOf whose) const;
  [[nodiscard]] const Mask& mask() const { return mask_; }

 private:
  [[nodiscard]] base::Result<const Secret*> usable(std::string_view name) const;

  std::vector<Secret> all_;
  Mask mask_;
};

}  // namespace engine
