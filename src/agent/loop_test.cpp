#include "agent/loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>

namespace {

using agent::End;

/// Plays answers in order; keeps what it was asked.
class ScriptedModel final : public llm::Model {
 public:
  const llm::ModelInfo& info() const override { return info_; }
  io::Task<base::Result<llm::Response>> respond(llm::Request request, llm::EventSink sink) override {
    requests.push_back(std::move(request));
    if (answers.empty()) co_return base::fail(base::Code::internal, "the script is at its end");
    auto next = std::move(answers.front());
    answers.pop_front();
    const llm::Event event = llm::TextDelta{"…"};
    if (next) sink(event);
    co_return next;
  }
  llm::ModelInfo info_;
  std::deque<base::Result<llm::Response>> answers;
  std::vector<llm::Request> requests;
};

class FakeTool final : public tools::Tool {
 public:
  FakeTool(std::string name, tools::Access access, std::function<io::Task<tools::Output>(std::string)> work)
      : access_(access), work_(std::move(work)) {
    spec_.name = std::move(name);
    spec_.schema = R"({"type":"object"})";
  }
  const llm::ToolSpec& spec() const override { return spec_; }
  tools::Access access() const override { return access_; }
  io::Task<tools::Output> run(std::string arguments, tools::Run) override {
    return work_(std::move(arguments));
  }

 private:
  llm::ToolSpec spec_;
  tools::Access access_;
  std::function<io::Task<tools::Output>(std::string)> work_;
};

class Box final : public agent::Toolbox {
 public:
  std::vector<llm::ToolSpec> specs() const override {
    std::vector<llm::ToolSpec> out;
    for (const auto& tool : tools_) out.push_back(tool->spec());
    return out;
  }
  tools::Tool* find(const std::string& name) override {
    for (auto& tool : tools_)
      if (tool->spec().name == name) return tool.get();
    return nullptr;
  }
  std::vector<std::unique_ptr<FakeTool>> tools_;
};

/// Writes down what it is told, in order.
class Log final : public agent::Observer {
 public:
  base::Result<> turn_started(int turn) override { return say("turn " + std::to_string(turn)); }
  void model_event(const llm::Event&) override {}
  base::Result<> answer(int, const llm::Response&) override { return say("answer"); }
  base::Result<> tool_call(const llm::ToolCall& call) override {
    if (call.id == refuse) return base::fail(base::Code::no_space, "disk full");
    return say("call " + call.id);
  }
  void tool_output(const std::string&, std::string_view) override {}
  base::Result<agent::Progress> tool_result(const llm::ToolCall& call, const tools::Output& output,
                                            std::int64_t) override {
    lines.push_back("result " + call.id + (output.is_error ? " error" : ""));
    return progress;
  }
  base::Result<> user_message(const std::string&) override { return say("user"); }
  base::Result<> compacted(const agent::Compaction& compaction) override {
    return say("compacted " + std::string(agent::name(compaction.kind)));
  }
  void notice(const std::string& text) override { lines.push_back("notice " + text); }

  base::Result<> say(std::string line) {
    lines.push_back(std::move(line));
    return {};
  }
  std::vector<std::string> lines;
  std::string refuse;
  agent::Progress progress = agent::Progress::none;
};

llm::Response says(std::string text, llm::Stop stop = llm::Stop::end) {
  llm::Response response;
  response.items.emplace_back(llm::AssistantMessage{std::move(text)});
  response.stop = stop;
  response.usage.input = 1000;
  response.usage.output = 100;
  return response;
}

llm::Response calls(std::vector<std::string> ids, std::string tool = "look", std::string arguments = "{}") {
  llm::Response response;
  for (auto& id : ids) {
    llm::ToolCall call;
    call.id = std::move(id);
    call.name = tool;
    call.arguments = arguments;
    response.items.emplace_back(std::move(call));
  }
  response.stop = llm::Stop::tool_calls;
  response.usage.input = 1000;
  response.usage.output = 100;
  return response;
}

io::Task<tools::Output> fine(std::string) {
  tools::Output output;
  output.text = "fine";
  co_return output;
}

io::Task<tools::Output> last_word(std::string) {
  tools::Output output;
  output.text = "taken";
  output.final_text = "what was done";
  co_return output;
}

struct World {
  ScriptedModel model;
  Box box;
  Log log;
  agent::Conversation conversation;
  agent::LoopOptions options;
  World() {
    box.tools_.push_back(std::make_unique<FakeTool>("look", tools::Access::reads, fine));
    box.tools_.push_back(std::make_unique<FakeTool>("change", tools::Access::writes, fine));
    conversation.items.emplace_back(llm::UserMessage{"task", {}});
  }
  agent::Outcome run() {
    io::Loop loop;
    return loop.run(agent::run(conversation, box, model, log, options));
  }
  /// Every call has exactly one result: what every provider demands of a history.
  bool whole() const {
    std::map<std::string, int> open;
    for (const auto& item : conversation.items) {
      if (const auto* call = std::get_if<llm::ToolCall>(&item)) ++open[call->id];
      if (const auto* result = std::get_if<llm::ToolResult>(&item)) --open[result->call_id];
    }
    for (const auto& [id, n] : open)
      if (n != 0) return false;
    return true;
  }
};

}  // namespace

TEST(Loop, AnnouncesACallBeforeItRunsAndEndsWhenTheModelDoes) {
  World world;
  world.model.answers = {calls({"a"}), says("done")};
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::done);
  EXPECT_EQ(outcome.text, "done");
  EXPECT_EQ(outcome.turns, 2);
  EXPECT_EQ(outcome.usage.input, 2000);
  EXPECT_EQ(world.log.lines, (std::vector<std::string>{"turn 1", "answer", "call a", "result a", "turn 2", "answer"}));
}

TEST(Loop, EndsAfterTheCallThatIsTheLastWord) {
  World world;
  world.box.tools_.push_back(std::make_unique<FakeTool>("report", tools::Access::writes, last_word));
  world.model.answers = {calls({"a"}, "report"), says("not asked for")};
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::done);
  EXPECT_EQ(outcome.text, "what was done");
  EXPECT_EQ(outcome.turns, 1);
  EXPECT_TRUE(world.whole());
}

TEST(Loop, RunsReadsSideBySideAndWritesAlone) {
  World world;
  auto mixed = calls({"a", "b"});
  for (auto& item : calls({"c"}, "change").items) mixed.items.push_back(item);
  for (auto& item : calls({"d"}).items) mixed.items.push_back(item);
  world.model.answers = {mixed, says("done")};
  world.run();
  EXPECT_EQ(world.log.lines,
            (std::vector<std::string>{"turn 1", "answer", "call a", "call b", "result a", "result b", "call c",
                                      "result c", "call d", "result d", "turn 2", "answer"}));
}

TEST(Loop, AnUnknownToolIsAnErrorThatNamesTheOthers) {
  World world;
  world.model.answers = {calls({"a"}, "nope"), says("done")};
  EXPECT_EQ(world.run().end, End::done);
  const auto& result = std::get<llm::ToolResult>(world.conversation.items[2]);
  EXPECT_TRUE(result.is_error);
  EXPECT_NE(result.output.find("look, change"), std::string::npos);
}

TEST(Loop, StopsAtTheTurnLimitWithAWholeHistory) {
  World world;
  world.options.limits.turns_max = 1;
  world.model.answers = {calls({"a"})};
  EXPECT_EQ(world.run().end, End::turns);
  EXPECT_TRUE(world.whole());
}

TEST(Loop, RemarksOnRepetitionAndThenStops) {
  World world;
  for (int i = 0; i < 10; ++i) world.model.answers.push_back(calls({"id" + std::to_string(i)}));
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::stuck);
  EXPECT_EQ(outcome.turns, 6);
  EXPECT_TRUE(world.whole());
  const auto& third = std::get<llm::ToolResult>(world.conversation.items[6]);
  EXPECT_NE(third.output.find("3 times"), std::string::npos);
}

TEST(Loop, ACallThatChangesSomethingIsNoRepetition) {
  World world;
  world.log.progress = agent::Progress::changed;
  for (int i = 0; i < 8; ++i) world.model.answers.push_back(calls({"id" + std::to_string(i)}, "change"));
  world.model.answers.push_back(says("done"));
  EXPECT_EQ(world.run().end, End::done);
}

TEST(Loop, RefusesACallThatCouldOvershootTheBudget) {
  World world;
  world.model.info_.price_in = 3;
  world.model.info_.price_out = 15;
  world.model.info_.output_max = 8192;
  world.options.limits.budget_usd = 0.001;   // pays for 66 tokens of output
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::budget);
  EXPECT_TRUE(world.model.requests.empty());
}

TEST(Loop, LowersTheOutputLimitAsTheMoneyRunsOut) {
  World world;
  world.model.info_.price_in = 3;
  world.model.info_.price_out = 15;
  world.model.info_.output_max = 8192;
  world.options.limits.budget_usd = 0.03;
  world.model.answers = {says("done")};
  EXPECT_EQ(world.run().end, End::done);
  ASSERT_TRUE(world.model.requests[0].max_output);
  EXPECT_LE(static_cast<double>(*world.model.requests[0].max_output) * 15 / 1e6, 0.03);
}

TEST(Loop, ABudgetInDollarsNeedsAPrice) {
  World world;
  world.options.limits.budget_usd = 1;
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::failed);
  EXPECT_EQ(outcome.error.code, base::Code::invalid);
}

TEST(Loop, TokensAreBoundedToo) {
  World world;
  world.options.limits.tokens_max = 1500;
  world.model.answers = {calls({"a"}), says("done")};
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::budget);
  EXPECT_EQ(outcome.turns, 1);
}

TEST(Loop, MakesTheConversationSmallerWhenItDoesNotFit) {
  World world;
  for (int i = 0; i < 8; ++i) {
    llm::ToolCall call;
    call.id = "old" + std::to_string(i);
    call.name = "look";
    world.conversation.items.emplace_back(call);
    llm::ToolResult result;
    result.call_id = call.id;
    result.output = std::string(5000, 'x');
    world.conversation.items.emplace_back(result);
  }
  world.model.answers = {base::fail(base::Code::context_overflow, "too long"), says("done")};
  EXPECT_EQ(world.run().end, End::done);
  EXPECT_LT(agent::estimate_tokens(world.conversation, {}), 8 * 5000 / 4);
  EXPECT_EQ(std::get<llm::ToolResult>(world.conversation.items.back().index() == 1
                                          ? world.conversation.items[world.conversation.items.size() - 2]
                                          : world.conversation.items.back())
                .output.size(),
            5000u);   // the newest is kept
}

TEST(Loop, GoesOnAfterAnAnswerCutAtTheOutputLimit) {
  World world;
  world.model.answers = {says("half", llm::Stop::max_tokens), says("done")};
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::done);
  EXPECT_EQ(world.log.lines[2], "user");
}

TEST(Loop, ARefusalIsNotASuccess) {
  World world;
  world.model.answers = {says("no", llm::Stop::refusal)};
  EXPECT_EQ(world.run().end, End::refused);
}

TEST(Loop, WhatCannotBeRecordedIsNotDone) {
  World world;
  world.log.refuse = "b";
  bool ran = false;
  world.box.tools_.push_back(std::make_unique<FakeTool>(
      "danger", tools::Access::writes, [&](std::string) -> io::Task<tools::Output> {
        ran = true;
        co_return tools::Output{};
      }));
  world.model.answers = {calls({"b"}, "danger")};
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::failed);
  EXPECT_EQ(outcome.error.code, base::Code::no_space);
  EXPECT_FALSE(ran);
  EXPECT_TRUE(world.whole());
}

TEST(Loop, CancellationLeavesAWholeHistory) {
  World world;
  io::CancelSource cancel;
  world.box.tools_.push_back(std::make_unique<FakeTool>(
      "slow", tools::Access::writes, [&](std::string) -> io::Task<tools::Output> {
        cancel.cancel();
        const auto slept = co_await io::sleep(io::Millis(60000));
        co_return tools::failed(slept.error());
      }));
  auto answer = calls({"a"}, "slow");
  for (auto& item : calls({"b"}, "change").items) answer.items.push_back(item);
  world.model.answers = {answer};
  io::Loop loop;
  const auto outcome = loop.run(io::cancellable(
      cancel, agent::run(world.conversation, world.box, world.model, world.log, world.options)));
  EXPECT_EQ(outcome.end, End::cancelled);
  EXPECT_TRUE(world.whole());
}

namespace {

/// Says `text` at the n-th moment of rest, and notes what the moments were.
struct Interjection {
  std::size_t at = 0;
  std::vector<agent::Rest> moments;
  base::Result<> failure;

  agent::Between between() {
    return [this](agent::Rest rest) { return say(rest); };
  }
  io::Task<base::Result<std::vector<llm::UserMessage>>> say(agent::Rest rest) {
    moments.push_back(rest);
    std::vector<llm::UserMessage> out;
    if (!failure) co_return base::fail(failure.error());
    if (moments.size() == at) out.push_back({"use tabs", {}});
    co_return out;
  }
};

}  // namespace

TEST(Loop, TellsTheModelWhatIsSaidWhileItWorksBeforeTheNextRequest) {
  World world;
  world.model.answers = {calls({"a"}), says("done")};
  Interjection said{2, {}, {}};
  world.options.between = said.between();
  EXPECT_EQ(world.run().end, End::done);
  EXPECT_EQ(said.moments, (std::vector{agent::Rest::before_request, agent::Rest::before_request, agent::Rest::at_end}));
  ASSERT_EQ(world.model.requests.size(), 2u);
  const auto* last = std::get_if<llm::UserMessage>(&world.model.requests[1].items.back());
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->text, "use tabs");
  EXPECT_TRUE(world.whole());
}

TEST(Loop, GoesOnWhenSomethingIsSaidAtItsEnd) {
  for (const std::string tool : {"", "report"}) {
    World world;
    world.box.tools_.push_back(std::make_unique<FakeTool>("report", tools::Access::writes, last_word));
    world.model.answers = {tool.empty() ? says("done") : calls({"a"}, "report"), says("with tabs now")};
    Interjection said{2, {}, {}};
    world.options.between = said.between();
    const auto outcome = world.run();
    EXPECT_EQ(outcome.end, End::done);
    EXPECT_EQ(outcome.text, "with tabs now");
    EXPECT_EQ(outcome.turns, 2);
    EXPECT_TRUE(world.whole());
  }
}

TEST(Loop, EndsWhenWhatWasSaidCannotBeRecorded) {
  World world;
  Interjection said{1, {}, base::fail(base::Code::no_space, "disk full")};
  world.options.between = said.between();
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::failed);
  EXPECT_EQ(outcome.error.code, base::Code::no_space);
  EXPECT_TRUE(world.model.requests.empty());
}

// 500 turns through a small window: what was done is never done again, every request fits, and the model is never
// without its task.
TEST(Loop, KeepsALongRunInASmallWindow) {
  World world;
  world.model.info_.window = 16000;
  world.model.info_.output_max = 2000;
  std::map<std::string, int> ran;
  auto work = [&ran](std::string arguments) -> io::Task<tools::Output> {
    ++ran[arguments];
    tools::Output output;
    output.text = std::string(1500, 'o') + "\n" + arguments + " is done\n[exit 0]\n";
    co_return output;
  };
  world.box.tools_.push_back(std::make_unique<FakeTool>("shell", tools::Access::writes, work));
  for (int n = 0; n < 500; ++n) {
    auto answer = calls({"c" + std::to_string(n)}, "shell", R"({"command":"step )" + std::to_string(n) + R"("})");
    answer.usage = {};
    world.model.answers.push_back(answer);
  }
  world.model.answers.push_back(says("all steps done"));
  world.options.limits.turns_max = 1000;
  const auto outcome = world.run();
  EXPECT_EQ(outcome.end, End::done);
  EXPECT_EQ(ran.size(), 500u);
  for (const auto& [arguments, times] : ran) EXPECT_EQ(times, 1) << arguments;
  ASSERT_EQ(world.model.requests.size(), 501u);
  for (const auto& request : world.model.requests) {
    EXPECT_LE(agent::bytes_of(request.items) / 4, 16000u);
    const auto& first = std::get<llm::UserMessage>(request.items.front()).text;
    EXPECT_TRUE(first == "task" || first.find("Task: task") != std::string::npos);
  }
  const auto& ledger = std::get<llm::UserMessage>(world.model.requests.back().items.front()).text;
  EXPECT_NE(ledger.find("step 4"), std::string::npos);
  const auto rebuilt = std::count(world.log.lines.begin(), world.log.lines.end(), "compacted rebuilt");
  const auto masked = std::count(world.log.lines.begin(), world.log.lines.end(), "compacted masked");
  EXPECT_GT(rebuilt, 0);
  EXPECT_GT(masked, 0);
  EXPECT_LT(rebuilt + masked, 100);   // each costs the provider's cache
  EXPECT_TRUE(world.whole());
}
