#include "args.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstdio>
#include <map>

namespace app {

static constexpr std::string_view k_help =
#include "embed/help.txt.inc"
    ;

std::string overview() { return std::string(k_help); }

namespace {

void add_where(CLI::App* command, Args& args) {
  command->add_option("-C,--dir", args.dir, "work in this folder instead of the current one");
}

void add_model(CLI::App* command, Args& args) {
  command->add_option("-m,--model", args.model,
                      "provider/model, builtin, or replay:SESSION (see `plumb models`)");
  command->add_option("--effort", args.effort, "reasoning effort: low, medium or high")
      ->check(CLI::IsMember({"low", "medium", "high"}));
}

void add_output(CLI::App* command, Args& args) {
  static const std::map<std::string, Format> k_formats = {
      {"text", Format::text}, {"json", Format::json}, {"stream-json", Format::stream_json}};
  command->add_option("--output-format", args.format, "text, json (one object at the end) or stream-json (every event)")
      ->transform(CLI::Transformer(k_formats).description(""))
      ->type_name("FORMAT");
}

void add_limits(CLI::App* command, Args& args) {
  command->add_option("--max-turns", args.max_turns, "calls of the model, at most")->check(CLI::PositiveNumber);
  command->add_option("--max-budget-usd", args.max_budget_usd, "dollars, at most: a call that could overshoot is not made")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--max-tokens", args.max_tokens, "tokens in and out, at most: likewise")
      ->check(CLI::PositiveNumber);
}

void add_run_options(CLI::App* command, Args& args) {
  add_where(command, args);
  add_model(command, args);
  add_limits(command, args);
  add_output(command, args);
  command->add_option("-f,--file", args.file, "read the task from this file");
  command->add_option("--json-schema", args.json_schema, "JSON schema (text or file) that the final answer must fit");
  command->add_option("--check", args.check, "the command that tests the project");
  command->add_flag("--no-verify", args.no_verify, "do not run the checks at the end");
  command->add_flag("-q,--quiet", args.quiet, "no progress on stderr");
}

void add_session(CLI::App* command, Args& args) {
  command->add_option("session", args.words, "id, unique prefix, or `last` (the default: the newest of this folder)");
  add_where(command, args);
}

void define(CLI::App& app, Args& args) {
  app.require_subcommand(1);
  app.fallthrough(false);

  auto* run = app.add_subcommand("run", "work on a task until it is done");
  run->add_option("task", args.words, "what to do, in plain words (else --file or standard input)");
  run->add_flag("-c,--continue", args.continue_last, "go on with the last session of this folder");
  run->add_option("-r,--resume", args.resume, "go on with this session");
  add_run_options(run, args);

  auto* resume = app.add_subcommand("resume", "go on with a session");
  resume->add_option("session-and-task", args.words, "id or `last`, then what to do next");
  add_run_options(resume, args);

  auto* ask = app.add_subcommand("ask", "one command or piece of code, nothing else");
  ask->add_option("question", args.words, "what you want (else standard input)");
  add_where(ask, args);
  add_model(ask, args);
  add_limits(ask, args);
  add_output(ask, args);

  auto* sessions = app.add_subcommand("sessions", "list sessions, newest first");
  add_where(sessions, args);
  sessions->add_flag("-a,--all", args.all, "of all folders");
  sessions->add_option("--search", args.search, "only those with these words in task, answers or calls");
  sessions->add_option("-n,--limit", args.limit, "at most so many (20)");
  sessions->add_flag("--json", args.json, "as JSON, an object a line");

  auto* show = app.add_subcommand("show", "what a session changed");
  add_session(show, args);
  show->add_flag("--diff", args.diff, "as a unified diff");
  show->add_option("--step", args.step, "only this step");

  auto* log = app.add_subcommand("log", "every event of a session");
  add_session(log, args);
  log->add_flag("--json", args.json, "as JSON, an event a line");

  auto* undo = app.add_subcommand("undo", "take back what a session did");
  add_session(undo, args);
  undo->add_option("--step", args.step, "only this step (see `plumb show`)");

  auto* exported = app.add_subcommand("export", "a session as markdown or JSON lines");
  add_session(exported, args);
  exported->add_flag("--jsonl", args.json, "JSON lines instead of markdown");
  exported->add_option("-o,--output", args.out, "into this file");

  auto* models = app.add_subcommand("models", "what can be used here and now");
  models->add_flag("--json", args.json, "as JSON");

  auto* doctor = app.add_subcommand("doctor", "what plumb needs on this machine");
  doctor->add_option("-m,--model", args.model, "also test this model");

  auto* completions = app.add_subcommand("completions", "completion script for a shell");
  completions->add_option("shell", args.words, "bash, zsh or fish")->required();

  auto* patch = app.add_subcommand("apply-patch", "apply a patch in the apply_patch format, all or nothing");
  patch->add_option("patch", args.words, "the patch (else standard input, also with -)");
  add_where(patch, args);
}

}  // namespace

Parsed parse_args(int argc, const char* const* argv) {
  Parsed parsed;
  CLI::App app("plumb");
  define(app, parsed.args);
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  const auto named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::none_of(commands.begin(), commands.end(), named)) {
    std::fprintf(stderr, "plumb: no such command: %s. For a task: plumb run \"...\". See `plumb --help`.\n", argv[1]);
    parsed.exit_code = 2;
    return parsed;
  }
  try {   // CLI11 reports by exceptions
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    const std::string help = chosen.empty() ? overview() : chosen.front()->help();
    std::fputs(help.c_str(), stdout);
    parsed.exit_code = 0;
    return parsed;
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    const std::string which = chosen.empty() ? "" : " " + chosen.front()->get_name();
    std::fprintf(stderr, "plumb: %s\nSee `plumb%s --help`.\n", error.what(), which.c_str());
    parsed.exit_code = 2;
    return parsed;
  }
  parsed.args.command = app.get_subcommands().front()->get_name();
  return parsed;
}

}  // namespace app
