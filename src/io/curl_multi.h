#pragma once
// One libcurl multi handle driven by the loop. All on the loop's thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <memory>

#include "base/try.h"
#include "curl_library.h"

namespace io {

/// What a running transfer is told. It is found through CURLOPT_PRIVATE.
class CurlListener {
 public:
  virtual void on_end(CURLcode code) = 0;

 protected:
  ~CurlListener() = default;
};

/// Always in a shared_ptr: transfers keep it alive. Must go before its loop.
class CurlMulti : public std::enable_shared_from_this<CurlMulti> {
 public:
  static base::Result<std::shared_ptr<CurlMulti>> make(const boost::asio::any_io_executor& executor);
  CurlMulti(const boost::asio::any_io_executor& executor, const CurlLibrary& curl);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;

  [[nodiscard]] const CurlLibrary& curl() const { return curl_; }
  /// Starts a transfer whose CURLOPT_PRIVATE is a CurlListener*. Not from a callback of libcurl.
  base::Result<> add(CURL* easy);
  /// Ends it at once, without any further callback to the listener. Not from a callback.
  void remove(CURL* easy);

 private:
  struct Socket;
  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* socket) noexcept;
  static int on_timer(CURLM* multi, long timeout_ms, void* self) noexcept;
  void watch(curl_socket_t fd, int what);
  void arm(const std::shared_ptr<Socket>& socket);
  void arm(const std::shared_ptr<Socket>& socket, int direction, bool& pending);
  void act(curl_socket_t fd, int direction);
  void report_ends();

  const CurlLibrary& curl_;
  boost::asio::any_io_executor executor_;
  CURLM* multi_;
  boost::asio::steady_timer timer_;
  std::map<curl_socket_t, std::shared_ptr<Socket>> sockets_;
};

}  // namespace io
