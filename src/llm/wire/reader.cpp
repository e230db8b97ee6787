#include "wire/reader.h"

#include <boost/json.hpp>

#include "wire/decode.h"
#include "wire/failure.h"

namespace llm::wire {
namespace {

constexpr std::size_t k_html_kept = 16384;

// Errors as an object inside a stream, whatever the wire. `response.failed` and Anthropic's
// {"type":"error"} have it too; null stands there in ordinary events.
const json::Value* error_in(const json::Value& data) {
  const auto* error = json::find(data, "error");
  if (error != nullptr && (error->is_object() || (error->is_string() && !error->get_string().empty())))
    return error;
  return nullptr;
}

}  // namespace

Reader::Reader(const Wire& wire, const Target& target, const Request& request, EventSink sink)
    : target_(target), decoder_(wire.decode(target, request, std::move(sink))),
      parser_([this](const io::SseEvent& event) { take(event); }) {}

void Reader::fail(Failure failure) {
  if (!failure_) failure_ = std::move(failure);
}

void Reader::feed(std::string_view bytes) {
  if (failure_) return;
  total_ += bytes.size();
  if (total_ > k_stream_max) {
    auto failure = broken(target_, "sent more than " + std::to_string(k_stream_max >> 20) + " MiB for one answer");
    failure.retry = Retry::never;
    return fail(std::move(failure));
  }
  if (form_ == Form::events) return parser_.feed(bytes);
  if (form_ == Form::html && held_.size() > k_html_kept) return;
  held_ += bytes;
  if (form_ == Form::unknown) recognise();
}

void Reader::recognise() {
  std::string_view text = held_;
  if (std::string_view("\xEF\xBB\xBF").starts_with(text.substr(0, 3)) && text.size() < 3) return;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return;
  const char first = text[begin];
  if (first == '{' || first == '[') {
    form_ = Form::json;
  } else if (first == '<') {
    form_ = Form::html;
  } else {
    form_ = Form::events;
    const std::string all = std::move(held_);
    held_.clear();
    parser_.feed(all);
  }
}

void Reader::take(const io::SseEvent& event) {
  if (failure_) return;
  const auto begin = event.data.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return;
  any_event_ = true;
  if (event.data.compare(begin, 6, "[DONE]") == 0) return decoder_->end_marker();
  const auto data = json::parse(event.data);
  if (!data) {
    // After the end it does not matter any more what a server says, and an event that the end of
    // the stream cut in two is no garbage: finish() sees that something is missing.
    if (!decoder_->done() && !ending_)
      fail(broken(target_, "sent an event that is not JSON: " + clean(std::string_view(event.data).substr(0, 200))));
    return;
  }
  if (decoder_->done() && error_in(*data) != nullptr) return;
  if (error_in(*data) != nullptr) return fail(stream_error(target_, error_text(*data)));
  if (auto done = decoder_->take(event.event, *data); !done) fail(std::move(done).error());
}

void Reader::take_whole() {
  const auto body = json::parse(held_);
  if (!body) return fail(broken(target_, "answered with broken JSON: " + body.error().what));
  const bool list = body->is_array() && !body->get_array().empty();
  const auto& value = list ? body->get_array().front() : *body;
  if (error_in(value) != nullptr) return fail(stream_error(target_, error_text(value)));
  if (auto done = decoder_->whole(value); !done) fail(std::move(done).error());
}

Outcome<Response> Reader::finish(const std::string& broken_off) {
  ending_ = true;
  if (form_ == Form::events) parser_.finish();
  if (form_ == Form::json && broken_off.empty()) take_whole();
  if (form_ == Form::html && !failure_) {
    auto failure = broken(target_, "answered with HTML, not with JSON: " + clean(error_text(held_).message) +
                                       "; is base_url right, or is there a proxy or a login page between?");
    failure.retry = Retry::few;
    fail(std::move(failure));
  }
  if (parser_.overflow() && !failure_) fail(broken(target_, "sent an event that is too long"));
  if (failure_) return tl::unexpected(std::move(*failure_));
  if (decoder_->done()) return decoder_->finish();
  Failure failure;
  failure.retry = Retry::yes;
  failure.error.code = base::Code::unavailable;
  failure.error.what = target_.info.provider + "/" + target_.info.id;
  if (!broken_off.empty()) failure.error.what += " broke off its answer: " + broken_off;
  else if (!any_event_) failure.error.what += " closed the connection without an answer";
  else failure.error.what += " closed the connection before its answer was complete";
  return tl::unexpected(std::move(failure));
}

}  // namespace llm::wire
