#include "session.h"

#include "row.h"

namespace host {

plumb::State Session::state() const {
  if (run) {
    const bool needs = run->session && run->session->needs_you();
    return needs ? plumb::State::needs_you : plumb::State::running;
  }
  if (fold.status != "running") return plumb::State::idle;
  if (!writer) return plumb::State::interrupted;
  return fold.asked.empty() ? plumb::State::running : plumb::State::needs_you;
}

plumb::SessionInfo Session::info() const {
  auto row = row_of(fold);
  row.state = state();
  if (!run && writer && fold.status == "running") row.process = *writer;
  row.here = is_ours() && row.process == 0;
  if (run) row.queued = waiting.size();
  return row;
}

}  // namespace host
