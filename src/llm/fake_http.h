#pragma once
// For tests: an HttpClient that plays canned answers in order, cut into pieces, and keeps what was
// asked.

#include <deque>

#include "io/http.h"
#include "io/loop.h"

namespace llm {

struct Canned {
  int status = 200;
  std::string body;
  io::Headers headers = {};
  std::string error = {};                          ///< the transport breaks off with it after the body
  base::Code code = base::Code::unavailable;
  bool hangs = false;                              ///< after the body nothing comes, until cancelled
};

class FakeHttp final : public io::HttpClient {
 public:
  io::Task<base::Result<io::HttpResponse>> fetch(io::HttpRequest request, io::HttpSink sink) override {
    requests.push_back(request);
    if (answers.empty()) co_return base::fail(base::Code::unavailable, "no answer is canned");
    const Canned answer = answers.front();
    answers.pop_front();
    io::HttpResponse response;
    response.status = answer.status;
    response.headers = answer.headers;
    if (answer.status != 0) {
      if (sink.on_head) sink.on_head(response);
      for (std::size_t i = 0; i < answer.body.size(); i += piece) {
        const auto bytes = std::string_view(answer.body).substr(i, piece);
        if (sink.on_body) sink.on_body(bytes);
        else response.body += bytes;
      }
    }
    if (answer.hangs) {
      const io::Millis long_time(60000);
      CO_TRY_DO(co_await io::sleep(long_time));
    }
    if (!answer.error.empty()) co_return base::fail(answer.code, answer.error);
    co_return response;
  }

  std::deque<Canned> answers;
  std::vector<io::HttpRequest> requests;
  std::size_t piece = 7;
};

}  // namespace llm
