// The client library as the official conformance suite wants to start it: the server's URL is the last argument,
// MCP_CONFORMANCE_CONTEXT may name calls to make. Else every tool is called, with arguments made from its schema.

#include <boost/json.hpp>

#include <cstdio>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/try.h"
#include "json/json.h"
#include "mcp/client.h"

namespace {

struct Wanted {
  std::string tool, arguments;
};

std::string arguments_for(const std::string& schema) {
  const auto parsed = json::parse(schema);
  json::Object out;
  const auto* properties = parsed ? json::find(*parsed, "properties") : nullptr;
  if (properties != nullptr && properties->is_object())
    for (const auto& [name, property] : properties->get_object()) {
      const auto type = json::string_or(json::find(property, "type"));
      if (type == "number" || type == "integer") out[name] = out.size() + 2;
      else if (type == "boolean") out[name] = true;
      else out[name] = "text";
    }
  return json::dump(out);
}

std::vector<Wanted> wanted_calls(const std::string& context, const mcp::ToolList& list) {
  std::vector<Wanted> out;
  const auto parsed = json::parse(context);
  if (const auto* calls = parsed ? json::array_or_null(json::find(*parsed, "toolCalls")) : nullptr; calls != nullptr) {
    for (const auto& call : *calls) {
      const auto* arguments = json::find(call, "arguments");
      out.push_back({std::string(json::string_or(json::find(call, "name"))), arguments == nullptr ? "{}" : json::dump(*arguments)});
    }
    return out;
  }
  for (const auto& tool : list.tools) out.push_back({tool.name, arguments_for(tool.schema)});
  return out;
}

io::Task<base::Result<>> visit(io::Loop& loop, io::HttpClient& http, const base::Env& env, std::string url) {
  mcp::Address address;
  address.url = std::move(url);
  mcp::Options options;
  options.version = "1";
  CO_TRY(auto client, co_await mcp::Client::connect(loop, http, std::move(address), std::move(options)));
  auto list = co_await client->tools();
  base::Result<> done;
  const auto context = env.get("MCP_CONFORMANCE_CONTEXT").value_or("{}");
  if (!list) done = base::fail(list.error());
  // Of one scenario only the list is there.
  const bool may_call = list && env.get("MCP_CONFORMANCE_SCENARIO").value_or("") != "json-schema-ref-no-deref";
  const auto calls = may_call ? wanted_calls(context, *list) : std::vector<Wanted>();
  for (const auto& call : calls) {
    mcp::OnProgress none;
    const auto result = co_await client->call(call.tool, call.arguments, std::move(none));
    if (result) std::printf("%s: %s\n", call.tool.c_str(), result->text.c_str());
    else done = base::fail(result.error());
  }
  co_await client->close();
  co_return done;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto env = base::Env::of_process();
  io::Loop loop;
  const auto http = io::make_http_client(loop, env);
  const auto done = loop.run(visit(loop, *http, env, argv[argc - 1]));
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().what.c_str());
  return 1;
}
