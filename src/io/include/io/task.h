#pragma once
// contract: how everything that waits is written.
//
// Task<T> is a coroutine on the loop's one thread. It starts when it is awaited or spawned.
// Cancellation: a task is cancelled from outside through io::Scope or io::CancelSource (io/loop.h);
// every waiting function of io then returns Error{cancelled} instead of throwing, and so do the
// functions above it through CO_TRY. Nothing but a broken invariant throws through a Task.

#include <boost/asio/awaitable.hpp>

#include "base/try.h"

namespace io {

template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace io
