// Telling people who look elsewhere that a run needs them, or has ended: the ways are engine::notify's.

#include <boost/json.hpp>

#include "engine/notify.h"
#include "host_impl.h"
#include "json/json.h"

namespace host {

void HostImpl::tell_people(const Session& session, engine::Notification what) {
  if (!notify_) return;
  what.session = session.id;
  what.title = session.info().title;
  what.cwd = session.fold.cwd;
  notices_.spawn(engine::notify(loop_, settings_, *notify_, std::move(what), notify_sink_));
}

void HostImpl::tell_people_of(const Session& session, const journal::Event& event) {
  if (!notify_ || event.type != "approval.asked") return;
  engine::Notification what;
  what.kind = engine::Notification::Kind::needs_you;
  const auto payload = json::parse(event.payload);   // our own: written a moment ago
  const auto count = payload ? json::int_or(json::find(*payload, "count")) : 0;
  what.text = std::to_string(count) + (count == 1 ? " effect of " : " effects of ");
  what.text += payload ? json::string_or(json::find(*payload, "what")) : std::string_view("a step");
  what.text += count == 1 ? " is held" : " are held";
  tell_people(session, std::move(what));
}

/// Whoever cancelled a run knows of it.
void HostImpl::tell_people_of(const Session& session, const RunEnd& end) {
  if (end.not_started || end.elsewhere || end.report.end == "cancelled") return;
  engine::Notification what;
  const bool is_done = end.report.end == "done";
  what.status = is_done ? end.report.status : end.report.end;
  what.text = is_done ? end.report.reason : end.report.error;
  what.took_ms = end.report.duration_ms;
  tell_people(session, std::move(what));
}

base::Result<> HostImpl::notify_people(engine::NotifySink sink) {
  auto how = engine::read_notify(settings_.config_text, settings_.config_path);
  if (!how) return base::fail(how.error());
  notify_ = *std::move(how);
  notify_sink_ = std::move(sink);
  return {};
}

}  // namespace host
