// A connection and any bytes, a line a message. What comes back must be JSON-RPC.

#include <cstdint>
#include <cstdlib>

#include "fake_client.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  acp::FakeHost host;
  acp::FakeClient client(host);
  client.initialize(R"({"fs":{"readTextFile":true},"_meta":{"terminal_output":true}})");
  const auto id = client.open("/");
  host.sessions[id].diffs[""] = std::string(reinterpret_cast<const char*>(data), size);
  host.sessions[id].contents["a"] = "x\ny\n";
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    client.raw(line);
    host.event(id, "tool.call", std::string(line));
    host.event(id, "effects", std::string(line));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  client.pump();
  for (const auto& message : client.messages)
    if (json::string_or(json::find(message, "jsonrpc")) != "2.0") std::abort();
  return 0;
}
