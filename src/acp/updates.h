#pragma once
// Events of a session to what `session/update` carries: the one place where both vocabularies meet. A fold: given the
// same events it says the same, whether they are replayed or happen now; what was streamed before an event came is
// not said twice.
//
// Version 2 of the protocol (a draft) has other names for the same: every update is an upsert by id there, and the
// end of a run is a `state_update`. The ids here are made from event numbers, so that they hold for both.

#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "call_words.h"
#include "plumb/host.h"
#include "text/utf8.h"

namespace acp {

inline constexpr std::size_t k_output_shown = std::size_t{32} << 10;

struct ClientWants {
  bool terminal_output = false;   ///< draws a terminal from `_meta.terminal_output`
  bool approvals = false;         ///< answers by _plumb/approvals/answer: it is not asked by session/request_permission
  bool notices = false;
  bool compaction = false;
};

enum class When { replay, now };

class Updates {
 public:
  struct Deps {
    plumb::Host& host;
    std::string id, cwd;
    ClientWants wants;
    std::function<void(json::Object update)> emit;
    std::function<void()> on_settled;   ///< pending() has fallen to 0
  };
  explicit Updates(Deps deps) : deps_(std::move(deps)) {}

  void event(const plumb::Event& event, When when);
  void live(const plumb::Live& live);
  /// Something streamed was not passed on: the rest of it comes with its event.
  void lost_live() { lost_ = true; }
  /// The row changed: title and state.
  void row(const plumb::SessionInfo& info);
  /// The client shows this prompt already: its event is not sent back to it.
  void own_prompt(std::string text) { own_prompts_.push_back(std::move(text)); }
  /// It has ended, or never began.
  void forget_prompt(const std::string& text) { take_own(text); }

  /// The replay is over: diffs of its last steps are fetched now.
  void replayed();
  /// Updates that the host still has to be asked about: diffs.
  [[nodiscard]] std::size_t pending() const { return pending_; }
  /// Files that the session has changed, relative.
  [[nodiscard]] const std::set<std::string>& changed_files() const { return changed_; }
  /// What a tool call of this id is about; nullptr if there was none lately.
  [[nodiscard]] const CallWords* call(const std::string& id) const;

 private:
  struct Call {
    CallWords words;
    json::Array content;            ///< as last sent
    text::Utf8Stream stream;
    std::string streamed;           ///< its end, at most k_output_shown
    bool any_streamed = false;
    std::int64_t shown_ms = 0;      ///< when the output was last sent
  };
  struct Stream {                   ///< a message that is being streamed
    std::string id;
    std::string sent;
  };

  void say(std::string_view kind, const std::string& id, std::string_view text, json::Object meta = {});
  void stream(Stream& message, std::string_view kind, std::string_view text);
  void finish(Stream& message, std::string_view kind, const std::string& whole);
  void new_message(std::uint64_t seq);

  void user_message(const plumb::Event& event, const json::Value& p, When when);
  void answer(const plumb::Event& event, const json::Value& p);
  void retry(const json::Value& p);
  void tool_call(const json::Value& p);
  void tool_output(const plumb::Live& live);
  void tool_result(const json::Value& p);
  void effects(const plumb::Event& event, const json::Value& p, When when);
  void add_diffs(const std::string& step, std::uint64_t seq);
  void reversal(const plumb::Event& event, const json::Value& p);
  void check_started(const plumb::Event& event, const json::Value& p);
  void check_finished(const json::Value& p);
  void plan(const json::Value& p);
  void report(const plumb::Event& event, const json::Value& p);
  void notice(const plumb::Event& event, const json::Value& p, When when);
  void compacted(const plumb::Event& event, const json::Value& p);
  void ended(const plumb::Event& event, const json::Value& p);
  bool take_own(const std::string& text);
  json::Array items_of(const json::Value& p);

  Deps deps_;
  Stream text_, thought_;
  bool lost_ = false;
  std::deque<std::string> own_prompts_;
  std::map<std::string, Call> calls_;
  std::deque<std::string> calls_order_;      ///< oldest first: the map is bounded
  std::map<std::string, std::string> checks_;   ///< by name and place: id of the update's tool call
  std::set<std::string> changed_;
  std::string title_, state_;
  double cost_usd_ = 0;
  std::deque<std::pair<std::string, std::uint64_t>> replayed_steps_;   ///< the last ones, with their event
  std::size_t pending_ = 0;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);   ///< answers of the host come only while it lives
};

}  // namespace acp
