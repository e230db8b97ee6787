#pragma once
// What plumb and its helper (txd) say to each other: packets of one size over SOCK_SEQPACKET, with
// descriptors; whatever has no bound (arguments, environment, paths) lies in a memfd sent along.
//
// Two kinds of sockets: one for the helper as a whole, and one for each command, whose other end is
// held by the command's init (and, until the exec, by its leaf).

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "sandbox/box.h"

namespace sandbox {

enum class Kind : std::uint32_t {
  // to the helper
  start,     ///< memfd: BoxOptions. Answer: ok or failed
  probe,     ///< memfd: project, store. Answer: ability..., ok
  open,      ///< memfd: View; descriptor: a command's socket. Answers go to that socket
  // to a command's socket
  run,       ///< memfd: Order; descriptors: stdin, stdout, stderr (none with a pty)
  signal,    ///< number: to all processes of the command
  // from there
  ok,        ///< of start, text: the folder of the box' control group, or ""
  failed,    ///< number: a base::Code; text
  ability,   ///< number: works; text: "what\nwhy\nremedy"
  ready,     ///< the init is made; descriptor: its pidfd (where it has one)
  terminal,  ///< descriptor: the master of the pty
  started,   ///< the program runs
  ended,     ///< nothing of it runs any more; number, signal, usage
};

struct Packet {
  Kind kind = Kind::ok;
  std::int32_t number = 0, signal = 0;
  Usage usage;
  char text[480] = {};
};

inline constexpr std::size_t k_packet_fds_max = 5;

struct Received {
  Packet packet;
  std::vector<base::Fd> fds;
  int sender = 0;               ///< its pid in our view, if asked for (SO_PASSCRED)
  enum class What : std::uint8_t { packet, nothing_yet, end } what = What::nothing_yet;
};

/// Text is cut to what fits.
Packet packet_of(Kind kind, std::string_view text = {});
Packet packet_of(const base::Error& error);

/// False with errno set if the other side is gone.
bool send_packet(int socket, const Packet& packet, std::span<const int> fds = {});
/// One packet. `flags` as of recvmsg (MSG_DONTWAIT). An error of the socket is its end.
Received receive_packet(int socket, int flags = 0);

/// What a command's leaf is to do.
struct Order {
  std::vector<std::string> argv, env;   ///< env as "NAME=value"
  std::string cwd;
  bool pty = false;
  unsigned columns = 80, rows = 24;
};

/// Each as a memfd, and back. Fails with io, or with protocol for bytes that are none of ours.
base::Result<base::Fd> pack(const BoxOptions& options);
base::Result<base::Fd> pack(const View& view);
base::Result<base::Fd> pack(const Order& order);
base::Result<BoxOptions> unpack_options(int memfd);
base::Result<View> unpack_view(int memfd);
base::Result<Order> unpack_order(int memfd);

}  // namespace sandbox
