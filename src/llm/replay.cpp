// Playback. The recorded bytes go through the same client and the same decoders as the first time:
// what replays is not a summary but the traffic, failures and retries included, only without waits.

#include <algorithm>
#include <boost/json.hpp>

#include "base/try.h"
#include "client.h"
#include "codes.h"
#include "llm/record.h"
#include "json/json.h"

namespace llm {
namespace {

using base::Code;

tl::unexpected<base::Error> used_up(std::size_t exchanges) {
  return base::fail(Code::not_found, "the recording ends after " + std::to_string(exchanges) +
                                         " exchanges, and one more is asked for");
}

// "timeout: no byte for 120 s" as client.cpp writes it on the tape.
base::Error recorded_error(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos) return {code_from_name(text), text};
  return {code_from_name(text.substr(0, colon)), text.substr(colon + 2)};
}

class Tapes {
 public:
  Tapes(std::vector<Exchange> tape, std::function<void(std::size_t)> on_difference)
      : tape_(std::move(tape)), on_difference_(std::move(on_difference)) {}

  /// The next exchange, or nullptr at the end.
  const Exchange* next(const std::string& body) {
    if (at_ == tape_.size()) return nullptr;
    const auto& exchange = tape_[at_++];
    if (exchange.request != body && on_difference_) on_difference_(at_ - 1);
    return &exchange;
  }
  [[nodiscard]] std::size_t size() const { return tape_.size(); }

 private:
  std::vector<Exchange> tape_;
  std::function<void(std::size_t)> on_difference_;
  std::size_t at_ = 0;
};

class ReplayHttp final : public io::HttpClient {
 public:
  explicit ReplayHttp(Tapes tapes) : tapes_(std::move(tapes)) {}

  io::Task<base::Result<io::HttpResponse>> fetch(io::HttpRequest request, io::HttpSink sink) override {
    const auto* exchange = tapes_.next(request.body);
    if (exchange == nullptr) co_return used_up(tapes_.size());
    io::HttpResponse response;
    response.status = exchange->status;
    response.headers = exchange->headers;
    if (exchange->status != 0) {
      if (sink.on_head) sink.on_head(response);
      if (sink.on_body && !exchange->response.empty()) sink.on_body(exchange->response);
    }
    if (!exchange->error.empty()) co_return base::fail(recorded_error(exchange->error));
    co_return response;
  }

 private:
  Tapes tapes_;
};

// A wire model that owns the client it speaks through.
class ReplayModel final : public Model {
 public:
  ReplayModel(std::unique_ptr<ReplayHttp> http, const wire::Wire& wire, const Provider& provider, ModelInfo info,
              WireOptions options)
      : http_(std::move(http)), model_(make_wire_model(*http_, wire, provider, std::move(info), std::move(options))) {}
  [[nodiscard]] const ModelInfo& info() const override { return model_->info(); }
  io::Task<base::Result<Response>> respond(Request request, EventSink sink) override {
    return model_->respond(std::move(request), std::move(sink));
  }

 private:
  std::unique_ptr<ReplayHttp> http_;
  std::unique_ptr<Model> model_;
};

// Plays lines of record.h: what a builtin model said.
class BuiltinReplay final : public Model {
 public:
  BuiltinReplay(ModelInfo info, Tapes tapes) : info_(std::move(info)), tapes_(std::move(tapes)) {}
  [[nodiscard]] const ModelInfo& info() const override { return info_; }

  io::Task<base::Result<Response>> respond(Request request, EventSink sink) override {
    const auto* exchange = tapes_.next(json::dump(request_to_json(request)));
    if (exchange == nullptr) co_return used_up(tapes_.size());
    co_return play(*exchange, sink);
  }

 private:
  static base::Result<Response> play(const Exchange& exchange, const EventSink& sink) {
    std::string_view rest = exchange.response;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const auto line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty()) continue;
      TRY(const json::Value value, json::parse(line));
      if (const auto* event = json::find(value, "event")) {
        TRY(const Event parsed, event_from_json(*event));
        if (sink) sink(parsed);
      } else if (const auto* response = json::find(value, "response")) {
        return response_from_json(*response);
      } else if (const auto* error = json::find(value, "error")) {
        return base::fail(code_from_name(json::string_or(json::find(*error, "code"))),
                          std::string(json::string_or(json::find(*error, "what"))));
      }
    }
    if (!exchange.error.empty()) return base::fail(recorded_error(exchange.error));
    return base::fail(Code::invalid, "the recorded exchange holds no response");
  }

  ModelInfo info_;
  Tapes tapes_;
};

}  // namespace

base::Result<std::unique_ptr<Model>> make_replay(const Provider& provider, ModelInfo info, std::vector<Exchange> tape,
                                                 std::function<void(std::size_t)> on_difference, Tape* record) {
  Tapes tapes(std::move(tape), std::move(on_difference));
  if (info.wire == "builtin") return std::make_unique<BuiltinReplay>(std::move(info), std::move(tapes));
  const auto* wire = wire::find_wire(info.wire);
  if (wire == nullptr)
    return base::fail(Code::unsupported, "cannot replay the wire \"" + info.wire + "\"; there are responses, chat, messages and builtin");
  WireOptions options;
  options.backoff_start = options.backoff_max = io::Millis(0);
  options.tape = record;
  auto http = std::make_unique<ReplayHttp>(std::move(tapes));
  return std::make_unique<ReplayModel>(std::move(http), *wire, provider, std::move(info), std::move(options));
}

base::Result<std::unique_ptr<Model>> make_replay(ModelInfo info, std::vector<Exchange> tape,
                                                 std::function<void(std::size_t)> on_difference) {
  TRY(const Catalogue catalogue, Catalogue::load(""));
  Provider provider;
  provider.name = info.provider;
  provider.base_url = "replay:";
  for (const auto& known : catalogue.providers())
    if (known.name == info.provider) provider = known;
  return make_replay(provider, std::move(info), std::move(tape), std::move(on_difference));
}

}  // namespace llm
