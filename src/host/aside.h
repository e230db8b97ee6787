#pragma once
// Work on a record, on the pool.

#include "engine/look.h"
#include "engine/records.h"
#include "host_impl.h"
#include "workspace/workspace.h"

namespace host {

template <class T>
void HostImpl::aside(Session& session, std::function<base::Result<T>()> work, plumb::Then<T> then) {
  ++session.changing;
  scope_.spawn(work_aside<T>(session, std::move(work), std::move(then)));
}

template <class T>
io::Task<> HostImpl::work_aside(Session& session, std::function<base::Result<T>()> work, plumb::Then<T> then) {
  const std::function<base::Result<T>(std::stop_token)> job = [&work](std::stop_token) { return work(); };
  auto result = co_await io::offload<base::Result<T>>(job);
  --session.changing;
  woken_.notify();
  (void)refresh(session);   // what cannot be read shows when it is asked for
  changed(session);
  if (then) then(std::move(result));
  forget_if_unused(session.id);
}

/// The moments in which a session's store is in use are short; a proof's copy of a large tree is the longest.
inline constexpr io::Millis k_look_again{20};
inline constexpr int k_looks_max = 1500;

template <class T>
io::Task<> HostImpl::look_here(Session& session, std::function<base::Result<T>(const workspace::Workspace&)> look,
                               plumb::Then<T> then) {
  for (int n = 0; session.run && n < k_looks_max; ++n) {
    const auto* const project = session.run->session ? session.run->session->project() : nullptr;
    if (project != nullptr) {
      then(look(*project));
      co_return;
    }
    const auto slept = co_await io::sleep(k_look_again);
    if (!slept) break;
  }
  if (session.run || closed_) {
    then(base::fail(base::Code::unavailable, "what the session did cannot be looked at just now"));
    co_return;
  }
  this->look<T>(session, std::move(look), std::move(then));
}

template <class T>
void HostImpl::look(Session& session, std::function<base::Result<T>(const workspace::Workspace&)> look,
                    plumb::Then<T> then) {
  if (session.run) {
    helpers_.spawn(look_here<T>(session, std::move(look), std::move(then)));
    return;
  }
  if (!session.is_on_disk) {
    later([then] { then(T{}); });
    return;
  }
  aside<T>(
      session,
      [settings = settings_, id = session.id, look = std::move(look)]() -> base::Result<T> {
        TRY(const auto recorded, engine::read_session(settings, id, ""));
        TRY(const auto project, engine::open_project(settings, recorded));
        return look(*project);
      },
      std::move(then));
}

}  // namespace host
