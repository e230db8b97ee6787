#pragma once
// One session that a client has open: its updates, its prompts, what it is asked for leave.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "buffers.h"
#include "config.h"
#include "feed.h"
#include "fetch_diffs.h"
#include "plumb/host.h"
#include "prompt.h"
#include "rpc.h"
#include "slash.h"
#include "updates.h"

namespace acp {

class SessionView : public std::enable_shared_from_this<SessionView> {   // callbacks of host and client hold it weakly
 public:
  struct Deps {
    plumb::Host& host;
    std::shared_ptr<Peer> peer;
    ClientWants wants;
    bool may_act = true;         ///< it may change something: else nothing is asked of the client
    bool reads_buffers = false;  ///< the client has fs/read_text_file
  };
  SessionView(Deps deps, std::string id, std::string cwd, Chosen chosen);

  /// Sends all that is recorded, and goes on with what comes. `replayed` comes between both.
  void load(std::function<void(const plumb::SessionInfo&)> replayed);
  /// Only what comes, from event `from` on.
  void follow(std::uint64_t from);
  /// Cancels, if it may, and answers all prompts.
  void close();
  void prompt(ReadPrompt prompt, Reply reply);
  /// Of the running prompt and of all that wait behind it.
  void cancel();
  void drained();
  /// For the person, as a message of plumb's.
  void tell(std::string text);
  void send_commands();

  /// Each fails with k_invalid_params for a value that is none, else as the host does.
  tl::expected<void, RpcError> set_held(const std::string& mode);
  tl::expected<void, RpcError> set_model(const std::string& model);
  tl::expected<void, RpcError> set_effort(const std::string& effort);
  void send_options();

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& cwd() const { return cwd_; }
  [[nodiscard]] const Chosen& chosen() const { return chosen_; }

 private:
  struct Pending {
    std::string text;
    Reply reply;
    bool submitted = false, cancelled = false;
    std::optional<plumb::Ended> ended;
    std::uint64_t last_seq = 0;      ///< once it has ended: the event up to which updates must have been sent
  };
  struct Approval {
    std::uint64_t seq = 0;
    json::Value payload;
    std::int64_t request = 0;        ///< 0 = the client was not asked yet
  };

  void open(std::uint64_t from);
  void read_approvals(std::uint64_t last_seq);
  void on_event(const plumb::Event& event);
  void on_state(const plumb::SessionInfo& info);
  void watch_buffers(const plumb::Event& event);
  void submit(std::uint64_t n, ReadPrompt prompt);
  void cancel_one(std::uint64_t n);
  void on_end(std::uint64_t n, const plumb::Ended& ended);
  void answer_ended();

  void note_approval(const plumb::Event& event);
  void forget_approval(const std::string& step);
  void forget_approvals();
  void ask_leave(const std::string& step);
  void send_permission(const std::string& step, Diffs diffs);
  void take_permission(const std::string& step, const Answer& answer);

  void slash(const Slash& command, Reply reply);
  void slash_change(plumb::Verb verb, const Slash& command, Reply reply);
  void slash_diff(const std::string& step, Reply reply);
  void slash_steps(Reply reply);
  void slash_choice(const Slash& command, Reply reply);
  void slash_usage(Reply reply);
  void say(Reply reply, std::string text);

  Deps deps_;
  std::string id_, cwd_;
  Chosen chosen_;
  Updates updates_;
  std::shared_ptr<Buffers> buffers_;
  std::shared_ptr<Feed> feed_;
  std::function<void(const plumb::SessionInfo&)> caught_up_;   ///< empty once it was called
  bool replaying_ = true;
  std::map<std::uint64_t, Pending> prompts_;
  std::uint64_t last_prompt_ = 0, last_told_ = 0;
  std::map<std::string, Approval> approvals_;                  ///< by step
};

}  // namespace acp
