#include "wire.h"

#include "base/try.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sandbox {

namespace {

/// A memfd of numbers and texts, each text after its length.
class Writer {
 public:
  void number(std::uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& each : values) text(each);
  }
  [[nodiscard]] base::Result<base::Fd> memfd() const {
    base::Fd fd(::memfd_create("plumb", MFD_CLOEXEC));
    if (!fd) return base::fail_errno("cannot make a memory file");
    TRY_DO(base::write_all(fd.get(), bytes_));
    return fd;
  }

 private:
  std::string bytes_;
};

class Reader {
 public:
  static base::Result<Reader> open(int memfd) {
    const auto size = ::lseek(memfd, 0, SEEK_END);
    if (size < 0) return base::fail_errno("cannot read a request");
    Reader reader;
    reader.bytes_.resize(static_cast<std::size_t>(size));
    std::size_t at = 0;
    while (at < reader.bytes_.size()) {
      const auto got = ::pread(memfd, reader.bytes_.data() + at, reader.bytes_.size() - at, static_cast<off_t>(at));
      if (got <= 0) return base::fail_errno("cannot read a request");
      at += static_cast<std::size_t>(got);
    }
    return reader;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    if (bytes_.size() - at_ < sizeof value) {
      bad_ = true;
      return 0;
    }
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::string text() {
    const auto size = number();
    if (size > bytes_.size() - at_) bad_ = true;
    if (bad_) return {};
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (auto count = number(); count > 0 && good(); --count) values.push_back(text());
    return values;
  }
  [[nodiscard]] bool good() const { return !bad_; }
  [[nodiscard]] base::Result<> done() const {
    if (bad_ || at_ != bytes_.size()) return base::fail(base::Code::protocol, "a request to the sandbox is torn");
    return {};
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
  bool bad_ = false;
};

}  // namespace

Packet packet_of(Kind kind, std::string_view text) {
  Packet packet;
  packet.kind = kind;
  text = text.substr(0, sizeof packet.text - 1);
  std::copy(text.begin(), text.end(), packet.text);
  return packet;
}

Packet packet_of(const base::Error& error) {
  Packet packet = packet_of(Kind::failed, error.what);
  packet.number = static_cast<std::int32_t>(error.code);
  return packet;
}

bool send_packet(int socket, const Packet& packet, std::span<const int> fds) {
  iovec part{const_cast<Packet*>(&packet), sizeof packet};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * k_packet_fds_max)] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!fds.empty()) {
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(head), fds.data(), fds.size_bytes());
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == sizeof packet;
}

Received receive_packet(int socket, int flags) {
  Received received;
  iovec part{&received.packet, sizeof received.packet};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * k_packet_fds_max) + CMSG_SPACE(sizeof(ucred))] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = 0;
  do {
    got = ::recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
    // A reset says that the other side closed without reading all; what it sent is still to be had.
  } while (got < 0 && (errno == EINTR || errno == ECONNRESET));
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return received;
  received.what = Received::What::end;
  if (got < 0) return received;
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET) continue;
    if (head->cmsg_type == SCM_RIGHTS) {
      const std::size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      for (std::size_t i = 0; i < count; ++i) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(head) + i * sizeof(int), sizeof fd);
        received.fds.emplace_back(fd);
      }
    } else if (head->cmsg_type == SCM_CREDENTIALS) {
      ucred sender{};
      std::memcpy(&sender, CMSG_DATA(head), sizeof sender);
      received.sender = sender.pid;
    }
  }
  if (got == sizeof received.packet) {
    received.packet.text[sizeof received.packet.text - 1] = '\0';
    received.what = Received::What::packet;
  }
  return received;
}

base::Result<base::Fd> pack(const BoxOptions& options) {
  Writer out;
  out.text(options.project);
  out.text(options.store);
  out.number(static_cast<std::uint64_t>(options.mode));
  out.texts(options.hidden);
  out.texts(options.writable);
  out.number(options.shown_as.size());
  for (const auto& [place, folder] : options.shown_as) {
    out.text(place);
    out.text(folder);
  }
  out.text(options.repository);
  out.text(options.around);
  out.number(static_cast<std::uint64_t>(options.network));
  out.text(options.broker);
  out.number(options.limits.memory);
  out.number(options.limits.processes);
  out.number(options.limits.file_size);
  out.number(options.limits.cpu_s);
  out.number(options.limits.tmp);
  out.number(options.is_full ? 1 : 0);
  return out.memfd();
}

base::Result<BoxOptions> unpack_options(int memfd) {
  TRY(auto in, Reader::open(memfd));
  BoxOptions options;
  options.project = in.text();
  options.store = in.text();
  options.mode = static_cast<Mode>(in.number());
  options.hidden = in.texts();
  options.writable = in.texts();
  for (auto count = in.number(); count > 0 && in.good(); --count) {
    auto place = in.text();
    options.shown_as.emplace(std::move(place), in.text());
  }
  options.repository = in.text();
  options.around = in.text();
  options.network = static_cast<Network>(in.number());
  options.broker = in.text();
  options.limits.memory = in.number();
  options.limits.processes = in.number();
  options.limits.file_size = in.number();
  options.limits.cpu_s = in.number();
  options.limits.tmp = in.number();
  options.is_full = in.number() != 0;
  TRY_DO(in.done());
  return options;
}

base::Result<base::Fd> pack(const View& view) {
  Writer out;
  out.number(static_cast<std::uint64_t>(view.kind));
  out.text(view.upper);
  out.text(view.work);
  out.texts(view.lowers);
  out.text(view.repository_upper);
  out.text(view.repository_work);
  out.texts(view.writable);
  return out.memfd();
}

base::Result<View> unpack_view(int memfd) {
  TRY(auto in, Reader::open(memfd));
  View view;
  view.kind = static_cast<View::Kind>(in.number());
  view.upper = in.text();
  view.work = in.text();
  view.lowers = in.texts();
  view.repository_upper = in.text();
  view.repository_work = in.text();
  view.writable = in.texts();
  TRY_DO(in.done());
  return view;
}

base::Result<base::Fd> pack(const Order& order) {
  Writer out;
  out.texts(order.argv);
  out.texts(order.env);
  out.text(order.cwd);
  out.number(order.pty ? 1 : 0);
  out.number(order.columns);
  out.number(order.rows);
  return out.memfd();
}

base::Result<Order> unpack_order(int memfd) {
  TRY(auto in, Reader::open(memfd));
  Order order;
  order.argv = in.texts();
  order.env = in.texts();
  order.cwd = in.text();
  order.pty = in.number() != 0;
  order.columns = static_cast<unsigned>(in.number());
  order.rows = static_cast<unsigned>(in.number());
  TRY_DO(in.done());
  return order;
}

}  // namespace sandbox
