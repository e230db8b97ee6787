#pragma once
// What a task is about, as far as its words tell.

#include <cstdint>
#include <string>

namespace repair {

enum class TaskKind : std::uint8_t {
  tests,  ///< failing tests are to pass, and nothing else: the search's own kind
  fix,    ///< something is to be repaired; whether a test shows it the words do not say
  other,  ///< anything else, or more than that
};

/// English only. In doubt `other`: whoever is refused can say it plainly, whoever is believed wrongly
/// gets an edit that was not asked for. Pure, any thread.
TaskKind kind_of_task(const std::string& task);

}  // namespace repair
