#pragma once
// One call of a tool, from its arguments to its answer. Internal to mcp_server.

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "json/json.h"
#include "plumb/host.h"

namespace mcp_server {

/// What a tool answers with: the "content" text, and the same as data.
struct Answer {
  std::string text;
  json::Value data;              ///< "structuredContent": an object, or null
  bool is_error = false;
};
inline Answer failed(const base::Error& error) { return {error.what, nullptr, true}; }

/// What goes on while a call is at work. Ends with done(), or with its cancellation.
class Call : public std::enable_shared_from_this<Call> {
 public:
  json::Value arguments;                                ///< an object
  std::string cwd;                                      ///< of calls that name none
  std::function<void(const std::string&)> on_progress;  ///< empty = the client does not want to know
  std::function<void(Answer)> on_done;

  void progress(const std::string& text) const {
    if (on_progress && on_done) on_progress(text);
  }
  /// Once; later ones count for nothing.
  void done(Answer answer) {
    if (const auto f = std::exchange(on_done, nullptr)) f(std::move(answer));
    held_ = {};
  }
  /// The client wants no answer any more.
  void cancel() {
    on_done = nullptr;
    if (const auto f = std::exchange(on_cancel, nullptr)) f();
    held_ = {};
  }
  std::function<void()> on_cancel;
  /// Kept until the call is over.
  void hold(plumb::Subscription subscription) { held_ = std::move(subscription); }

 private:
  plumb::Subscription held_;
};

struct ToolOffer {
  std::string_view name, title, description, schema;   ///< schema: JSON
  bool reads_only = false;
  void (*run)(plumb::Host& host, const std::shared_ptr<Call>& call) = nullptr;
};
/// In a fixed order.
extern const ToolOffer k_offers[];
extern const std::size_t k_offers_n;

}  // namespace mcp_server
