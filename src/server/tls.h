#pragma once
// TLS for the server, by OpenSSL 3, which is loaded when a certificate is given (as libcurl is at the first fetch: the
// program starts without it). A connection is ended here and goes on in the clear through a socket pair, so that nothing
// else knows of it.

#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>
#include <string>

#include "base/error.h"
#include "io/loop.h"

namespace server {

using StreamSocket = boost::asio::generic::stream_protocol::socket;

class Tls {
 public:
  /// Certificate chain and private key, in PEM. Fails with unsupported (no OpenSSL 3 here), not_found, invalid (they do not
  /// belong together, a key with a password).
  static base::Result<std::shared_ptr<Tls>> open(const std::string& certificate, const std::string& key);
  virtual ~Tls() = default;
  /// Shakes hands on `outside` and carries bytes between it and `inside` until either ends.
  virtual io::Task<> carry(StreamSocket outside, StreamSocket inside) = 0;
};

}  // namespace server
