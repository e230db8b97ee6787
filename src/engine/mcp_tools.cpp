#include "mcp_tools.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/ids.h"
#include "base/try.h"
#include "embedded.h"
#include "foreign_text.h"
#include "json/json.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

using base::Code;

namespace {

constexpr std::string_view k_find_text =
#include "embed/mcp_find.md.inc"
    ;
constexpr std::string_view k_call_text =
#include "embed/mcp_call.md.inc"
    ;
constexpr std::string_view k_find_schema =
    R"({"type":"object","properties":{"server":{"type":"string"},"tool":{"type":"string"},"query":{"type":"string"}}})";
constexpr std::string_view k_call_schema =
    R"({"type":"object","properties":{"server":{"type":"string"},"tool":{"type":"string"},)"
    R"("arguments":{"type":"object","description":"as the tool's schema has them"}},"required":["server","tool"]})";

constexpr std::size_t k_about_max = 200;         // bytes of a description in a list
constexpr std::size_t k_list_max = std::size_t{16} << 10;
constexpr std::size_t k_schema_max = std::size_t{12} << 10;
constexpr std::size_t k_left_out_shown = 5;
constexpr std::size_t k_name_shown = 100;
constexpr std::int64_t k_search_ms = 60000;      // of a query to all servers

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// True if every word of `query` is in the tool's name, title or description.
bool fits(const mcp::Tool& tool, const std::string& query) {
  const std::string all = lower(tool.name + " " + tool.title + " " + tool.description), words = lower(query);
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    if (end > at && all.find(words.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

/// The first line, shortened.
std::string about(const mcp::Tool& tool) {
  const auto line = std::string_view(tool.description).substr(0, tool.description.find('\n'));
  const auto cut = text::clip(line, k_about_max);
  return std::string(cut) + (cut.size() < tool.description.size() ? " ..." : "");
}

struct Asked {
  std::string server, tool, query, arguments;
};

base::Result<Asked> read_asked(const std::string& text) {
  TRY(const auto value, json::parse(text.empty() ? "{}" : text));
  if (!value.is_object()) return base::fail(Code::invalid, "expected an object");
  Asked out;
  for (const auto& [key, into] : {std::pair{"server", &out.server}, std::pair{"tool", &out.tool}, std::pair{"query", &out.query}}) {
    const auto* member = json::find(value, key);
    if (member == nullptr || member->is_null()) continue;
    if (!member->is_string()) return base::fail(Code::invalid, "/" + std::string(key) + ": expected a string");
    *into = json::string_or(member);
  }
  if (const auto* arguments = json::find(value, "arguments"); arguments != nullptr && !arguments->is_null())
    out.arguments = arguments->is_string() ? std::string(json::string_or(arguments)) : json::dump(*arguments);   // some models quote it
  return out;
}

tools::Output output(std::string text, std::string title) {
  tools::Output out;
  out.title = text::to_valid_utf8(text::clip(title, k_name_shown));
  out.text = std::move(text);
  if (out.text.size() > tools::k_output_max) {
    out.full = std::move(out.text);
    out.text = text::keep_ends(out.full, tools::k_output_max);
  }
  return out;
}

class FindTool final : public tools::Tool {
 public:
  explicit FindTool(McpServers& servers) : servers_(servers) {
    spec_.name = "mcp_find";
    spec_.description = text_of(k_find_text);
    spec_.schema = k_find_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  /// It starts servers, one after the other.
  [[nodiscard]] tools::Access access() const override { return tools::Access::writes; }

  io::Task<tools::Output> run(std::string arguments, tools::Run) override {
    auto asked = read_asked(arguments);
    if (!asked) co_return tools::failed(asked.error());
    auto text = co_await answer(*std::move(asked));
    if (!text) co_return tools::failed({text.error().code, servers_.masked(text.error().what)});
    co_return output(servers_.masked(*std::move(text)), "mcp_find");
  }

 private:
  io::Task<base::Result<std::string>> answer(Asked asked) {
    if (asked.server.empty() && asked.query.empty()) {
      if (!asked.tool.empty()) co_return base::fail(Code::invalid, "give the tool's server too");
      co_return server_list();
    }
    if (!asked.server.empty() && !asked.tool.empty()) co_return co_await one_tool(std::move(asked));
    std::string out;
    if (!asked.server.empty()) {
      CO_TRY(out, co_await tools_of(asked.server, asked.query));
      co_return out;
    }
    const auto until = base::steady_ms() + k_search_ms;
    for (const auto& server : servers_.all()) {
      if (base::steady_ms() > until) {
        out += "[it takes too long: " + server.name + " and those behind it were not asked; name a server]\n";
        break;
      }
      auto found = co_await tools_of(server.name, asked.query);
      const bool cancelled = co_await io::is_cancelled();
      if (cancelled) co_return base::fail(Code::cancelled, "cancelled");
      out += found ? *found : server.name + ": " + found.error().what + "\n";
      if (out.size() > k_list_max) break;
    }
    if (out.size() > k_list_max) out = std::string(text::clip(out, k_list_max)) + "\n[more: name a server, or more words]\n";
    co_return out;
  }

  [[nodiscard]] std::string server_list() const {
    std::string out;
    for (const auto& server : servers_.all()) {
      out += server.name + ": " + servers_.masked(server, what_it_is(server)) + " (" + servers_.standing(server.name) + ")\n";
      if (out.size() > k_list_max) return std::string(text::clip(out, k_list_max)) + "\n[more servers]\n";
    }
    return out;
  }

  io::Task<base::Result<std::string>> tools_of(std::string name, std::string query) {
    CO_TRY(auto* const client, co_await servers_.open(name));
    CO_TRY(const auto list, co_await client->tools());
    const auto& server = *servers_.find(name);
    std::string lines;
    std::size_t shown = 0, all = 0;
    for (auto tool : list.tools) {
      if (!fits(tool, query)) continue;
      ++all;
      tool.description = servers_.masked(server, std::move(tool.description));   // before it is cut
      const std::string line = tool.name + ": " + about(tool) + "\n";
      if (lines.size() + line.size() > k_list_max) continue;
      lines += line;
      ++shown;
    }
    std::string out = name + ": " + std::to_string(all) + " tools" + (query.empty() ? "" : " with these words") + "\n";
    if (!lines.empty()) out += fenced(servers_.masked(server, lines)) + "\n";
    if (shown < all) out += "[" + std::to_string(all - shown) + " more: give a query]\n";
    if (!list.left_out.empty() && query.empty()) {
      out += "[" + std::to_string(list.left_out.size()) + " tools are not well-formed and left out: ";
      for (std::size_t i = 0; i < std::min(k_left_out_shown, list.left_out.size()); ++i) out += (i > 0 ? "; " : "") + list.left_out[i];
      out += list.left_out.size() > k_left_out_shown ? "; ...]\n" : "]\n";
    }
    co_return out;
  }

  io::Task<base::Result<std::string>> one_tool(Asked asked) {
    CO_TRY(auto* const client, co_await servers_.open(asked.server));
    CO_TRY(const auto list, co_await client->tools());
    const auto found = std::find_if(list.tools.begin(), list.tools.end(), [&](const auto& tool) { return tool.name == asked.tool; });
    if (found == list.tools.end())
      co_return base::fail(Code::not_found, asked.server + " has no tool \"" + text::to_valid_utf8(text::clip(asked.tool,
          k_name_shown)) + "\": see mcp_find with the server alone");
    const auto& server = *servers_.find(asked.server);
    const std::string schema = servers_.masked(server, found->schema);   // before it is cut
    const std::string what = servers_.masked(server, found->description) + "\nSchema of arguments: " + text::keep_ends(schema, k_schema_max);
    co_return asked.server + " " + asked.tool + "\n" + fenced(what);
  }

  McpServers& servers_;
  llm::ToolSpec spec_;
};

/// The tool's arguments are an object, whichever way they were written.
base::Result<std::string> canonical_call(const std::string& text) {
  TRY(const auto asked, read_asked(text));
  TRY(auto arguments, json::parse(asked.arguments.empty() ? "{}" : asked.arguments));
  if (!arguments.is_object()) return base::fail(Code::invalid, "/arguments: expected an object");
  return json::dump(json::Object{{"server", asked.server}, {"tool", asked.tool}, {"arguments", std::move(arguments)}});
}

class CallTool final : public tools::Tool {
 public:
  CallTool(McpServers& servers, Pictures pictures) : servers_(servers), pictures_(pictures) {
    spec_.name = "mcp_call";
    spec_.description = text_of(k_call_text);
    spec_.schema = k_call_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] tools::Access access() const override { return tools::Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override { return canonical_call(arguments); }

  io::Task<tools::Output> run(std::string arguments, tools::Run run) override {
    auto asked = read_asked(arguments);
    if (!asked) co_return tools::failed(asked.error());
    if (asked->server.empty() || asked->tool.empty()) co_return tools::failed({Code::invalid, "server and tool are needed"});
    const std::string title = "mcp " + asked->server + " " + asked->tool;
    auto client = co_await servers_.open(asked->server);
    if (!client) co_return tools::failed({client.error().code, servers_.masked(client.error().what)});
    const auto& server = *servers_.find(asked->server);
    mcp::OnProgress on_progress;
    if (run.on_output)
      on_progress = [this, &server, told = run.on_output](std::string_view line) {
        told(servers_.masked(server, std::string(line)) + "\n");
      };
    auto filled = servers_.filled(asked->arguments, asked->server);
    if (!filled) co_return tools::failed(filled.error());
    auto result = co_await (*client)->call(asked->tool, *std::move(filled), std::move(on_progress));
    if (!result) co_return tools::failed({result.error().code, title + ": " + servers_.masked(server, result.error().what)});
    co_return told(server, asked->tool, *std::move(result), title);
  }

 private:
  tools::Output told(const McpServer& server, const std::string& tool, mcp::CallResult result, const std::string& title) const {
    std::string head = "From the MCP server " + server.name + ", " + tool + (result.is_error ? ", which failed" : "") + ". ";
    head += servers_.is_sandboxed(server) ? "It runs in the sandbox."
                                          : "It runs outside of the sandbox: what it did, undo does not take back.";
    const std::string text = servers_.masked(server, std::move(result.text));
    auto out = output(head + "\n" + fenced(text), title);
    if (!out.full.empty()) out.text = head + "\n" + fenced(text::keep_ends(text, tools::k_output_max - 1024));
    out.is_error = result.is_error;
    for (auto& image : result.images) {
      if (pictures_ == Pictures::yes) out.images.push_back({std::move(image.mime), std::move(image.bytes)});
      else out.text += "\n[an image, which this model cannot see]";
    }
    return out;
  }

  McpServers& servers_;
  Pictures pictures_;
  llm::ToolSpec spec_;
};

}  // namespace

std::vector<std::unique_ptr<tools::Tool>> make_mcp_tools(McpServers& servers, Pictures pictures) {
  std::vector<std::unique_ptr<tools::Tool>> out;
  out.push_back(std::make_unique<FindTool>(servers));
  out.push_back(std::make_unique<CallTool>(servers, pictures));
  return out;
}

}  // namespace engine
