// Arbitrary bytes into the decoder of each wire: no crash, no hang, no half answer, and the same
// result however the bytes are cut. The library is not instrumented for coverage, so bytes alone
// would hardly get past the JSON parser: half of the inputs choose from a table of pieces of real
// streams instead, which the fuzzer shuffles, repeats and spoils.

#include <cstdint>
#include <cstdlib>
#include <string>

#include <boost/json.hpp>

#include "llm/record.h"
#include "wire/reader.h"

namespace {

const char* const k_pieces[] = {
    "data: ", "\n\n", "\n", "event: error\n", "data: [DONE]\n\n", "{", "}", "[", "]", ",", ":", "\"", "null", "0", "-1", "1e400", "\"\\ud800\"",
    "data: {\"choices\":[{\"delta\":", "data: {\"choices\":[]", ",\"finish_reason\":\"stop\"}]}\n\n", "}]}\n\n", "{\"content\":\"x\"}", "{\"content\":\"<think>\"}",
    "{\"content\":\"</think>\"}", "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"a\"}]}]}", "{\"reasoning\":\"r\"}", "{\"reasoning_content\":\"r\"}",
    "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"a\"},5]}", "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}",
    "{\"tool_calls\":[{\"function\":{\"arguments\":\"}\"}}]}", "{\"tool_calls\":[{\"index\":9223372036854775807,\"function\":{\"name\":\"patch\",\"arguments\":{\"input\":\"x\"}}}]}",
    "{\"tool_calls\":[null,{\"id\":\"a\"}]}", "{\"function_call\":{\"name\":\"f\"}}", "{\"refusal\":\"no\"}", ",\"usage\":{\"prompt_tokens\":1e18,\"completion_tokens\":9223372036854775807,\"total_tokens\":-5,\"completion_tokens_details\":{\"reasoning_tokens\":9223372036854775807}}",
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":9223372036854775807,\"cache_read_input_tokens\":9223372036854775807}}}\n\n",
    "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"t\"}}\n\n",
    "data: {\"type\":\"content_block_start\",\"index\":9223372036854775807,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"patch\",\"input\":\"s\"}}\n\n",
    "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"thinking\"}}\n\n", "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"server_tool_use\"}}\n\n",
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n", "data: {\"type\":\"content_block_delta\",\"index\":7,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"x\"}}\n\n",
    "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n\n", "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":3}}\n\n",
    "data: {\"type\":\"message_stop\"}\n\n", "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n", "data: {\"error\":\"x\"}\n\n",
    "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\"}}\n\n", "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\"}}\n\n",
    "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"x\"},7]}}\n\n",
    "data: {\"type\":\"response.output_item.done\",\"output_index\":-3,\"item\":{\"type\":\"custom_tool_call\",\"name\":\"patch\",\"input\":5}}\n\n", "data: {\"type\":\"response.output_item.done\",\"item\":null}\n\n",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n", "data: {\"type\":\"response.function_call_arguments.delta\",\"output_index\":1,\"delta\":\"x\"}\n\n",
    "data: {\"type\":\"response.reasoning_summary_part.added\"}\n\n", "data: {\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"reasoning\",\"summary\":[{\"text\":\"a\"}]},5],\"usage\":{\"input_tokens\":5}}}\n\n",
    "data: {\"type\":\"response.completed\",\"response\":5}\n\n", "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"\\u0001\"}}}\n\n",
    "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}", "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}", "{\"output\":[{\"type\":\"message\",\"content\":\"x\"}],\"status\":\"incomplete\"}",
    "<html><title>x</title>", "[{\"error\":{\"code\":429}}]", "\xEF\xBB\xBF", "\xE2\x82", "\r", ":ping\n"};

std::string stream_of(const uint8_t* data, std::size_t size, bool pieces) {
  if (!pieces) return {reinterpret_cast<const char*>(data), size};
  std::string out;
  for (std::size_t i = 0; i < size && out.size() < 20000; ++i) {
    if (data[i] < std::size(k_pieces)) out += k_pieces[data[i]];
    else if (data[i] < 0xE0) out += k_pieces[data[i] % std::size(k_pieces)];
    else if (data[i] < 0xF0 && !out.empty()) out.resize(out.size() - std::min<std::size_t>(out.size(), data[i] & 0xF));
    else out += static_cast<char>(data[i] & 0x7F);
  }
  return out;
}

std::string read(const llm::wire::Wire& wire, const std::string& stream, std::size_t cut) {
  llm::wire::Target target;
  target.info.provider = "p";
  target.info.id = "m";
  target.info.wire = wire.name;
  llm::Request request;
  request.tools = {{"patch", "", "", "start: x"}};
  std::string shown;
  llm::wire::Reader reader(wire, target, request, [&](const llm::Event& event) {
    if (const auto* text = std::get_if<llm::TextDelta>(&event)) shown += text->text;
  });
  for (std::size_t at = 0; at < stream.size(); at += cut) reader.feed(std::string_view(stream).substr(at, cut));
  auto outcome = reader.finish(stream.size() % 2 == 0 ? "" : "reset");
  if (!outcome) return shown + "|" + outcome.error().error.what;
  // What came in must be fit to go out again.
  request.items = {llm::UserMessage{"q", {}}};
  for (const auto& item : outcome->items) request.items.push_back(item);
  for (const char* name : {"chat", "messages", "responses"}) {
    target.info.wire = name;
    if (!json::parse(llm::wire::find_wire(name)->encode(target, request))) std::abort();
  }
  return shown + "|" + json::dump(llm::response_to_json(*outcome));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const char* const names[] = {"chat", "messages", "responses"};
  const auto& wire = *llm::wire::find_wire(names[data[0] % 3]);
  const std::string stream = stream_of(data + 2, size - 2, data[1] % 2 == 0);
  const std::string whole = read(wire, stream, stream.size() + 1);
  if (read(wire, stream, 1) != whole || read(wire, stream, 1 + data[1] % 31) != whole) std::abort();
  return 0;
}
