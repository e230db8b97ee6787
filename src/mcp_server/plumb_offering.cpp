// plumb's tools as an Offering. What a call does: tools.cpp, run_task.cpp, read_session.cpp.

#include "mcp_server/plumb_offering.h"

#include <algorithm>

#include "call.h"

namespace mcp_server {

namespace {

constexpr std::string_view k_instructions =
    "plumb is a coding agent whose results are proven by its own runs of the project's checks. run_task hands a whole task "
    "over; read_session shows what a session did; search_code and check look at a project without changing it.";

json::Array tool_list() {
  json::Array tools;
  for (std::size_t i = 0; i < k_offers_n; ++i) {
    const auto& offer = k_offers[i];
    const auto schema = json::parse(offer.schema);
    tools.push_back(json::Object{{"name", offer.name},
                                 {"title", offer.title},
                                 {"description", offer.description},
                                 {"inputSchema", schema ? *schema : json::Value(json::Object{{"type", "object"}})},
                                 {"annotations", json::Object{{"readOnlyHint", offer.reads_only}, {"openWorldHint", !offer.reads_only}}}});
  }
  return tools;
}

json::Object result_of(Answer given) {
  json::Object result = {{"content", json::Array{json::Object{{"type", "text"}, {"text", given.text}}}}, {"isError", given.is_error}};
  if (given.data.is_object()) result["structuredContent"] = std::move(given.data);
  return result;
}

}  // namespace

json::Object PlumbOffering::about() const { return {{"name", "plumb"}, {"title", "plumb"}, {"version", options_.version}}; }

std::string PlumbOffering::instructions() const { return std::string(k_instructions); }

json::Object PlumbOffering::capabilities(Era) const { return {{"tools", json::Object{}}}; }

std::optional<json::Object> PlumbOffering::list(std::string_view method) const {
  if (method != "tools/list") return std::nullopt;
  return json::Object{{"tools", tool_list()}};
}

bool PlumbOffering::serve(const std::shared_ptr<Exchange>& exchange) {
  if (exchange->method() != "tools/call") return false;
  const auto name = json::string_or(json::find(exchange->params(), "name"));
  const auto* end = k_offers + k_offers_n;
  const auto* offer = std::find_if(k_offers, end, [&](const auto& one) { return one.name == name; });
  static const json::Value k_none = json::Object{};
  const auto* arguments = json::find(exchange->params(), "arguments");
  if (arguments == nullptr || arguments->is_null()) arguments = &k_none;
  if (offer == end) {
    exchange->fail(k_invalid_params, "there is no tool \"" + std::string(name.substr(0, 100)) + "\"");
  } else if (!arguments->is_object()) {
    exchange->fail(k_invalid_params, "/params/arguments: expected an object");
  } else {
    const auto call = std::make_shared<Call>();
    call->arguments = *arguments;
    call->cwd = options_.cwd;
    if (exchange->wants_progress())
      call->on_progress = [weak = std::weak_ptr<Exchange>(exchange), n = 0](const std::string& text) mutable {
        if (const auto open = weak.lock()) open->progress(++n, -1, text);
      };
    call->on_done = [exchange](Answer answer) { exchange->finish(result_of(std::move(answer))); };
    exchange->on_cancel = [call] { call->cancel(); };
    offer->run(host_, call);
  }
  return true;
}

}  // namespace mcp_server
