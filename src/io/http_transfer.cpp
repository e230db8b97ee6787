// libcurl calls back from inside multi_socket_action. The callbacks only note what came; run() waits
// on a timer that is both the watchdog and, cancelled, the news of the end.
#include "http_transfer.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <utility>

#include "io/event.h"

namespace io {

namespace asio = boost::asio;
using base::Code;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);

bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_not_of("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

double seconds(Millis time) { return static_cast<double>(time.count()) / 1000; }

}  // namespace

HttpTransfer::HttpTransfer(std::shared_ptr<CurlMulti> multi, const asio::any_io_executor& executor,
                           const HttpRequest& request, const HttpSink& sink, HttpRoute route)
    : multi_(std::move(multi)), curl_(multi_->curl()), request_(request), sink_(sink),
      route_(std::move(route)), easy_(curl_.easy_init()), wake_(executor) {}

HttpTransfer::~HttpTransfer() {
  if (added_) multi_->remove(easy_);
  if (easy_ != nullptr) curl_.easy_cleanup(easy_);
  curl_.slist_free_all(headers_);
}

Task<base::Result<HttpResponse>> HttpTransfer::run() {
  CO_TRY_DO(prepare());
  // Perhaps we were started by a sink, that is from inside libcurl, which must not be entered twice.
  co_await asio::post(wake_.get_executor(), k_as_tuple);
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(cancelled_error());
  CO_TRY_DO(multi_->add(easy_));
  added_ = true;
  while (!ended_) {
    wake_.expires_after(request_.idle_timeout);
    const auto [aborted] = co_await wake_.async_wait(k_as_tuple);
    const bool cancelled_now = co_await is_cancelled();
    if (cancelled_now) co_return base::fail(cancelled_error());
    if (!aborted && !ended_ && !any_activity()) co_return base::fail(idle_error());
  }
  if (refused_) co_return base::fail(*refused_);
  if (code_ != CURLE_OK) co_return base::fail(error_of(code_));
  if (!head_complete_)   // libcurl takes this for an answer
    co_return base::fail(Code::unavailable, route_.target.name() + ": broke off the connection within the answer's headers");
  co_return std::move(response_);
}

void HttpTransfer::on_end(CURLcode code) {
  code_ = code;
  ended_ = true;
  wake_.cancel();
}

bool HttpTransfer::any_activity() {
  curl_off_t uploaded = 0;
  curl_.easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  const bool sent = std::exchange(uploaded_, uploaded) != uploaded;
  return std::exchange(received_, false) || sent;
}

// ---- the request ----

template <class T>
void HttpTransfer::set(CURLoption option, T value) {
  // Options that this libcurl does not know (none that we depend on) are left alone.
  (void)curl_.easy_setopt(easy_, option, value);
}

base::Result<> HttpTransfer::prepare() {
  if (easy_ == nullptr) return base::fail(Code::io, "libcurl could not start a request");
  if (!is_token(request_.method)) return base::fail(Code::invalid, "not an HTTP method: " + request_.method);
  set(CURLOPT_PRIVATE, static_cast<CurlListener*>(this));
  set(CURLOPT_ERRORBUFFER, detail_);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);   // a cancelled look-up of a name is not waited for
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_USERAGENT, "plumb");
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
  set(CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set_body();
  set_route();
  return set_headers();
}

void HttpTransfer::set_body() {
  if (request_.method == "HEAD") return set(CURLOPT_NOBODY, 1L);
  if (!request_.body.empty() || request_.method == "POST") {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, request_.body.data());
  }
  set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void HttpTransfer::set_route() {
  // Always set, also to "": otherwise libcurl looks into the environment of the process.
  set(CURLOPT_PROXY, route_.proxy.c_str());
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (!route_.ca_file.empty()) set(CURLOPT_CAINFO, route_.ca_file.c_str());
  if (!route_.ca_dir.empty()) set(CURLOPT_CAPATH, route_.ca_dir.c_str());
}

base::Result<> HttpTransfer::set_headers() {
  const auto add = [&](const std::string& line) {
    curl_slist* longer = curl_.slist_append(headers_, line.c_str());
    if (longer != nullptr) headers_ = longer;
    return longer != nullptr;
  };
  // Without these libcurl would wait for "100 Continue", and call every body a form.
  bool added = add("Expect:");
  if (header(request_.headers, "content-type").empty()) added = added && add("Content-Type:");
  for (const auto& [name, value] : request_.headers) {
    if (!is_token(name)) return base::fail(Code::invalid, "not a name of an HTTP header: " + name);
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return base::fail(Code::invalid, "the value of the HTTP header " + name + " holds a line end (a key with a newline?)");
    added = added && add(trimmed(value).empty() ? name + ";" : name + ": " + value);
  }
  if (!added) return base::fail(Code::io, "out of memory");
  set(CURLOPT_HTTPHEADER, headers_);
  return {};
}

// ---- the response ----

std::size_t HttpTransfer::on_header(char* bytes, std::size_t one, std::size_t size, void* self) noexcept try {
  const std::size_t total = one * size;
  return static_cast<HttpTransfer*>(self)->take_header(std::string_view(bytes, total)) ? total : 0;
} catch (...) {
  return 0;   // libcurl then ends the transfer with CURLE_WRITE_ERROR
}

std::size_t HttpTransfer::on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept try {
  const std::size_t total = one * size;
  return static_cast<HttpTransfer*>(self)->take_body(std::string_view(bytes, total)) ? total : total + 1;
} catch (...) {
  return CURL_WRITEFUNC_ERROR;
}

bool HttpTransfer::refuse(Code code, std::string what) {
  refused_ = base::Error{code, std::move(what)};
  return false;
}

bool HttpTransfer::take_header(std::string_view line) {
  received_ = true;
  if (head_complete_) return true;   // a trailer
  head_size_ += line.size();
  if (head_size_ > k_http_head_max)
    return refuse(Code::too_big, fmt::format("{}: the answer's headers are over {} KiB", route_.target.name(),
                                             k_http_head_max >> 10));
  line = trimmed(line);
  if (line.starts_with("HTTP/")) {   // also after a "100 Continue": the head begins again
    response_ = HttpResponse();
    const auto space = line.find(' ');
    const auto code = space == std::string_view::npos ? std::string_view() : trimmed(line.substr(space)).substr(0, 3);
    std::from_chars(code.data(), code.data() + code.size(), response_.status);
  } else if (line.empty()) {
    if (response_.status >= 200 || response_.status == 101) head_is_complete();
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    response_.headers.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  return true;
}

void HttpTransfer::head_is_complete() {
  head_complete_ = true;
  redirects_ = will_redirect();
  if (sink_.on_head && !redirects_) sink_.on_head(response_);
}

bool HttpTransfer::take_body(std::string_view bytes) {
  received_ = true;
  body_size_ += bytes.size();
  const std::size_t limit = sink_.on_body ? k_http_stream_max : k_http_body_max;
  if (body_size_ > limit)
    return refuse(Code::too_big, fmt::format("{}: the answer is over {} MiB", route_.target.name(), limit >> 20));
  if (redirects_) return true;
  if (sink_.on_body) sink_.on_body(bytes);
  else response_.body += bytes;
  return true;
}

bool HttpTransfer::will_redirect() const {
  const int status = response_.status;
  return (request_.method == "GET" || request_.method == "HEAD") &&
         (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         !header(response_.headers, "location").empty();
}

std::string HttpTransfer::redirect() const {
  const char* url = nullptr;
  if (!redirects_ || !ended_ || code_ != CURLE_OK) return "";
  curl_.easy_getinfo(easy_, CURLINFO_REDIRECT_URL, &url);
  return url != nullptr ? url : "";
}

// ---- what went wrong, in words ----

base::Error HttpTransfer::idle_error() const {
  return {Code::timeout, fmt::format("{}: nothing came for {:.1f} s, so the connection was given up",
                                     route_.target.name(), seconds(request_.idle_timeout))};
}

base::Error HttpTransfer::error_of(CURLcode code) const {
  const std::string peer = route_.target.name();
  // libcurl's own words hold host, port and reason, but no path and no header.
  const std::string detail = detail_[0] != '\0' ? detail_ : curl_.easy_strerror(code);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {Code::unavailable, peer + ": no such host, or no name server can be reached"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {Code::unavailable, peer + ": the proxy's host is not known (" + detail + "); look at *_proxy in the environment"};
    case CURLE_COULDNT_CONNECT: {
      long error = 0;
      curl_.easy_getinfo(easy_, CURLINFO_OS_ERRNO, &error);
      const std::string why = error != 0 ? std::strerror(static_cast<int>(error)) : detail;  // NOLINT(concurrency-mt-unsafe)
      const std::string whom = route_.proxy.empty() ? "" : " through the proxy of the environment";
      return {Code::unavailable, peer + ": cannot connect" + whom + ": " + why};
    }
    case CURLE_OPERATION_TIMEDOUT:
      return {Code::timeout, fmt::format("{}: no connection within {:.1f} s", peer, seconds(request_.connect_timeout))};
    case CURLE_PEER_FAILED_VERIFICATION:
      return {Code::denied, peer + ": its certificate is not trusted: " + detail +
                                "; if a company proxy stands between, name its CA file in SSL_CERT_FILE"};
    case CURLE_SSL_CACERT_BADFILE:
      return {Code::unsupported, peer + ": cannot read the CA certificates (install ca-certificates, or set SSL_CERT_FILE): " + detail};
    case CURLE_GOT_NOTHING:
      return {Code::unavailable, peer + ": closed the connection without an answer"};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return {Code::unavailable, peer + ": broke off the connection: " + detail};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return {Code::protocol, peer + ": did not answer in HTTP: " + detail};
    case CURLE_URL_MALFORMAT:
      return {Code::invalid, "not a URL that plumb can fetch (host " + peer + ")"};
    case CURLE_WRITE_ERROR:
      return {Code::protocol, peer + ": sent what could not be unpacked or kept: " + detail};
    case CURLE_OUT_OF_MEMORY:
      // Also what it says of one header line of more than 100 KiB.
      return {Code::too_big, peer + ": the answer's headers are too long, or memory is short"};
    default:
      return {Code::unavailable, peer + ": " + detail};
  }
}

}  // namespace io
