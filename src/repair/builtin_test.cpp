#include "repair/builtin.h"

#include <gtest/gtest.h>

#include "fake_project.h"
#include "text/lines.h"

namespace repair {
namespace {

/// Applies an apply_patch text with update hunks only, as plainly as can be: context and removed
/// lines must occur once.
std::string apply_patch(FakeProject& project, const std::string& patch) {
  std::string path;
  std::string from;
  std::string to;
  const auto flush = [&]() -> bool {
    if (from.empty()) return true;
    std::string text = project.get(path);
    const auto at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) return false;
    project.put(path, text.replace(at, from.size(), to));
    from.clear();
    to.clear();
    return true;
  };
  for (const auto line : text::split_lines(patch)) {
    if (line.starts_with("*** Update File: ")) {
      if (!flush()) return "does not fit";
      path = std::string(text::without_ending(line.substr(17)));
    } else if (line.starts_with("@@") || line.starts_with("***")) {
      if (!flush()) return "does not fit";
    } else {
      if (line[0] != '+') from += line.substr(1);
      if (line[0] != '-') to += line.substr(1);
    }
  }
  return "done";
}

/// Runs a conversation to its end with tools that work on the project.
class Conversation {
 public:
  Conversation(io::Loop& loop, FakeProject& project, std::vector<std::string> tools)
      : loop_(loop), project_(project), workspace_(project.open()) {
    for (auto& name : tools) {
      llm::ToolSpec spec;
      spec.name = std::move(name);
      request_.tools.push_back(std::move(spec));
    }
    Deps deps{loop_, *workspace_, project_.env, project_.root()};
    deps.options.budget = io::Millis(240000);  // the machine of a test may be busy
    model_ = make_builtin(std::move(deps));
  }

  /// The text of the last answer.
  std::string ask(const std::string& task) {
    request_.items.emplace_back(llm::UserMessage{task, {}});
    for (int turn = 0; turn < 8; ++turn) {
      auto response =
          loop_.run(model_->respond(request_, [this](const llm::Event& event) { note(event); }));
      if (!response) return "error: " + response.error().what;
      std::vector<llm::ToolCall> calls;
      std::string text;
      for (const auto& item : response->items) {
        request_.items.push_back(item);
        if (const auto* call = std::get_if<llm::ToolCall>(&item)) calls.push_back(*call);
        if (const auto* message = std::get_if<llm::AssistantMessage>(&item)) text = message->text;
      }
      EXPECT_EQ(response->stop == llm::Stop::tool_calls, !calls.empty());
      if (calls.empty()) return text;
      for (const auto& call : calls) request_.items.emplace_back(run(call));
    }
    return "error: it does not end";
  }

  std::vector<std::string> called;
  std::string thoughts, streamed;

 private:
  void note(const llm::Event& event) {
    if (const auto* delta = std::get_if<llm::ReasoningDelta>(&event)) thoughts += delta->text;
    if (const auto* delta = std::get_if<llm::TextDelta>(&event)) streamed += delta->text;
  }

  llm::ToolResult run(const llm::ToolCall& call) {
    called.push_back(call.name);
    llm::ToolResult result;
    result.call_id = call.id;
    const auto arguments = json::parse(call.arguments);
    EXPECT_TRUE(arguments) << call.arguments;
    if (!arguments) return result;
    const auto text = [&](const char* name) {
      return std::string(json::string_or(json::find(*arguments, name)));
    };
    if (call.name == "shell") {
      const verify::Check check{"", text("command"), ""};
      const auto done = loop_.run(
          verify::run_check(loop_, check, project_.root(), project_.env, io::Millis(120000)));
      result.output = done ? done->output + "\nexit code " + std::to_string(done->exit_code)
                           : done.error().what;
    } else if (call.name == "apply_patch") {
      result.output = apply_patch(project_, text("input"));
      result.is_error = result.output != "done";
    } else if (call.name == "read") {
      result.output = project_.get(text("path"));
    } else if (call.name == "edit") {
      std::string content = project_.get(text("path"));
      const auto at = content.find(text("old"));
      result.is_error =
          at == std::string::npos || content.find(text("old"), at + 1) != std::string::npos;
      if (!result.is_error)
        project_.put(text("path"), content.replace(at, text("old").size(), text("new")));
    }
    return result;
  }

  io::Loop& loop_;
  FakeProject& project_;
  std::unique_ptr<workspace::Workspace> workspace_;
  llm::Request request_;
  std::unique_ptr<llm::Model> model_;
};

using Names = std::vector<std::string>;

TEST(Builtin, RepairsTheSampleWithTheNaturalFix) {
  io::Loop loop;
  FakeProject project(loop);
  project.copy_from(examples() + "/sample");
  Conversation conversation(loop, project, {"shell", "apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_EQ(conversation.called, (Names{"apply_patch"})) << report;
  EXPECT_NE(project.get("tally/intervals.py").find("interval.start <= merged[-1].end"),
            std::string::npos)
      << report;
  EXPECT_TRUE(project.check().passed());
  EXPECT_NE(report.find("+        if merged and interval.start <= merged[-1].end:"),
            std::string::npos)
      << report;
  EXPECT_NE(report.find("test_intervals.Merge.test_blocks_without_a_pause_become_one"),
            std::string::npos)
      << report;
  EXPECT_NE(report.find("What I cannot know"), std::string::npos) << report;
  EXPECT_NE(conversation.thoughts.find("37 tests, 2 fail"), std::string::npos)
      << conversation.thoughts;
}

TEST(Builtin, RepairsTheSampleInCpp) {
  io::Loop loop;
  FakeProject project(loop);
  project.copy_from(examples() + "/sample-cpp");
  Conversation conversation(loop, project, {"shell", "apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_EQ(conversation.called, (Names{"apply_patch"})) << report;
  EXPECT_NE(project.get("src/wrap.cpp").find("line.size() + 1 + word.size() > width"),
            std::string::npos)
      << report;
  EXPECT_NE(report.find("What I cannot know"), std::string::npos) << report;
}

TEST(Builtin, EditsWithTheEditToolAfterReading) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def add(a, b):\n    return a - b\n");
  project.put("test_calc.py",
              "import unittest\nfrom calc import add\n\nclass Add(unittest.TestCase):\n    def "
              "test_add(self):\n"
              "        self.assertEqual(add(2, 3), 5)\n        self.assertEqual(add(7, 1), 8)\n");
  Conversation conversation(loop, project, {"shell", "read", "edit"});
  const std::string report = conversation.ask("Fix the failing test.");
  EXPECT_EQ(conversation.called, (Names{"read", "edit"})) << report;
  EXPECT_EQ(project.get("calc.py"), "def add(a, b):\n    return a + b\n");
}

TEST(Builtin, SaysSoWhenNothingFails) {
  io::Loop loop;
  FakeProject project(loop);
  project.put(
      "test_calc.py",
      "import unittest\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        pass\n");
  Conversation conversation(loop, project, {"shell", "apply_patch"});
  const std::string report = conversation.ask("make the tests pass");
  EXPECT_TRUE(conversation.called.empty());
  EXPECT_NE(report.find("nothing for me to do"), std::string::npos) << report;
}

TEST(Builtin, SaysSoWhenItFindsNothing) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def answer():\n    return 'no idea'\n");
  project.put("test_calc.py",
              "import unittest\nfrom calc import answer\n\nclass A(unittest.TestCase):\n    def "
              "test_a(self):\n"
              "        self.assertEqual(answer(), 'colourless green ideas')\n");
  Conversation conversation(loop, project, {"shell", "apply_patch"});
  const std::string before = project.get("calc.py");
  const std::string report = conversation.ask("make the tests pass");
  EXPECT_TRUE(conversation.called.empty());
  EXPECT_NE(report.find("I found no fix and changed nothing"), std::string::npos) << report;
  EXPECT_NE(report.find("Tried "), std::string::npos) << report;
  EXPECT_EQ(project.get("calc.py"), before);
}

TEST(Builtin, RefusesOtherTasksAndProjectsWithoutACheck) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("README.md", "hello");
  Conversation conversation(loop, project, {"shell", "apply_patch"});
  EXPECT_NE(conversation.ask("translate the README to French").find("asks for something else"),
            std::string::npos);
  EXPECT_NE(conversation.ask("add a feature, the tests must pass").find("asks for something else"),
            std::string::npos);
  EXPECT_NE(conversation.ask("fix the failing tests").find("found no way to run them"),
            std::string::npos);
  EXPECT_TRUE(conversation.called.empty());
}

/// Two functions in two files; the second has no small fix.
void put_two_faults(FakeProject& project) {
  project.put("one.py", "def twice(x):\n    return x + x + x\n");
  project.put("two.py", "def answer():\n    return 'no idea'\n");
  project.put("test_both.py",
              "import unittest\nfrom one import twice\nfrom two import answer\n\n\nclass T(unittest.TestCase):\n"
              "    def test_twice(self):\n        self.assertEqual(twice(2), 4)\n        self.assertEqual(twice(5), 10)\n"
              "    def test_zero(self):\n        self.assertEqual(twice(0), 0)\n"
              "    def test_answer(self):\n        self.assertEqual(answer(), 'colourless green ideas')\n");
}

TEST(Builtin, DoesWhatItCanOfSeveralFaultsAndSaysWhatIsLeft) {
  io::Loop loop;
  FakeProject project(loop);
  put_two_faults(project);
  Conversation conversation(loop, project, {"apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_EQ(conversation.called, Names{"apply_patch"}) << report;
  EXPECT_EQ(project.get("one.py"), "def twice(x):\n    return x + x\n") << report;
  EXPECT_NE(report.find("These tests still fail:\n  - test_both.T.test_answer"), std::string::npos) << report;
}

TEST(Builtin, RepairsSeveralFaultsAtOnce) {
  io::Loop loop;
  FakeProject project(loop);
  put_two_faults(project);
  project.put("two.py", "IDEAS = 'colourless green ideas'\n\n\ndef answer():\n    return IDEAS and 'no idea'\n");
  Conversation conversation(loop, project, {"apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_TRUE(project.check().passed()) << report;
  EXPECT_NE(report.find("the whole check passes"), std::string::npos) << report;
}

TEST(Builtin, AFixOfOneTestThatLeavesOthersOfTheSameCodeIsShownAndNotMade) {
  io::Loop loop;
  FakeProject project(loop);
  const std::string code = "def place(x):\n    return x - 1\n";
  project.put("calc.py", code);
  project.put("test_calc.py",
              "import unittest\nfrom calc import place\n\n\nclass T(unittest.TestCase):\n"
              "    def test_a(self):\n        self.assertEqual(place(1), 2)\n"
              "    def test_b(self):\n        self.assertEqual(place(7), 'seven')\n");
  Conversation conversation(loop, project, {"apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_TRUE(conversation.called.empty()) << report;
  EXPECT_EQ(project.get("calc.py"), code);
  EXPECT_NE(report.find("so I did not make it"), std::string::npos) << report;
}

TEST(Builtin, ABuildThatFailsIsToldWithItsFirstError) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("a.c", "int add(int a, int b) {\n    return a + missing_thing(b;\n}\n");
  project.put("test.c", "int add(int, int);\nint main(void) { return add(1, 2) != 3; }\n");
  project.put("Makefile", "test: t\n\t./t\nt: a.c test.c\n\tcc -o t a.c test.c\n.PHONY: test\n");
  Conversation conversation(loop, project, {"apply_patch"});
  const std::string report = conversation.ask("make the failing tests pass");
  EXPECT_TRUE(conversation.called.empty());
  EXPECT_NE(report.find("a.c:2:"), std::string::npos) << report;
  EXPECT_NE(report.find("error:"), std::string::npos) << report;
}

TEST(Builtin, ATaskOfAnotherKindWithoutFailingTestsIsDeclined) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("test_calc.py",
              "import unittest\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        pass\n");
  Conversation conversation(loop, project, {"apply_patch"});
  const std::string report = conversation.ask("fix the bug in the parser");
  EXPECT_NE(report.find("only through tests that fail"), std::string::npos) << report;
}

/// The same as conversation() without a model: options of the search.
base::Result<Outcome> search_in(io::Loop& loop, FakeProject& project, Options options) {
  const auto check = verify::discover(project.root(), project.env);
  if (!check) return base::fail(base::Code::not_found, "no check");
  Fork fork = [&](std::string into) { return copy_tree(loop, project.root(), std::move(into)); };
  return loop.run(repair(loop, project.root(), *check, project.env, std::move(fork), std::move(options),
                         [](const std::string&) {}));
}

TEST(Search, GoesOnlyForTheTestsAndFilesThatWereNamed) {
  io::Loop loop;
  FakeProject project(loop);
  put_two_faults(project);
  Options options;
  options.tests = {"test_twice"};
  auto found = search_in(loop, project, options);
  ASSERT_TRUE(found) << found.error().what;
  ASSERT_TRUE(found->proposal) << found->why_not;
  EXPECT_EQ(found->others, std::vector<std::string>{"test_both.T.test_answer"});
  options.files = {"two.py"};
  found = search_in(loop, project, options);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->proposal);
}

TEST(Search, TellsHowFarItIsAndStopsWhenItIsTold) {
  io::Loop loop;
  FakeProject project(loop);
  put_two_faults(project);
  Options options;
  bool is_stopped = false;
  std::vector<Figures> told;
  options.on_figures = [&](const Figures& figures) {
    told.push_back(figures);
    is_stopped = true;
  };
  options.stop = [&] { return is_stopped; };
  const auto found = search_in(loop, project, options);
  ASSERT_TRUE(found);
  ASSERT_FALSE(told.empty());
  EXPECT_GT(told.back().tried, 0U);
  EXPECT_GE(told.back().of, told.back().tried);
  EXPECT_EQ(found->stopped, Stopped::asked);
}

TEST(Builtin, CancellationEndsTheSearch) {
  io::Loop loop;
  FakeProject project(loop);
  project.copy_from(examples() + "/sample");
  const auto space = project.open();
  Deps deps{loop, *space, project.env, project.root()};
  const auto model = make_builtin(std::move(deps));
  llm::Request request;
  request.items.emplace_back(llm::UserMessage{"make the failing tests pass", {}});
  io::CancelSource cancel;
  // The first word about the search: by then servers are running.
  llm::EventSink sink = [&](const llm::Event& event) {
    if (std::holds_alternative<llm::ReasoningDelta>(event)) loop.post([&] { cancel.cancel(); });
  };
  const auto response = loop.run(io::cancellable(cancel, model->respond(request, sink)));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, base::Code::cancelled);
}

}  // namespace
}  // namespace repair
