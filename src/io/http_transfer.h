#pragma once
// One request on its way through libcurl.

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>

#include "curl_multi.h"
#include "io/http_url.h"
#include "io/http.h"

namespace io {

/// Where a transfer goes and whom it trusts.
struct HttpRoute {
  HttpTarget target;
  std::string proxy;       ///< "" = none
  std::string ca_file, ca_dir;
};

/// Its destructor takes it out of libcurl at once, so that no callback comes after.
class HttpTransfer final : public CurlListener {
 public:
  /// `request` and `sink` must live as long as this.
  HttpTransfer(std::shared_ptr<CurlMulti> multi, const boost::asio::any_io_executor& executor,
               const HttpRequest& request, const HttpSink& sink, HttpRoute route);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;

  /// To its end. Fails as HttpClient::fetch.
  Task<base::Result<HttpResponse>> run();
  /// After run(): where the answer sends a GET or HEAD, as an absolute URL; "" = nowhere.
  [[nodiscard]] std::string redirect() const;

 private:
  void on_end(CURLcode code) override;
  base::Result<> prepare();
  base::Result<> set_headers();
  void set_body();
  void set_route();
  template <class T>
  void set(CURLoption option, T value);

  static std::size_t on_header(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  bool take_header(std::string_view line);
  bool take_body(std::string_view bytes);
  bool refuse(base::Code code, std::string what);
  void head_is_complete();
  [[nodiscard]] bool will_redirect() const;
  bool any_activity();
  base::Error error_of(CURLcode code) const;
  base::Error idle_error() const;

  std::shared_ptr<CurlMulti> multi_;
  const CurlLibrary& curl_;
  const HttpRequest& request_;
  const HttpSink& sink_;
  HttpRoute route_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  boost::asio::steady_timer wake_;

  HttpResponse response_;
  bool redirects_ = false;                // the head sends us elsewhere
  std::size_t head_size_ = 0, body_size_ = 0;
  bool head_complete_ = false, added_ = false, ended_ = false;
  CURLcode code_ = CURLE_OK;
  std::optional<base::Error> refused_;    // why we broke it off ourselves
  curl_off_t uploaded_ = 0;
  bool received_ = false;                 // something came since the watchdog looked last
  char detail_[CURL_ERROR_SIZE] = {};
};

}  // namespace io
