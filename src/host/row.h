#pragma once
// A row of the fleet, made of a session's summary.

#include <string>

#include "journal/journal.h"
#include "plumb/host.h"

namespace host {

/// All but `state`, `here` and `process`.
plumb::SessionInfo row_of(const journal::Summary& summary);
/// Equal for rows that differ in nothing that is a change of state: what observers of a session are told.
std::string state_mark(const plumb::SessionInfo& info);
/// The first line of a text, short.
std::string title_of(const std::string& task);

}  // namespace host
