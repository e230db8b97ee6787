#include "io/http.h"

#include <algorithm>
#include <utility>

#include "io/event.h"
#include "http_transfer.h"
#include "io/http_url.h"

namespace io {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient(Loop& loop, base::Env env) : executor_(executor_of(loop)), env_(std::move(env)) {}
  Task<base::Result<HttpResponse>> fetch(HttpRequest request, HttpSink sink) override;

 private:
  base::Result<HttpRoute> route(const HttpRequest& request) const;
  base::Result<std::shared_ptr<CurlMulti>> multi();

  boost::asio::any_io_executor executor_;
  base::Env env_;
  std::shared_ptr<CurlMulti> multi_;
};

base::Result<std::shared_ptr<CurlMulti>> CurlHttpClient::multi() {
  if (!multi_) {
    TRY(multi_, CurlMulti::make(executor_));
  }
  return multi_;
}

base::Result<HttpRoute> CurlHttpClient::route(const HttpRequest& request) const {
  HttpRoute route;
  TRY(route.target, http_target(request.url));
  if (request.use_proxy) route.proxy = proxy_for(route.target, env_);
  route.ca_file = env_.get("SSL_CERT_FILE").value_or("");
  route.ca_dir = env_.get("SSL_CERT_DIR").value_or("");
  return route;
}

/// Makes `request` one for `url`. To a stranger it carries nothing that could be a key.
base::Result<> redirect(HttpRequest& request, const HttpTarget& from, const std::string& url) {
  auto to = http_target(url);
  if (!to) return base::with(to.error(), from.name() + " redirects");
  if (from.scheme == "https" && to->scheme == "http")
    return base::fail(base::Code::denied, from.name() + " redirects from https to http, which is not followed");
  if (*to != from) request.headers.clear();
  request.url = url;
  return {};
}

Task<base::Result<HttpResponse>> CurlHttpClient::fetch(HttpRequest request, HttpSink sink) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(cancelled_error());
  for (int hops = 0; hops <= k_http_redirects_max; ++hops) {
    CO_TRY(const HttpRoute way, route(request));
    CO_TRY(const auto curl, multi());
    HttpTransfer transfer(curl, executor_, request, sink, way);
    CO_TRY(auto response, co_await transfer.run());
    const std::string next = transfer.redirect();
    if (next.empty()) co_return response;
    CO_TRY_DO(redirect(request, way.target, next));
  }
  co_return base::fail(base::Code::protocol, "too many redirects");
}

}  // namespace

std::string_view header(const Headers& headers, std::string_view name) {
  const auto same = [&](const auto& each) {
    return std::equal(each.first.begin(), each.first.end(), name.begin(), name.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
  };
  const auto found = std::find_if(headers.begin(), headers.end(), same);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::unique_ptr<HttpClient> make_http_client(Loop& loop, const base::Env& env) {
  return std::make_unique<CurlHttpClient>(loop, env);
}

}  // namespace io
