#pragma once
// One session as a Host knows it. One that waits is this row and nothing else.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/session.h"
#include "door.h"
#include "feed.h"
#include "host/host.h"
#include "io/loop.h"
#include "journal/journal.h"
#include "peer.h"
#include "streamed.h"

namespace host {

using OnEnd = std::function<void(const RunEnd&)>;

/// A prompt whose run has not begun.
struct Waiting {
  plumb::Prompt prompt;
  OnEnd on_end;
  std::int64_t n = 0;          ///< its number in the log, 0 = it is not there (yet)
  bool is_taken = false;       ///< its pictures are blobs of the log: `images` is to be read
  std::string images;          ///< as prompt.queued has them
};

/// What there is while a session works in this process.
struct Run {
  std::optional<Waiting> present;                ///< the prompt at work
  std::unique_ptr<io::CancelSource> cancel = std::make_unique<io::CancelSource>();   ///< of the present prompt
  std::unique_ptr<engine::Session> session;      ///< null while it is made
  std::unique_ptr<Door> door;                    ///< null where none can be had: then it is only watched
  bool other_model = false;                      ///< the next prompt has other options: the session is opened anew
};

struct Session {
  std::string id, dir;
  journal::Summary fold;
  journal::Place place;            ///< so far has `fold` read, where others write the log
  std::optional<engine::SessionOptions> options;   ///< of the next run; nothing = as configured
  bool is_on_disk = false;
  std::optional<pid_t> writer;     ///< the other process that writes its log, as last seen
  std::deque<Waiting> waiting;
  std::unique_ptr<Run> run;
  int changing = 0;                ///< undo and the like at work on the record, which no run may begin before
  std::unique_ptr<Feed> feed;      ///< null = nobody watches
  Streamed streamed;               ///< of a run here, or of one elsewhere that is watched
  std::unique_ptr<Peer> peer;      ///< to the process that runs it
  std::int64_t told_ms = 0;        ///< when the fleet's watchers were told of it
  bool is_to_be_told = false;

  [[nodiscard]] bool is_ours() const { return run != nullptr || options.has_value() || !is_on_disk; }
  [[nodiscard]] plumb::State state() const;
  [[nodiscard]] plumb::SessionInfo info() const;
};

}  // namespace host
