// libcurl says which sockets it waits for and until when; asio waits; libcurl is told what became
// ready. Each socket is watched through a duplicate of its descriptor, so that libcurl may close its
// own at any time without the reactor ever holding a number that means something else.
#include "curl_multi.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>

#include <chrono>
#include <utility>

namespace io {

namespace asio = boost::asio;
using Stream = asio::posix::stream_descriptor;

struct CurlMulti::Socket {
  Socket(const asio::any_io_executor& executor, curl_socket_t number, int copy)
      : fd(number), stream(executor, copy) {}
  curl_socket_t fd;
  Stream stream;
  int wanted = 0;                       // CURL_POLL_IN | CURL_POLL_OUT
  bool in_pending = false, out_pending = false;
};

base::Result<std::shared_ptr<CurlMulti>> CurlMulti::make(const asio::any_io_executor& executor) {
  TRY(const CurlLibrary* curl, curl_library());
  auto multi = std::make_shared<CurlMulti>(executor, *curl);
  if (multi->multi_ == nullptr) return base::fail(base::Code::io, "libcurl could not start");
  return multi;
}

CurlMulti::CurlMulti(const asio::any_io_executor& executor, const CurlLibrary& curl)
    : curl_(curl), executor_(executor), multi_(curl.multi_init()), timer_(executor) {
  if (multi_ == nullptr) return;
  curl_.multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_.multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_.multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_.multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlMulti::~CurlMulti() {
  if (multi_ != nullptr) curl_.multi_cleanup(multi_);
}

base::Result<> CurlMulti::add(CURL* easy) {
  const CURLMcode code = curl_.multi_add_handle(multi_, easy);
  if (code == CURLM_OK) return {};
  return base::fail(base::Code::internal, std::string("libcurl: ") + curl_.multi_strerror(code));
}

void CurlMulti::remove(CURL* easy) { curl_.multi_remove_handle(multi_, easy); }

// ---- what libcurl asks for; called from inside its functions, so nothing here calls it back ----

int CurlMulti::on_socket(CURL* /*easy*/, curl_socket_t fd, int what, void* self, void* /*socket*/) noexcept try {
  static_cast<CurlMulti*>(self)->watch(fd, what);
  return 0;
} catch (...) {
  return -1;   // out of memory or descriptors: libcurl fails the transfer
}

int CurlMulti::on_timer(CURLM* /*multi*/, long timeout_ms, void* self) noexcept try {
  auto& me = *static_cast<CurlMulti*>(self);
  me.timer_.cancel();
  if (timeout_ms < 0) return 0;
  me.timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  me.timer_.async_wait([weak = me.weak_from_this()](const boost::system::error_code& error) {
    const auto multi = weak.lock();
    if (!error && multi) multi->act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
} catch (...) {
  return -1;
}

void CurlMulti::watch(curl_socket_t fd, int what) {
  auto found = sockets_.find(fd);
  if (what == CURL_POLL_REMOVE) {
    if (found == sockets_.end()) return;
    boost::system::error_code ignored;        // the copy is gone in any case
    found->second->stream.close(ignored);     // NOLINT(bugprone-unused-return-value)
    sockets_.erase(found);
    return;
  }
  if (found == sockets_.end()) {
    const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) throw std::bad_alloc();
    found = sockets_.emplace(fd, std::make_shared<Socket>(executor_, fd, copy)).first;
  }
  found->second->wanted = what;
  arm(found->second);
}

// ---- what the loop tells ----

void CurlMulti::arm(const std::shared_ptr<Socket>& socket) {
  arm(socket, CURL_POLL_IN, socket->in_pending);
  arm(socket, CURL_POLL_OUT, socket->out_pending);
}

void CurlMulti::arm(const std::shared_ptr<Socket>& socket, int direction, bool& pending) {
  if (pending || (socket->wanted & direction) == 0) return;
  pending = true;
  const auto kind = direction == CURL_POLL_IN ? Stream::wait_read : Stream::wait_write;
  socket->stream.async_wait(kind, [weak = weak_from_this(), socket, direction, &pending](
                                      const boost::system::error_code& error) {
    pending = false;
    const auto multi = weak.lock();
    if (!multi || error == asio::error::operation_aborted || !socket->stream.is_open()) return;
    if ((socket->wanted & direction) == 0) return;
    int bits = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
    if (error) bits |= CURL_CSELECT_ERR;
    multi->act(socket->fd, bits);
    if (socket->stream.is_open()) multi->arm(socket);
  });
}

void CurlMulti::act(curl_socket_t fd, int direction) {
  int running = 0;
  curl_.multi_socket_action(multi_, fd, direction, &running);
  report_ends();
}

void CurlMulti::report_ends() {
  int left = 0;
  while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    CurlListener* listener = nullptr;
    curl_.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
    if (listener != nullptr) listener->on_end(code);
  }
}

}  // namespace io
