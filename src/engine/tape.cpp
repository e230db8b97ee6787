#include "tape.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "llm/record.h"

namespace engine {

static std::size_t common_prefix(std::string_view a, std::string_view b) {
  const auto limit = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(limit), b.begin()).first -
      a.begin());
}

static std::size_t common_suffix(std::string_view a, std::string_view b, std::size_t prefix) {
  const auto limit = std::min(a.size(), b.size()) - prefix;
  std::size_t same = 0;
  while (same < limit && a[a.size() - 1 - same] == b[b.size() - 1 - same]) ++same;
  return same;
}

base::Result<> JournalTape::request(const std::string& url, const std::string& body) {
  TRY_DO(health_);
  const std::size_t prefix = common_prefix(previous_, body);
  const std::size_t suffix = common_suffix(previous_, body, prefix);
  TRY(const auto blob, journal_.put_blob(
                           std::string_view(body).substr(prefix, body.size() - prefix - suffix)));
  const json::Object payload = {{"n", ++n_},          {"url", url},       {"size", body.size()},
                                {"prefix", prefix},   {"suffix", suffix}, {"body", blob}};
  TRY_DO(journal_.append("model.request", payload));
  previous_ = body;
  url_ = url;
  response_.clear();
  headers_.clear();
  status_ = 0;
  return {};
}

void JournalTape::head(int status, const io::Headers& headers) {
  status_ = status;
  headers_ = headers;
}

void JournalTape::bytes(std::string_view bytes) { response_ += bytes; }

void JournalTape::end(const std::string& error) {
  json::Object headers;
  for (const auto& [name, value] : headers_) headers[name] = value;
  json::Object payload = {{"n", n_}, {"status", status_}, {"headers", headers}, {"error", error}};
  auto blob = journal_.put_blob(response_);
  if (!blob) {
    health_ = base::fail(blob.error());
    return;
  }
  payload["body"] = *blob;
  if (auto done = journal_.append("model.response", payload); !done)
    health_ = base::fail(done.error());
  response_.clear();
}

namespace {

class Recording final : public llm::Model {
 public:
  Recording(llm::Model& inner, llm::Tape& tape) : inner_(inner), tape_(tape) {}
  const llm::ModelInfo& info() const override { return inner_.info(); }
  io::Task<base::Result<llm::Response>> respond(llm::Request request, llm::EventSink sink) override {
    // What a model without a wire sees of the conversation is its last item.
    json::Object body = {{"items", request.items.size()}};
    if (!request.items.empty()) body["last"] = llm::item_to_json(request.items.back());
    CO_TRY_DO(tape_.request("builtin:", json::dump(body)));
    tape_.head(200, {});
    llm::EventSink both = [this, &sink](const llm::Event& event) {
      tape_.bytes(llm::record_line(event));
      sink(event);
    };
    auto response = co_await inner_.respond(std::move(request), std::move(both));
    tape_.bytes(response ? llm::record_line(*response) : llm::record_line(response.error()));
    tape_.end("");
    co_return response;
  }

 private:
  llm::Model& inner_;
  llm::Tape& tape_;
};

base::Result<std::string> request_body(const std::string& dir, const json::Value& p,
                                       const std::string& previous) {
  TRY(const auto middle, journal::read_blob(dir, std::string(json::string_or(json::find(p, "body")))));
  const auto prefix = static_cast<std::size_t>(json::int_or(json::find(p, "prefix")));
  const auto suffix = static_cast<std::size_t>(json::int_or(json::find(p, "suffix")));
  if (prefix + suffix > previous.size())
    return base::fail(base::Code::invalid, "a recorded request does not fit the one before it");
  return previous.substr(0, prefix) + middle + previous.substr(previous.size() - suffix);
}

}  // namespace

std::unique_ptr<llm::Model> record(llm::Model& inner, llm::Tape& tape) {
  return std::make_unique<Recording>(inner, tape);
}

base::Result<std::vector<llm::Exchange>> read_exchanges(const std::string& session_dir) {
  journal::Damage damage;
  TRY(const auto events, journal::read_events(session_dir, damage));
  std::vector<llm::Exchange> exchanges;
  std::string previous;
  llm::Exchange open;
  std::int64_t open_n = -1;
  for (const auto& event : events) {
    if (event.type != "model.request" && event.type != "model.response") continue;
    TRY(const auto p, json::parse(event.payload));
    const std::int64_t n = json::int_or(json::find(p, "n"), -2);
    if (event.type == "model.request") {
      TRY(open.request, request_body(session_dir, p, previous));
      previous = open.request;
      open.url = std::string(json::string_or(json::find(p, "url")));
      open_n = n;
      continue;
    }
    if (n != open_n) continue;
    open.status = static_cast<int>(json::int_or(json::find(p, "status")));
    open.error = std::string(json::string_or(json::find(p, "error")));
    TRY(open.response, journal::read_blob(session_dir, std::string(json::string_or(json::find(p, "body")))));
    if (const auto* headers = json::object_or_null(json::find(p, "headers")))
      for (const auto& [name, value] : *headers)
        open.headers.emplace_back(std::string(name), std::string(json::string_or(&value)));
    exchanges.push_back(std::move(open));
    open = {};
    open_n = -1;
  }
  return exchanges;
}

}  // namespace engine
