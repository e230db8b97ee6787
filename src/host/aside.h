#pragma once
// Work on a record, on the pool.

#include "host_impl.h"

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

}  // namespace host
