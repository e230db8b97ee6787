#pragma once
// What a running session has streamed and not yet written to its log: what somebody who comes late is told first.

#include <vector>

#include "journal/journal.h"
#include "plumb/host.h"

namespace host {

class Streamed {
 public:
  void live(const plumb::Live& live);
  /// What an event has in whole is forgotten in pieces.
  void event(const journal::Event& event);
  void clear() { parts_.clear(); }
  /// The text, the thoughts, and what each call at work has printed (of much, the end), in the order in which they began.
  [[nodiscard]] const std::vector<plumb::Live>& so_far() const { return parts_; }

 private:
  void forget_answer();
  std::vector<plumb::Live> parts_;
};

}  // namespace host
