// Sessions of one process, through the library's header alone.

#include "world.h"

#include <optional>

using namespace host_test;

namespace {

using HereTest = World;

constexpr const char* k_three_answers = R"({"turns": [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]})";

}  // namespace

TEST_F(HereTest, ASessionIsNotOnDiskBeforeItsFirstPrompt) {
  script(k_three_answers);
  const auto host = open();
  const auto id = new_session(*host);
  EXPECT_FALSE(base::exists(session_dir(id)));
  const auto row = host->info(id, "");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, plumb::State::idle);
  EXPECT_TRUE(row->here);
  ASSERT_EQ(host->list("", "", 10).value().size(), 1u);
  EXPECT_TRUE(host->list(project(), "", 10).value()[0].id == id);
  EXPECT_TRUE(host->events(id, 1, 10).value().empty());
}

TEST_F(HereTest, WhatIsWrongIsSaidAtOnce) {
  script(k_three_answers);
  const auto host = open();
  plumb::NewSession nowhere;
  nowhere.cwd = project() + "/none";
  EXPECT_EQ(host->create(nowhere).error().code, base::Code::not_found);
  nowhere.cwd = "relative";
  EXPECT_EQ(host->create(nowhere).error().code, base::Code::invalid);
  nowhere.cwd = project();
  nowhere.effort = "enormous";
  EXPECT_EQ(host->create(nowhere).error().code, base::Code::invalid);
  const auto id = new_session(*host);
  EXPECT_EQ(host->prompt(id, {" \n", {}}, {}).error().code, base::Code::invalid);
  EXPECT_EQ(host->prompt(id, {"x", {{"image/svg+xml", "<svg/>"}}}, {}).error().code, base::Code::invalid);
  EXPECT_EQ(host->prompt("01NONE", {"x", {}}, {}).error().code, base::Code::not_found);
  EXPECT_EQ(host->set_model(id, "no/such", "").error().code, base::Code::not_found);
  EXPECT_EQ(host->set_model(id, "openai/gpt-5", "").error().code, base::Code::unauthenticated);
  EXPECT_EQ(host->info(id, "").value().model, "");   // as configured
  EXPECT_TRUE(host->set_model(id, "scripted/scripted-1", "low"));
  EXPECT_EQ(host->info(id, "").value().model, "scripted/scripted-1");
  EXPECT_EQ(host->prompt("../../etc", {"x", {}}, {}).error().code, base::Code::not_found);
  bool told = false;
  host->steer(id, "x", [&](const base::Result<>& done) {
    told = true;
    EXPECT_EQ(done.error().code, base::Code::unsupported);
  });
  EXPECT_FALSE(told);   // never from inside the call
  EXPECT_TRUE(until(*host, [&] { return told; }));
}

TEST_F(HereTest, EventsComeInOrderWhateverTheMomentOfAsking) {
  script(k_three_answers);
  const auto host = open();
  const auto id = new_session(*host);
  Seen early, late, middle;
  const auto first = host->observe(id, 1, early.observer());
  const auto ended = run(*host, id, "say one");
  EXPECT_EQ(ended.end, "done");
  EXPECT_EQ(ended.text, "One.");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_NE(ended.report.find("\"session\""), std::string::npos);
  const auto second = host->observe(id, 1, late.observer());
  const auto third = host->observe(id, 4, middle.observer());
  EXPECT_EQ(run(*host, id, "say two").text, "Two.");
  ASSERT_TRUE(until(*host, [&] { return late.events.size() == early.events.size() && late.state() == plumb::State::idle; }));
  EXPECT_TRUE(early.is_whole(1));
  EXPECT_TRUE(late.is_whole(1));
  EXPECT_TRUE(middle.is_whole(4));
  EXPECT_EQ(early.text, "One.Two.");
  EXPECT_EQ(early.state(), plumb::State::idle);
  EXPECT_EQ(early.events.back().type, "session.ended");
  EXPECT_EQ(host->info(id, "").value().last_seq, early.events.back().seq);
  EXPECT_EQ(host->events(id, 3, 2).value().size(), 2u);
}

TEST_F(HereTest, QueuedPromptsRunInTheirOrderAndCanBeTakenBack) {
  script(R"({"turns": [{"text": "One."}, {"text": "Three."}]})");
  const auto host = open();
  const auto id = new_session(*host);
  std::vector<std::string> ends;
  for (const char* text : {"one", "two", "three"})
    ASSERT_TRUE(host->prompt(id, {text, {}}, [&, text](const plumb::Ended& ended) {
      ends.push_back(std::string(text) + " " + ended.end + " " + ended.text);
    }));
  EXPECT_EQ(host->queued(id), (std::vector<std::string>{"two", "three"}));
  host->unqueue(id, 0, {});
  ASSERT_TRUE(until(*host, [&] { return ends.size() == 3; }));
  EXPECT_EQ(ends, (std::vector<std::string>{"two cancelled ", "one done One.", "three done Three."}));
  EXPECT_TRUE(server_->failures().empty());
}

TEST_F(HereTest, ASteeredRunHearsItAndAnEndedOneDoesNot) {
  script(R"({"turns": [{"tool_calls": [{"name": "shell", "arguments": {"command": "sleep 1"}}]},
                       {"expect": {"contains": ["use tabs"]}, "text": "Tabs."}]})");
  const auto host = open();
  const auto id = new_session(*host);
  bool is_said = false;
  plumb::Observer observer;
  observer.on_event = [&](const plumb::Event& event) {
    if (event.type == "tool.call") host->steer(id, "use tabs", [&](const base::Result<>& done) { is_said = done.has_value(); });
  };
  const auto watching = host->observe(id, 1, observer);
  EXPECT_EQ(run(*host, id, "format it").text, "Tabs.");
  EXPECT_TRUE(is_said);
  EXPECT_TRUE(server_->failures().empty());
}

TEST_F(HereTest, WhoComesLateSeesWhatACommandHasPrinted) {
  script(R"({"turns": [
    {"text": "I look.", "tool_calls": [{"name": "shell", "arguments": {"command": "echo one; sleep 1; echo two; sleep 2"}}]},
    {"text": "Done."}]})");
  const auto host = open();
  const auto id = new_session(*host);
  Seen early, late;
  const auto first = host->observe(id, 1, early.observer());
  bool ended = false;
  ASSERT_TRUE(host->prompt(id, {"look", {}}, [&](const plumb::Ended&) { ended = true; }));
  ASSERT_TRUE(until(*host, [&] { return early.output == "one\n"; }));
  const auto second = host->observe(id, 1, late.observer());
  ASSERT_TRUE(until(*host, [&] { return late.output == "one\ntwo\n"; }));
  EXPECT_FALSE(late.has("tool.result"));
  EXPECT_EQ(late.text, "");   // it is in an event
  ASSERT_TRUE(until(*host, [&] { return ended; }));
  Seen after;
  const auto third = host->observe(id, 1, after.observer());
  ASSERT_TRUE(until(*host, [&] { return after.has("session.ended"); }));
  EXPECT_EQ(after.output + after.text, "");
}

TEST_F(HereTest, CancellingEndsTheRunInOrder) {
  script(R"({"turns": [{"text": "Never heard.", "fault": {"stall_at": "text"}}]})");
  const auto host = open();
  const auto id = new_session(*host);
  plumb::Ended ended;
  ASSERT_TRUE(host->prompt(id, {"wait", {}}, [&](const plumb::Ended& how) { ended = how; }));
  ASSERT_TRUE(until(*host, [&] { return server_->requests().size() == 1; }));
  EXPECT_EQ(host->info(id, "").value().state, plumb::State::running);
  host->cancel(id, {});
  ASSERT_TRUE(until(*host, [&] { return !ended.end.empty(); }, Millis(20000)));
  EXPECT_EQ(ended.end, "cancelled");
  EXPECT_EQ(ended.exit_code, 130);
  EXPECT_EQ(host->info(id, "").value().state, plumb::State::idle);
}

TEST_F(HereTest, AHostThatGoesEndsItsRunsInOrder) {
  script(R"({"turns": [{"text": "Never heard.", "fault": {"stall_at": "text"}}]})");
  auto host = open();
  const auto id = new_session(*host);
  ASSERT_TRUE(host->prompt(id, {"wait", {}}, {}));
  ASSERT_TRUE(until(*host, [&] { return server_->requests().size() == 1; }));
  host.reset();
  const auto next = open();
  const auto row = next->info("last", project());
  ASSERT_TRUE(row);
  EXPECT_EQ(row->id, id);
  EXPECT_EQ(row->state, plumb::State::idle);
  EXPECT_EQ(next->events(id, 1, 1000).value().back().type, "session.ended");
}

TEST_F(HereTest, TitlesModelsAndForksAreRecorded) {
  script(R"({"turns": [{"text": "One."}, {"text": "Two.", "expect": {"contains": ["say one"]}}]})");
  const auto host = open();
  const auto id = new_session(*host);
  EXPECT_EQ(run(*host, id, "say one\nand no more").text, "One.");
  EXPECT_EQ(host->info(id, "").value().title, "say one");
  bool is_named = false;
  host->rename(id, "A better name", [&](const base::Result<>& done) { is_named = done.has_value(); });
  ASSERT_TRUE(until(*host, [&] { return is_named; }));
  EXPECT_EQ(host->info(id, "").value().title, "A better name");
  EXPECT_EQ(open()->info(id, "").value().title, "A better name");
  const auto fork = host->fork(id, 0);
  ASSERT_TRUE(fork) << fork.error().what;
  EXPECT_EQ(host->info(*fork, "").value().state, plumb::State::idle);
  EXPECT_EQ(host->info(*fork, "").value().tokens_in, 0);   // they were paid by the first
  EXPECT_EQ(run(*host, *fork, "say two").text, "Two.");
  EXPECT_TRUE(server_->failures().empty());
  EXPECT_EQ(host->list(project(), "", 10).value().size(), 2u);
  EXPECT_EQ(host->list("", "better", 10).value().size(), 0u);   // full text is of what was said
  EXPECT_EQ(host->list("", "more", 10).value().size(), 2u);
  EXPECT_GE(host->usage(30).value().front().sessions, 1);
  bool knows_scripted = false;
  for (const auto& model : host->models()) knows_scripted = knows_scripted || (model.name == "scripted/scripted-1" && model.usable);
  EXPECT_TRUE(knows_scripted);
}

TEST_F(HereTest, FilesAreAsTheyWereAtAnyMoment) {
  script(R"({"turns": [
    {"tool_calls": [{"name": "write", "arguments": {"path": "a.txt", "content": "first\n"}}]},
    {"tool_calls": [{"name": "edit", "arguments": {"path": "a.txt", "old": "first", "new": "second"}}]},
    {"text": "Done."}]})");
  const auto host = open();
  put("other.txt", "untouched\n");
  const auto id = new_session(*host);
  Seen seen;
  const auto watching = host->observe(id, 1, seen.observer());
  EXPECT_EQ(run(*host, id, "write a file").end, "done");
  EXPECT_EQ(get("a.txt"), "second\n");
  std::vector<std::uint64_t> effects;
  for (const auto& event : seen.events)
    if (event.type == "effects") effects.push_back(event.seq);
  ASSERT_EQ(effects.size(), 2u);
  const auto content = [&](std::uint64_t seq, const std::string& path) {
    std::string out;
    bool told = false;
    host->content_at(id, seq, path, [&](const base::Result<std::string>& bytes) {
      out = bytes ? *bytes : "(" + std::string(base::name(bytes.error().code)) + ")";
      told = true;
    });
    EXPECT_TRUE(until(*host, [&] { return told; }));
    return out;
  };
  EXPECT_EQ(content(effects[0] - 1, "a.txt"), "(not_found)");
  EXPECT_EQ(content(effects[0], "a.txt"), "first\n");
  EXPECT_EQ(content(effects[1], "a.txt"), "second\n");
  EXPECT_EQ(content(0, "a.txt"), "second\n");
  EXPECT_EQ(content(0, "other.txt"), "untouched\n");
  EXPECT_EQ(content(0, "../home/config/config.toml"), "(denied)");
  std::vector<plumb::FileAt> files;
  host->files_at(id, effects[0], [&](base::Result<std::vector<plumb::FileAt>> list) { files = list.value(); });
  ASSERT_TRUE(until(*host, [&] { return !files.empty(); }));
  EXPECT_EQ(files[0].path, "a.txt");
  EXPECT_EQ(files[0].size, 6u);
  std::string diff;
  host->diff(id, "", [&](base::Result<std::string> text) { diff = text.value(); });
  ASSERT_TRUE(until(*host, [&] { return !diff.empty(); }));
  EXPECT_NE(diff.find("+second"), std::string::npos) << diff;
  plumb::Changed changed;
  host->change(id, plumb::Verb::undo, "", {}, [&](base::Result<plumb::Changed> done) { changed = done.value(); });
  ASSERT_TRUE(until(*host, [&] { return !changed.restored.empty(); }));
  EXPECT_EQ(get("a.txt"), "(no file)");
  EXPECT_EQ(content(0, "a.txt"), "(not_found)");
  EXPECT_EQ(content(effects[1], "a.txt"), "second\n");
  std::vector<plumb::Step> steps;
  host->steps(id, [&](base::Result<std::vector<plumb::Step>> list) { steps = list.value(); });
  ASSERT_TRUE(until(*host, [&] { return steps.size() == 2; }));
  EXPECT_TRUE(steps[0].undone);
}

int main(int argc, char** argv) {
  if (plumb::is_helper(argc, argv)) return plumb::run_helper(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

TEST_F(HereTest, AProjectIsSearchedWithoutASession) {
  script(k_three_answers);
  put("a.py", "def add(a, b):\n    return a + b\n");
  put("b.txt", "def nothing\n");
  const auto host = open();
  const auto search = [&](plumb::SearchOptions options) {
    std::optional<plumb::Result<plumb::Found>> out;
    host->search(std::move(options), [&](plumb::Result<plumb::Found> found) { out = std::move(found); });
    EXPECT_FALSE(out);   // never from inside the call
    EXPECT_TRUE(until(*host, [&] { return out.has_value(); }));
    return *out;
  };
  const auto found = search({project(), "def \\w+", "*.py", false, false, 10});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->lines.size(), 1u);
  EXPECT_EQ(found->lines[0].path, "a.py");
  EXPECT_EQ(found->lines[0].number, 1u);
  EXPECT_EQ(search({project(), "(", "", false, false, 10}).error().code, base::Code::invalid);
  EXPECT_EQ(search({project() + "/none", "x", "", false, false, 10}).error().code, base::Code::not_found);
  EXPECT_EQ(search({project(), "DEF", "", true, true, 1})->lines.size(), 1u);
}

TEST_F(HereTest, AProjectsChecksRunWithoutASessionAndCanBeCancelled) {
  script(k_three_answers);
  const auto host = open();
  std::optional<plumb::Result<plumb::Checked>> out;
  const auto then = [&](plumb::Result<plumb::Checked> checked) { out = std::move(checked); };
  std::string begun;
  plumb::CheckOptions options;
  options.cwd = project();
  options.command = "exit 4";
  options.on_start = [&](const std::string& command, const std::string&) { begun = command; };
  auto running = host->check(options, then);
  ASSERT_TRUE(until(*host, [&] { return out.has_value(); }));
  ASSERT_TRUE(*out) << out->error().what;
  EXPECT_EQ((*out)->exit_code, 3);
  EXPECT_EQ(begun, "exit 4");
  out.reset();
  options.command = "sleep 300";
  begun.clear();
  running = host->check(options, then);
  ASSERT_TRUE(until(*host, [&] { return !begun.empty(); }));
  running = {};
  ASSERT_TRUE(until(*host, [&] { return out.has_value(); }));
  EXPECT_EQ(out->error().code, base::Code::cancelled);
  options.cwd = project() + "/none";
  out.reset();
  running = host->check(options, then);
  ASSERT_TRUE(until(*host, [&] { return out.has_value(); }));
  EXPECT_EQ(out->error().code, base::Code::not_found);
}
