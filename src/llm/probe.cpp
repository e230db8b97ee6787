#include "llm/probe.h"

#include <algorithm>

#include "base/ids.h"

namespace llm {
namespace {

struct Seen {
  int pieces = 0;
  std::int64_t first_ms = -1, began_ms = base::steady_ms();
  std::string retried;
};

EventSink watcher(Seen& seen) {
  return [&seen](const Event& event) {
    if (const auto* retry = std::get_if<Retrying>(&event)) {
      seen.retried = retry->why;
      seen.pieces = 0;
      return;
    }
    if (seen.first_ms < 0) seen.first_ms = base::steady_ms() - seen.began_ms;
    ++seen.pieces;
  };
}

Request talk() {
  Request out;
  out.instructions = "You are being tested. Do exactly what is asked.";
  out.items.emplace_back(UserMessage{"Write the numbers from 1 to 20 in words, separated by commas. Nothing else.", {}});
  return out;
}

Request tools() {
  Request out;
  out.instructions = "You are being tested. Use the tools; call several in one answer where you can.";
  out.items.emplace_back(UserMessage{"Look up the temperature in Oslo and in Rome. Call the tool for both cities at once.", {}});
  out.tools.push_back({"temperature", "The temperature in a city.",
                       R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false})", ""});
  return out;
}

std::string count(std::int64_t n) { return n < 0 ? "not told" : std::to_string(n); }

ProbeResult usage_result(const Usage& usage) {
  const bool ok = usage.input > 0 && usage.output > 0;
  return {"usage", ok, true,
          ok ? "input " + count(usage.input) + " (cached " + count(usage.cached) + "), output " + count(usage.output) +
                   " (reasoning " + count(usage.reasoning) + ")"
             : "the provider does not count tokens: budgets cannot be kept"};
}

ProbeResult window_result(const ModelInfo& info) {
  if (info.window > 0) return {"context size", true, true, std::to_string(info.window) + " tokens (as configured or told by the server)"};
  return {"context size", false, true, "not known: set window for this model under [providers." + info.provider + "] in config.toml"};
}

void skip(std::vector<ProbeResult>& out, std::initializer_list<const char*> what, const std::string& why) {
  for (const auto* name : what) out.push_back({name, false, false, why});
}

}  // namespace

io::Task<std::vector<ProbeResult>> probe(Model& model) {
  std::vector<ProbeResult> out;
  Seen seen;
  auto sink = watcher(seen);
  auto question = talk();
  const auto said = co_await model.respond(std::move(question), std::move(sink));
  if (!said) {
    out.push_back({"answer", false, true, said.error().what});
    skip(out, {"streaming", "tool call", "parallel tool calls", "usage", "context size"}, "not tried: no answer");
    co_return out;
  }
  out.push_back({"answer", true, true, "after " + std::to_string(base::steady_ms() - seen.began_ms) + " ms, from " +
                                           (said->model.empty() ? model.info().id : said->model) +
                                           (seen.retried.empty() ? "" : "; tried again because " + seen.retried)});
  const bool streams = seen.pieces > 1;
  out.push_back({"streaming", streams, true,
                 streams ? std::to_string(seen.pieces) + " pieces, the first after " + std::to_string(seen.first_ms) + " ms"
                         : "the answer came in one piece: is there a proxy that holds it back?"});
  Seen called;
  auto second_sink = watcher(called);
  auto task = tools();
  const auto did = co_await model.respond(std::move(task), std::move(second_sink));
  if (!did) {
    out.push_back({"tool call", false, true, did.error().what});
    skip(out, {"parallel tool calls"}, "not tried: no tool call");
  } else {
    const auto calls = std::count_if(did->items.begin(), did->items.end(), [](const Item& item) {
      const auto* call = std::get_if<ToolCall>(&item);
      return call != nullptr && call->name == "temperature" && call->arguments.find("city") != std::string::npos;
    });
    out.push_back({"tool call", calls > 0, true, calls > 0 ? "well formed" : "the model did not call the tool: it can hardly work as an agent"});
    if (calls > 0)
      out.push_back({"parallel tool calls", calls > 1, true, calls > 1 ? std::to_string(calls) + " in one answer" : "one call an answer: works, but slower"});
    else
      skip(out, {"parallel tool calls"}, "not tried: no tool call");
  }
  out.push_back(usage_result(said->usage));
  out.push_back(window_result(model.info()));
  co_return out;
}

}  // namespace llm
