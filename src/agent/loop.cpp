// The loop reads top down: run() is the story, the functions above it are its sentences.
//
// Two things are less obvious than they look. Every tool call gets a result, whatever happens
// (cancellation, a limit, a failed record), because every provider refuses a history in which one is
// missing, and a session must be able to go on. And the budget is kept *before* the call: the most
// that the next answer can cost is bounded by its max_output, so that bound is lowered as the money
// runs out, and the call is not made when nothing useful would fit.

#include "agent/loop.h"

#include <algorithm>
#include <map>

#include "repeats.h"
#include "base/ids.h"
#include "base/try.h"

namespace agent {

namespace {

/// Below so many output tokens an answer is not worth its input.
constexpr std::int64_t k_useful_output = 256;
/// Assumed when the catalogue does not know how much a model can write at once.
constexpr std::int64_t k_output_default = 16384;
/// "Go on" after an answer that was cut off at the output limit.
constexpr int k_continuations_max = 3;
/// Requests made smaller after the provider said that they do not fit.
constexpr int k_shrinks_max = 3;
/// A conversation is made smaller when it fills so much of the window that the answer leaves, down to so much.
constexpr double k_full = 0.85, k_compacted = 0.5;

/// What the provider counted last: the request and its answer.
struct Counted {
  std::int64_t tokens = 0;
  std::size_t items = 0;   ///< that they were
};

struct Turn {
  Conversation& conversation;
  Toolbox& toolbox;
  llm::Model& model;
  Observer& observer;
  const LoopOptions& options;
  Outcome& outcome;
  Repeats& repeats;
  Counted& counted;
};

/// How much the next answer may be, so that neither budget can be overshot; an Error{budget} if
/// nothing useful fits.
base::Result<std::optional<std::int64_t>> affordable(const Turn& turn,
                                                     const std::vector<llm::ToolSpec>& specs) {
  const Limits& limits = turn.options.limits;
  const llm::ModelInfo& info = turn.model.info();
  if (limits.budget_usd < 0 && limits.tokens_max < 0) return std::nullopt;
  // A quarter more than bytes/4: code has more tokens to the byte than prose. And never less than
  // what the provider counted last: a conversation only grows.
  const std::int64_t input =
      std::max(estimate_tokens(turn.conversation, specs) * 5 / 4, turn.counted.tokens);
  std::int64_t output = info.output_max > 0 ? info.output_max : k_output_default;
  const std::int64_t wanted = output;
  const Spent elsewhere = turn.options.elsewhere ? turn.options.elsewhere() : Spent();
  if (limits.tokens_max >= 0) {
    const std::int64_t used = turn.options.spent.usage.input + turn.options.spent.usage.output +
                              turn.outcome.usage.input + turn.outcome.usage.output +
                              elsewhere.usage.input + elsewhere.usage.output;
    output = std::min(output, limits.tokens_max - used - input);
  }
  if (limits.budget_usd >= 0) {
    if (info.price_in < 0 || info.price_out < 0)
      return base::fail(base::Code::invalid,
                        "the price of " + info.provider + "/" + info.id +
                            " is not known, so --max-budget-usd cannot be kept; give its price in "
                            "config.toml or use --max-tokens");
    const double spent = turn.options.spent.cost_usd + std::max(0.0, turn.outcome.cost_usd) + elsewhere.cost_usd;
    const double dearest_input = std::max(info.price_in, info.price_cache_write);
    const double left =
        limits.budget_usd - spent - static_cast<double>(input) * dearest_input / 1e6;
    if (left < 0) {
      output = 0;
    } else if (info.price_out > 0) {
      const double fits = left * 1e6 / info.price_out;
      if (fits < static_cast<double>(output)) output = static_cast<std::int64_t>(fits);
    }
  }
  if (output < std::min(k_useful_output, wanted))
    return base::fail(base::Code::budget,
                      "the next call (about " + std::to_string(input) +
                          " tokens of input) could overshoot the budget, so it was not made");
  if (output == wanted) return std::nullopt;
  return output;
}

/// Tokens of the next request: by the provider's last count where it is known, for it counts better than we do.
std::int64_t tokens_now(const Turn& turn, const std::vector<llm::ToolSpec>& specs) {
  const auto& items = turn.conversation.items;
  std::size_t added = 0;
  for (std::size_t i = std::min(turn.counted.items, items.size()); i < items.size(); ++i) added += bytes_of(items[i]);
  const auto counted = turn.counted.tokens > 0 ? turn.counted.tokens + static_cast<std::int64_t>(added / 4) : 0;
  return std::max(estimate_tokens(turn.conversation, specs), counted);
}

/// Makes the conversation smaller, on the record first. False if there is nothing to gain.
io::Task<base::Result<bool>> compact(Turn& turn, std::size_t bytes_wanted) {
  const auto plan = plan_compaction(turn.conversation, bytes_wanted);
  if (!plan) co_return false;
  const auto& asked = turn.options.on_compaction;
  if (asked.may) {
    CO_TRY(const bool may, co_await asked.may(*plan));
    if (!may) co_return false;
  }
  CO_TRY_DO(turn.observer.compacted(*plan));
  apply(turn.conversation, *plan);
  turn.counted = {};
  turn.repeats.forgotten();
  if (asked.done) CO_TRY_DO(co_await asked.done(*plan));
  co_return true;
}

/// Before a request: while there is room for the answer nothing is done; then much at once, for each time costs the
/// provider's cache.
io::Task<base::Result<>> keep_in_window(Turn& turn, const std::vector<llm::ToolSpec>& specs) {
  const llm::ModelInfo& info = turn.model.info();
  if (info.window <= 0) co_return base::Result<>();
  const std::int64_t output = info.output_max > 0 ? info.output_max : k_output_default;
  const std::int64_t room = info.window - std::min(output, info.window / 4);
  const std::int64_t tokens = tokens_now(turn, specs);
  if (static_cast<double>(tokens) <= k_full * static_cast<double>(room)) co_return base::Result<>();
  const std::int64_t fixed = estimate_tokens({turn.conversation.instructions, {}, {}}, specs);
  const double wanted = k_compacted * static_cast<double>(room) - static_cast<double>(fixed);
  const double share = std::max(0.1, wanted / static_cast<double>(std::max<std::int64_t>(1, tokens - fixed)));
  const auto bytes = static_cast<double>(bytes_of(turn.conversation.items)) * share;
  CO_TRY(const bool done, co_await compact(turn, static_cast<std::size_t>(bytes)));
  (void)done;   // if not, the provider decides whether it fits
  co_return base::Result<>();
}

llm::ToolResult result_of(const llm::ToolCall& call, const tools::Output& output) {
  llm::ToolResult result;
  result.call_id = call.id;
  result.output = output.text;
  result.is_error = output.is_error;
  result.images = output.images;
  result.freeform = call.freeform;
  return result;
}

tools::Output not_run(std::string why) {
  tools::Output output;
  output.is_error = true;
  output.text = "not run: " + std::move(why);
  return output;
}

/// Runs one call that was announced already.
io::Task<tools::Output> run_tool(Turn turn, llm::ToolCall call) {
  tools::Tool* tool = turn.toolbox.find(call.name);
  if (tool == nullptr) {
    std::string names;
    for (const auto& spec : turn.toolbox.specs()) names += (names.empty() ? "" : ", ") + spec.name;
    co_return tools::failed(
        {base::Code::not_found, "there is no tool named '" + call.name + "'; there are: " + names});
  }
  tools::Run run;
  run.call_id = call.id;
  Observer* observer = &turn.observer;
  run.on_output = [observer, id = call.id](std::string_view bytes) {
    observer->tool_output(id, bytes);
  };
  co_return co_await tool->run(std::move(call.arguments), std::move(run));
}

struct Timed {
  tools::Output output;
  std::int64_t ms = 0;
};

io::Task<Timed> run_timed(Turn turn, llm::ToolCall call) {
  const auto start = base::steady_ms();
  Timed timed;
  timed.output = co_await run_tool(turn, std::move(call));
  timed.ms = base::steady_ms() - start;
  co_return timed;
}

bool only_reads(Turn& turn, const llm::ToolCall& call) {
  const tools::Tool* tool = turn.toolbox.find(call.name);
  return tool != nullptr && tool->access() == tools::Access::reads;
}

/// How the loop goes on after some calls.
enum class After { asks, stuck, ended };

/// Runs `calls` (all of which only read, or a single one) at once and records their results.
io::Task<base::Result<After>> run_batch(Turn turn, std::vector<llm::ToolCall> calls) {
  for (const auto& call : calls) CO_TRY_DO(turn.observer.tool_call(call));
  std::vector<io::Task<Timed>> tasks;
  tasks.reserve(calls.size());
  for (const auto& call : calls) tasks.push_back(run_timed(turn, call));
  std::vector<Timed> results;
  if (tasks.size() == 1) {
    results.push_back(co_await std::move(tasks.front()));
  } else {
    results = co_await io::all(std::move(tasks));
  }
  After after = After::asks;
  base::Result<> recorded;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    auto& [output, ms] = results[i];
    const int times = turn.repeats.note(calls[i].name, calls[i].arguments, output.text);
    if (times >= turn.repeats.remark_from())
      output.text += "\n[this exact call has given this exact result " + std::to_string(times) +
                     " times: do something else, or say what blocks you]";
    if (times >= k_repeats_stop) after = After::stuck;
    if (output.final_text) {
      after = After::ended;
      turn.outcome.text = *output.final_text;
    }
    turn.conversation.items.emplace_back(result_of(calls[i], output));
    if (!recorded) continue;   // the history stays whole even if it cannot be recorded
    const auto progress = turn.observer.tool_result(calls[i], output, ms);
    if (!progress) {
      recorded = base::fail(progress.error());
    } else if (*progress == Progress::changed) {
      turn.repeats.progress();
    }
  }
  CO_TRY_DO(std::move(recorded));
  co_return after;
}

/// Gives every call of `calls` from `from` on a result that says why it was not run.
void answer_unrun(Turn& turn, const std::vector<llm::ToolCall>& calls, const std::string& why) {
  std::map<std::string, bool> answered;
  for (const auto& item : turn.conversation.items)
    if (const auto* result = std::get_if<llm::ToolResult>(&item)) answered[result->call_id] = true;
  for (const auto& call : calls)
    if (!answered[call.id]) turn.conversation.items.emplace_back(result_of(call, not_run(why)));
}

/// Runs the calls of one answer: neighbours that only read side by side, all others one by one.
io::Task<base::Result<After>> run_calls(Turn turn, std::vector<llm::ToolCall> calls) {
  After after = After::asks;
  for (std::size_t i = 0; i < calls.size();) {
    std::size_t end = i + 1;
    while (only_reads(turn, calls[i]) && end < calls.size() && only_reads(turn, calls[end])) ++end;
    std::vector<llm::ToolCall> batch(calls.begin() + static_cast<std::ptrdiff_t>(i),
                                     calls.begin() + static_cast<std::ptrdiff_t>(end));
    auto done = co_await run_batch(turn, std::move(batch));
    const bool cancelled = co_await io::is_cancelled();
    if (!done || cancelled) {
      answer_unrun(turn, calls, cancelled ? "the user cancelled" : "the session could not be recorded");
      if (cancelled) co_return base::fail(base::Code::cancelled, "cancelled by the user");
      co_return base::fail(done.error());
    }
    if (after != After::stuck && *done != After::asks) after = *done;
    i = end;
  }
  co_return after;
}

std::vector<llm::ToolCall> calls_in(const llm::Response& response) {
  std::vector<llm::ToolCall> calls;
  for (const auto& item : response.items)
    if (const auto* call = std::get_if<llm::ToolCall>(&item)) calls.push_back(*call);
  return calls;
}

std::string text_in(const llm::Response& response) {
  std::string text;
  for (const auto& item : response.items)
    if (const auto* message = std::get_if<llm::AssistantMessage>(&item)) {
      if (!text.empty() && !message->text.empty()) text += "\n\n";
      text += message->text;
    }
  return text;
}

/// One call of the model. On context overflow the conversation is made smaller and sent again.
io::Task<base::Result<llm::Response>> ask(Turn turn) {
  for (int shrinks = 0;; ++shrinks) {
    llm::Request request;
    request.tools = turn.toolbox.specs();
    CO_TRY_DO(co_await keep_in_window(turn, request.tools));
    request.tools = turn.toolbox.specs();   // `recall` may be among them now
    auto fits = affordable(turn, request.tools);
    if (!fits) co_return base::fail(std::move(fits).error());
    request.max_output = *fits;
    request.instructions = turn.conversation.instructions;
    request.items = turn.conversation.items;
    request.effort = turn.options.effort;
    request.output_schema = turn.options.output_schema;
    request.cache_key = turn.options.cache_key;
    Observer* observer = &turn.observer;
    llm::EventSink sink = [observer](const llm::Event& event) { observer->model_event(event); };
    auto response = co_await turn.model.respond(std::move(request), std::move(sink));
    const bool overflow = response ? response->stop == llm::Stop::overflow
                                   : response.error().code == base::Code::context_overflow;
    if (!overflow) co_return response;
    bool smaller = false;
    if (shrinks < k_shrinks_max) {
      CO_TRY(smaller, co_await compact(turn, bytes_of(turn.conversation.items) / 2));
    }
    if (!smaller) {
      if (response)
        co_return base::fail(base::Code::context_overflow,
                             "the conversation no longer fits the model's context window");
      co_return response;
    }
    turn.observer.notice("the conversation did not fit the model's window: its older part was made shorter");
  }
}

void end_with(Outcome& outcome, const base::Error& error) {
  outcome.error = error;
  switch (error.code) {
    case base::Code::cancelled: outcome.end = End::cancelled; break;
    case base::Code::budget: outcome.end = End::budget; break;
    default: outcome.end = End::failed;
  }
}

/// Adds what is to be told the model now. True if there was anything; a failure ends the run.
io::Task<base::Result<bool>> tell(Turn turn, Rest rest) {
  if (!turn.options.between) co_return false;
  auto messages = co_await turn.options.between(rest);
  if (!messages) {
    end_with(turn.outcome, messages.error());
    co_return base::fail(messages.error());
  }
  for (auto& message : *messages) turn.conversation.items.emplace_back(std::move(message));
  co_return !messages->empty();
}

}  // namespace

std::string_view name(End end) {
  switch (end) {
    case End::done: return "done";
    case End::turns: return "turn_limit";
    case End::budget: return "budget";
    case End::stuck: return "stuck";
    case End::refused: return "refused";
    case End::cancelled: return "cancelled";
    case End::failed: return "failed";
  }
  return "failed";
}

std::int64_t estimate_tokens(const Conversation& conversation,
                             const std::vector<llm::ToolSpec>& tools) {
  std::size_t bytes = conversation.instructions.size();
  bytes += bytes_of(conversation.items);
  for (const auto& tool : tools)
    bytes += tool.name.size() + tool.description.size() + tool.schema.size() + tool.grammar.size();
  return static_cast<std::int64_t>(bytes / 4);
}

io::Task<Outcome> run(Conversation& conversation, Toolbox& toolbox, llm::Model& model,
                      Observer& observer, LoopOptions options) {
  Outcome outcome;
  Repeats repeats;
  Counted counted;
  int continuations = 0;
  Turn turn{conversation, toolbox, model, observer, options, outcome, repeats, counted};
  for (;;) {
    if (co_await io::is_cancelled()) {
      outcome.end = End::cancelled;
      break;
    }
    if (options.spent.turns + outcome.turns >= options.limits.turns_max) {
      outcome.end = End::turns;
      break;
    }
    if (const auto told = co_await tell(turn, Rest::before_request); !told) break;
    if (auto started = observer.turn_started(options.spent.turns + outcome.turns + 1); !started) {
      end_with(outcome, started.error());
      break;
    }
    auto response = co_await ask(turn);
    if (!response) {
      end_with(outcome, response.error());
      break;
    }
    ++outcome.turns;
    outcome.usage += response->usage;
    const double price = llm::cost(model.info(), response->usage);
    outcome.cost_usd = price < 0 || outcome.cost_usd < 0 ? -1 : outcome.cost_usd + price;
    for (const auto& item : response->items) conversation.items.push_back(item);
    counted.tokens = std::max<std::int64_t>(0, response->usage.input) + std::max<std::int64_t>(0, response->usage.output);
    counted.items = conversation.items.size();
    if (const auto text = text_in(*response); !text.empty()) outcome.text = text;
    auto calls = calls_in(*response);
    const auto recorded = observer.answer(options.spent.turns + outcome.turns, *response);
    if (!recorded) {
      answer_unrun(turn, calls, "the session could not be recorded");
      end_with(outcome, recorded.error());
      break;
    }
    if (!calls.empty()) {
      const auto after = co_await run_calls(turn, std::move(calls));
      if (!after) {
        end_with(outcome, after.error());
        break;
      }
      if (*after == After::stuck) {
        outcome.end = End::stuck;
        break;
      }
      if (*after == After::asks) continue;
      outcome.end = End::done;
      if (const auto told = co_await tell(turn, Rest::at_end); told && *told) continue;
      break;
    }
    if (response->stop == llm::Stop::pause) continue;
    if (response->stop == llm::Stop::refusal) {
      outcome.end = End::refused;
      break;
    }
    if (response->stop == llm::Stop::max_tokens) {
      if (++continuations > k_continuations_max) {
        outcome.error = {base::Code::too_big, "the model's answers were cut off at its output limit " +
                                                  std::to_string(continuations) + " times"};
        outcome.end = End::failed;
        break;
      }
      const std::string go_on = "Your answer was cut off at the output limit. Go on where it stopped.";
      conversation.items.emplace_back(llm::UserMessage{go_on, {}});
      if (auto told = observer.user_message(go_on); !told) {
        end_with(outcome, told.error());
        break;
      }
      continue;
    }
    outcome.end = End::done;
    if (const auto told = co_await tell(turn, Rest::at_end); told && *told) continue;
    break;
  }
  co_return outcome;
}

}  // namespace agent
