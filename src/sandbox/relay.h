#pragma once
// The inside half of the way out: a process in the box's network namespace that hands each connection
// to 127.0.0.1:port on to the broker's Unix socket outside (broker.h). It copies bytes and understands
// none: all decisions are the broker's, out of reach of the commands.
//
// For processes of one thread, forked without exec: no Boost, no exceptions, poll(2).

namespace sandbox {

/// At most so many connections at once; the next ones wait in the listener's queue.
inline constexpr int k_relay_connections_max = 256;

/// A listening socket on 127.0.0.1:port of the caller's network namespace (whose lo must be up), close
/// on exec. -1 with errno on failure. Calling it before the fork of the relay means that no command
/// can start before the relay listens.
[[nodiscard]] int listen_for_relay(unsigned short port);

/// Serves `listener` until the process is killed. `broker_socket_fd` is an O_PATH descriptor of the
/// broker's socket: it is connected to as /proc/self/fd/N, so the process needs a /proc of its own pid
/// namespace (or any in which it is seen) and no path to the socket. Needs some 520 descriptors and,
/// when all connections are busy, 8 MiB. Ends the process with status 1 and a line on stderr if it
/// cannot go on.
[[noreturn]] void serve_relay(int broker_socket_fd, int listener);

/// listen_for_relay and serve_relay.
[[noreturn]] void run_relay(int broker_socket_fd, unsigned short port);

}  // namespace sandbox
