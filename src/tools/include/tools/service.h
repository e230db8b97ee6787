#pragma once
// The tool service: programs that go on between the calls (dev servers, watchers), known by a name.
//
// A service is no step: it sees the real tree, read-only but for the folders that its call names, so
// that it sees every change at once and nothing that it does has to be judged. What it writes there no
// undo takes back; the model is told so. Where the workspace has no transactions it runs on the real
// tree like a command in the background.

#include <cstddef>
#include <memory>

#include "tools/shell.h"

namespace tools {

inline constexpr std::size_t k_services_max = 8;                           ///< at the same time
inline constexpr std::size_t k_service_name_max = 40;
inline constexpr std::size_t k_service_log_max = std::size_t{1} << 20;     ///< last bytes kept of an output
inline constexpr std::size_t k_service_shown_max = std::size_t{12} << 10;  ///< of it in one answer
inline constexpr std::size_t k_service_writable_max = 16;                  ///< folders

/// Owner of the services. For the loop's thread. Must outlive the set's use of its tool; the
/// destructor kills what still runs.
class Services {
 public:
  virtual ~Services() = default;
  /// Ends all of them, with the grace. Not shortened by a cancellation.
  virtual io::Task<> close() = 0;
  [[nodiscard]] virtual std::size_t running() const = 0;
};

/// Adds the tool to `set`. Of `options`, what says how commands are started. All references must
/// outlive the result.
std::unique_ptr<Services> add_services(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                       ShellOptions options);

}  // namespace tools
