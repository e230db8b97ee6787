// The client library as the official conformance suite wants to start it: the server's URL is the last argument,
// MCP_CONFORMANCE_CONTEXT may name calls to make, and the client that a login is to be made as. Else every tool is called,
// with arguments made from its schema. The person who logs in is played by a fetch of the page: it leads back to the port
// where the library listens.

#include <boost/json.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/try.h"
#include "json/json.h"
#include "mcp/client.h"
#include "mcp/login.h"

namespace {

struct Wanted {
  std::string tool, arguments;
};

/// `sample`: where an object is wanted, the schema of the first tool; one scenario looks whether that is as it was.
std::string arguments_for(const std::string& schema, const std::string& sample) {
  const auto parsed = json::parse(schema);
  json::Object out;
  const auto* properties = parsed ? json::find(*parsed, "properties") : nullptr;
  if (properties != nullptr && properties->is_object())
    for (const auto& [name, property] : properties->get_object()) {
      const auto type = json::string_or(json::find(property, "type"));
      if (type == "number" || type == "integer") out[name] = out.size() + 2;
      else if (type == "boolean") out[name] = true;
      else if (type == "object") out[name] = json::parse(sample).value();
      else out[name] = "text";
    }
  return json::dump(out);
}

std::vector<Wanted> wanted_calls(const json::Value& context, const mcp::ToolList& list) {
  std::vector<Wanted> out;
  if (const auto* calls = json::array_or_null(json::find(context, "toolCalls")); calls != nullptr) {
    for (const auto& call : *calls) {
      const auto* arguments = json::find(call, "arguments");
      out.push_back({std::string(json::string_or(json::find(call, "name"))), arguments == nullptr ? "{}" : json::dump(*arguments)});
    }
    return out;
  }
  for (const auto& tool : list.tools) out.push_back({tool.name, arguments_for(tool.schema, list.tools.front().schema)});
  return out;
}

mcp::LoginSetup setup_of(const json::Value& context, const std::string& scenario) {
  const auto member = [&](std::string_view key) { return std::string(json::string_or(json::find(context, key))); };
  mcp::LoginSetup out;
  out.issuer = member("issuer");
  out.client_id = member("client_id");
  out.client_secret = member("client_secret");
  out.private_key = member("private_key_pem");
  out.metadata_url = "https://conformance-test.local/client-metadata.json";   // the suite's
  out.is_for_programs = scenario.starts_with("auth/client-credentials");
  return out;
}

io::Task<mcp::Answer> accept(mcp::Question question) { co_return mcp::accept_defaults(question); }

struct World {
  io::Loop& loop;
  io::HttpClient& http;
  std::string scenario;
  json::Value context;
};

io::Task<base::Result<>> talk(World& world, std::string url, mcp::Login& login) {
  mcp::Address address;
  address.url = std::move(url);
  address.login = &login;
  mcp::Options options;
  options.version = "1";
  options.on_question = accept;
  CO_TRY(auto client, co_await mcp::Client::connect(world.loop, world.http, std::move(address), std::move(options)));
  auto list = co_await client->tools();
  base::Result<> done;
  if (!list) done = base::fail(list.error());
  // Of one scenario only the list is there.
  const bool may_call = list && world.scenario != "json-schema-ref-no-deref";
  const auto calls = may_call ? wanted_calls(world.context, *list) : std::vector<Wanted>();
  for (const auto& call : calls) {
    mcp::OnProgress none;
    const auto result = co_await client->call(call.tool, call.arguments, std::move(none));
    if (result) std::printf("%s: %s\n", call.tool.c_str(), result->text.c_str());
    else done = base::fail(result.error());
  }
  co_await client->close();
  co_return done;
}

io::Task<> look_at(io::HttpClient& http, std::string page) {
  io::HttpRequest request;
  request.url = std::move(page);
  const auto seen = co_await http.fetch(std::move(request), {});
  if (!seen) std::fprintf(stderr, "the login's page: %s\n", seen.error().what.c_str());
}

io::Task<base::Result<>> visit(World& world, std::string url) {
  io::Scope aside(world.loop);
  const auto show = [&](std::string page) { aside.spawn(look_at(world.http, std::move(page))); };
  auto browser = mcp::LoopbackBrowser::open(world.loop, io::Millis(10000), show);
  if (!browser) co_return base::fail(browser.error());
  std::string kept;
  mcp::LoginStore store;
  store.load = [&] { return base::Result<std::string>(kept); };
  store.save = [&](const std::string& text) {
    kept = text;
    return base::Result<>();
  };
  const auto login = mcp::Login::make(
      world.loop, mcp::Login::Parts{world.http, url, setup_of(world.context, world.scenario), std::move(store), browser->get(), ""});
  auto done = co_await talk(world, url, *login);
  co_await (*browser)->close();
  co_await aside.wait();
  co_return done;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto env = base::Env::of_process();
  io::Loop loop;
  const auto http = io::make_http_client(loop, env);
  const auto context = json::parse(env.get("MCP_CONFORMANCE_CONTEXT").value_or("{}"));
  World world{loop, *http, env.get("MCP_CONFORMANCE_SCENARIO").value_or(""), context ? *context : json::Value()};
  const auto done = loop.run(visit(world, argv[argc - 1]));
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().what.c_str());
  return 1;
}
