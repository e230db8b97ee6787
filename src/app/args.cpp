#include "args.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace app {

static constexpr std::string_view k_help =
#include "embed/help.txt.inc"
    ;

std::string overview() { return std::string(k_help); }

namespace {

/// A validator whose own words are not repeated in the help: the description says them better.
template <class V>
V quietly(V validator) {
  validator.description("");
  return validator;
}

/// `least` or more; says so in plain words.
CLI::Validator at_least(int least) {
  const auto check = [least](std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const bool good = end != text.c_str() && *end == 0 && number >= least;
    return good ? std::string() : "'" + text + "' is not a number of at least " + std::to_string(least);
  };
  return CLI::Validator(check, "");
}

/// An option that may be given again, with one value each time: without this CLI11 takes the words
/// behind it as well, and with them the task.
void add_repeated(CLI::App* command, const char* name, std::vector<std::string>& values, const char* type, const char* what) {
  command->add_option(name, values, what)->allow_extra_args(false)->type_name(type);
}

void add_where(CLI::App* command, Args& args) {
  command->add_option("-C,--dir", args.dir, "work in this folder instead of the current one")->type_name("DIR");
}

void add_model(CLI::App* command, Args& args) {
  command->add_option("-m,--model", args.model,
                      "provider/model, builtin, or replay:SESSION (see `plumb models`)")
      ->type_name("NAME");
  command->add_option("--effort", args.effort, "reasoning effort: low, medium or high")
      ->check(quietly(CLI::IsMember({"low", "medium", "high"})))
      ->type_name("LEVEL");
}

void add_output(CLI::App* command, Args& args) {
  const auto to_number = [](std::string& text) {
    static const std::map<std::string, Format> k_formats = {
        {"text", Format::text}, {"json", Format::json}, {"stream-json", Format::stream_json}};
    const auto found = k_formats.find(text);
    if (found == k_formats.end()) return "'" + text + "' is not text, json or stream-json";
    text = std::to_string(static_cast<int>(found->second));   // what CLI11 makes an enum of
    return std::string();
  };
  command->add_option("--output-format", args.format, "text, json (one object at the end) or stream-json (every event)")
      ->transform(CLI::Validator(to_number, ""))
      ->type_name("FORMAT");
}

void add_limits(CLI::App* command, Args& args) {
  command->add_option("--max-turns", args.max_turns, "calls of the model, at most")
      ->check(at_least(1))
      ->type_name("N");
  command->add_option("--max-budget-usd", args.max_budget_usd, "dollars, at most: a call that could overshoot is not made")
      ->check(at_least(0))
      ->type_name("X");
  command->add_option("--max-tokens", args.max_tokens, "tokens in and out, at most: likewise")
      ->check(at_least(1))
      ->type_name("N");
}

void add_sandbox(CLI::App* command, Args& args) {
  command->add_option("--sandbox", args.sandbox, "what commands may do: read-only, workspace (the default) or full")
      ->check(quietly(CLI::IsMember({"read-only", "workspace", "full"})))
      ->type_name("MODE");
  command->add_option("--network", args.network, "of commands: off (the default), list (--allow-host) or on")
      ->check(quietly(CLI::IsMember({"off", "list", "on"})))
      ->type_name("MODE");
  add_repeated(command, "--allow-host", args.hosts, "HOST", "a host that commands may reach: example.org, *.example.org; again for more");
  add_repeated(command, "--writable", args.writable, "DIR", "one more folder that commands may write to, not undoable; again for more");
}

void add_run_options(CLI::App* command, Args& args) {
  add_where(command, args);
  add_model(command, args);
  add_limits(command, args);
  add_output(command, args);
  command->add_option("-f,--file", args.file, "read the task from this file")->type_name("FILE");
  command->add_option("--json-schema", args.json_schema, "JSON schema (text or file) that the final answer must fit")->type_name("SCHEMA");
  command->add_option("--check", args.check, "the command that tests the project")->type_name("COMMAND");
  command->add_flag("--no-verify", args.no_verify, "do not run the checks at the end");
  command->add_flag("--tests-may-change", args.tests_may_change, "changed tests are not held against the result");
  command->add_option("--max-rounds", args.max_rounds, "how often a verdict that is not good goes back to the model (3)")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--repair-first", args.repair_first, "builtin's search before the model is asked, if the task is to make failing tests pass");
  command->add_option("--repair-budget", args.repair_budget, "seconds of a search by builtin (120; 60 before a model)")
      ->check(CLI::Range(1, 1000000))
      ->type_name("S");
  command->add_flag("-q,--quiet", args.quiet, "no progress on stderr");
  command->add_flag("--live", args.live, "print a link to a page on which this run can be watched and steered");
  add_sandbox(command, args);
}

void add_session(CLI::App* command, Args& args) {
  command->add_option("session", args.words, "id, unique prefix, or `last` (the default: the newest of this folder)")
      ->type_name("");
  add_where(command, args);
}

void add_choice(CLI::App* command, Args& args) {
  command->add_option("--step", args.step, "only this step (see `plumb show`)")->type_name("STEP");
  add_repeated(command, "--path", args.paths, "PATH", "only this file or folder; again for more");
}

void define(CLI::App& app, Args& args) {
  app.require_subcommand(0, 1);
  app.fallthrough(false);
  // Without a command: the interactive session.
  add_where(&app, args);
  add_model(&app, args);
  app.add_flag("-c,--continue", args.continue_last, "go on with the last session of this folder");
  app.add_option("-r,--resume", args.resume, "go on with this session, or choose one")->expected(0, 1)->default_str("?")->type_name("SESSION");
  app.add_flag("--plain", args.plain, "lines only, nothing is drawn over: for screen readers");

  auto* run = app.add_subcommand("run", "work on a task until it is done");
  run->add_option("task", args.words, "what to do, in plain words (else --file or standard input)")->type_name("");
  run->add_flag("-c,--continue", args.continue_last, "go on with the last session of this folder");
  run->add_option("-r,--resume", args.resume, "go on with this session")->type_name("SESSION");
  run->add_flag("-p,--print", args.print, "no effect: run prints its report and ends in any case");
  run->add_option("--attempts", args.attempts, "so many sessions at the task, side by side in copies; the first that is proven wins")
      ->check(quietly(CLI::PositiveNumber))
      ->type_name("N");
  run->add_option("--attempt-models", args.attempt_models, "their models, in turn: a,b,...")->type_name("A,B,...");
  add_run_options(run, args);

  auto* resume = app.add_subcommand("resume", "go on with a session");
  resume->add_option("session-and-task", args.words, "id or `last`, then what to do next")->type_name("");
  add_run_options(resume, args);

  auto* ask = app.add_subcommand("ask", "one command or piece of code, nothing else");
  ask->add_option("question", args.words, "what you want (else standard input)")->type_name("");
  add_where(ask, args);
  add_model(ask, args);
  add_limits(ask, args);
  add_output(ask, args);

  auto* sessions = app.add_subcommand("sessions", "list sessions, newest first");
  add_where(sessions, args);
  sessions->add_flag("-a,--all", args.all, "of all folders");
  sessions->add_option("--search", args.search, "only those with these words in task, answers or calls")->type_name("WORDS");
  sessions->add_option("-n,--limit", args.limit, "at most so many (20)")->check(at_least(1))->type_name("N");
  sessions->add_flag("--json", args.json, "as JSON, an object a line");

  auto* show = app.add_subcommand("show", "what a session changed");
  add_session(show, args);
  show->add_flag("--diff", args.diff, "as a unified diff");
  show->add_option("--step", args.step, "only this step")->type_name("STEP");

  auto* log = app.add_subcommand("log", "every event of a session");
  add_session(log, args);
  log->add_flag("--json", args.json, "as JSON, an event a line");

  auto* undo = app.add_subcommand("undo", "take back what a session did");
  add_session(undo, args);
  add_choice(undo, args);
  auto* tried = app.add_subcommand("try", "run a command of yours, see its effects, keep or drop them");
  tried->add_flag("--keep", args.keep, "put the effects into the tree without asking");
  tried->add_flag("--drop", args.drop, "throw them away without asking (also where nobody can be asked)");
  add_where(tried, args);
  add_sandbox(tried, args);
  tried->add_option("command", args.words, "the command and its arguments, best after --")->type_name("");
  auto* check = app.add_subcommand("check", "run the project's checks in a fork of it, test by test");
  check->add_option("names", args.words, "only these tests, by the names that --json tells");
  check->add_flag("-a,--all", args.all, "everything (the default)");
  check->add_flag("--affected", args.affected, "only what the changes since the last commit can affect; in doubt everything");
  check->add_option("--check", args.check, "the command that tests the project (else found)");
  check->add_flag("--json", args.json, "as JSON, one object");
  check->add_flag("-q,--quiet", args.quiet, "no progress on stderr");
  add_where(check, args);
  add_sandbox(check, args);
  auto* fork = app.add_subcommand("fork", "private views of the project, to try things in");
  fork->add_option("verb", args.words,
                   "make NAME, list, run NAME -- COMMAND, diff NAME, apply NAME, drop NAME, patch NAME, branch NAME BRANCH [MESSAGE]")
      ->type_name("");
  add_where(fork, args);
  add_sandbox(fork, args);
  auto* redo = app.add_subcommand("redo", "do again what was undone");
  add_session(redo, args);
  add_choice(redo, args);
  auto* rewind = app.add_subcommand("rewind", "take back a step and all after it");
  add_session(rewind, args);
  rewind->add_option("--step", args.step, "the first step to take back (see `plumb show`)")->required()->type_name("STEP");
  auto* effects = app.add_subcommand("effects", "what is held, refused or in conflict, and why");
  add_session(effects, args);
  effects->add_option("--step", args.step, "only this step")->type_name("STEP");
  effects->add_flag("--diff", args.diff, "as a unified diff");
  effects->add_flag("-a,--all", args.all, "also what is in the tree, and what was undone");
  effects->add_flag("--json", args.json, "as JSON, an object a line");
  auto* apply = app.add_subcommand("apply", "put held effects into the tree");
  add_session(apply, args);
  add_choice(apply, args);
  auto* drop = app.add_subcommand("drop", "throw held effects away");
  add_session(drop, args);
  add_choice(drop, args);
  auto* gc = app.add_subcommand("gc", "free the room that old undo records take");
  gc->add_option("--keep-gb", args.keep_gb, "keep the newest records, so many GB of each session (2)")
      ->check(at_least(0))
      ->type_name("GB");

  auto* verify = app.add_subcommand("verify", "run a receipt's checks again: does it still hold?");
  verify->add_option("receipt", args.words, "a receipt's file, or a session (`last` is the default)");
  add_where(verify, args);
  add_sandbox(verify, args);
  verify->add_flag("--json", args.json, "as JSON");
  verify->add_flag("-q,--quiet", args.quiet, "no progress on stderr");
  auto* commit = app.add_subcommand("commit", "commit what a session changed, with a trailer that names the receipt");
  add_session(commit, args);
  commit->add_option("--message", args.message, "the commit's message (else the task's first line)");
  commit->add_flag("--anyway", args.anyway, "also if the verdict is bad, or the tree is not the one that was proven");
  commit->add_flag("--json", args.json, "as JSON");
  auto* rules = app.add_subcommand("rules", "which lines of AGENTS.md are enforced, and which were broken");
  add_session(rules, args);
  rules->add_flag("--json", args.json, "as JSON, one object");
  auto* exported = app.add_subcommand("export", "a session as markdown or JSON lines");
  add_session(exported, args);
  exported->add_flag("--jsonl", args.json, "JSON lines instead of markdown");
  exported->add_option("-o,--output", args.out, "into this file")->type_name("FILE");

  auto* imported = app.add_subcommand("import", "take over a session of codex or Claude Code");
  imported->add_option("session", args.words, "id, its beginning, a log file, or `last` of this folder; none = list them")->type_name("");
  add_where(imported, args);
  imported->add_flag("-a,--all", args.all, "list those of all folders");
  imported->add_flag("--json", args.json, "as JSON, an object a line");

  auto* serve = app.add_subcommand("serve", "the live page: all sessions of this machine, in a browser");
  serve->add_option("--port", args.port, "instead of the last one, or 7586; 0 = any")->check(at_least(0))->type_name("N");
  serve->add_option("--address", args.address, "listen here instead of 127.0.0.1; others than loopback need TLS")->type_name("A");
  serve->add_option("--tls-cert", args.tls_cert, "certificate chain, PEM")->type_name("FILE");
  serve->add_option("--tls-key", args.tls_key, "its private key, PEM")->type_name("FILE");
  add_repeated(serve, "--host", args.names, "NAME", "a name by which browsers reach the server; again for more");
  serve->add_flag("--insecure", args.insecure, "listen on other addresses than loopback without TLS");
  serve->add_flag("--new-links", args.new_links, "make all links and logins void, and new ones");
  serve->add_flag("--open", args.open_page, "open the page in a browser");
  serve->add_flag("--json", args.json, "print the links as JSON, one object");

  auto* usage = app.add_subcommand("usage", "what was spent, by day, project or model; what is left of the budgets");
  add_where(usage, args);
  usage->add_option("--by", args.by, "day (the default), project or model")
      ->check(quietly(CLI::IsMember({"day", "project", "model"})))
      ->type_name("WHAT");
  usage->add_option("--days", args.days, "of the last N days, today included (30); 0 = all")->check(at_least(0))->type_name("N");
  usage->add_flag("--json", args.json, "as JSON, one object");
  auto* config = app.add_subcommand("config", "every setting, with its value and where that comes from");
  add_where(config, args);
  add_model(config, args);
  add_limits(config, args);
  add_sandbox(config, args);
  config->add_flag("--schema", args.schema, "print the JSON Schema of config.toml");
  config->add_flag("--json", args.json, "as JSON, one object");

  auto* models = app.add_subcommand("models", "what can be used here and now");
  models->add_flag("--json", args.json, "as JSON");

  auto* doctor = app.add_subcommand("doctor", "what plumb needs on this machine");
  doctor->add_option("-m,--model", args.model, "also test this model")->type_name("NAME");

  auto* completions = app.add_subcommand("completions", "completion script for a shell");
  completions->add_option("shell", args.words, "bash, zsh or fish")->required()->type_name("");

  app.add_subcommand("acp", "speak the Agent Client Protocol on standard input and output, for editors");

  auto* mcp = app.add_subcommand("mcp", "be an MCP server on standard input and output; or look after those that plumb uses");
  mcp->add_option("verb", args.words, "list, trust, untrust, tools NAME, login NAME, logout NAME; none = be a server")->type_name("");
  add_where(mcp, args);
  mcp->add_flag("--yes", args.yes, "trust without asking: you have read the project's .mcp.json");
  mcp->add_option("--http", args.port, "be a server at this port of 127.0.0.1 instead; 0 = any")->check(at_least(0))->type_name("PORT");
  mcp->add_flag("--json", args.json, "of list, tools and --http: as JSON");

  auto* hooks = app.add_subcommand("hooks", "programs that a run asks and tells: which there are; trust those of the project");
  hooks->add_option("verb", args.words, "list (the default), trust, untrust")->type_name("");
  add_where(hooks, args);
  hooks->add_flag("--yes", args.yes, "trust without asking: you have read the files");
  hooks->add_flag("--json", args.json, "of list: as JSON");

  auto* patch = app.add_subcommand("apply-patch", "apply a patch in the apply_patch format, all or nothing");
  patch->add_option("patch", args.words, "the patch (else standard input, also with -)")->type_name("");
  add_where(patch, args);
}

}  // namespace

/// Where the command of `try` or `fork run` begins behind its "--": CLI11 takes a "--" that comes after
/// the first word for the end of the subcommand. argc = nowhere.
static int own_command(int argc, const char* const* argv) {
  const std::string_view name = argc > 1 ? argv[1] : "";
  if (name != "try" && name != "fork") return argc;
  for (int i = 2; i < argc; ++i)
    if (std::string_view(argv[i]) == "--") return i;
  return argc;
}

Parsed parse_args(int argc, const char* const* argv) {
  Parsed parsed;
  const int whole = argc;
  argc = own_command(argc, argv);
  CLI::App app("plumb");
  define(app, parsed.args);
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  const auto named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && std::string_view(argv[1]) == "help") {
    std::fputs(k_help.data(), stdout);
    parsed.exit_code = 0;
    return parsed;
  }
  if (argc > 1 && argv[1][0] != '-' && std::none_of(commands.begin(), commands.end(), named)) {
    std::fprintf(stderr, "plumb: no such command: %s. For a task: plumb run \"...\". See `plumb --help`.\n", argv[1]);
    parsed.exit_code = 2;
    return parsed;
  }
  try {   // CLI11 reports by exceptions
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    const std::string help = chosen.empty() ? overview() : chosen.front()->help("plumb");
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
  const auto chosen = app.get_subcommands();
  if (chosen.empty()) return parsed;
  parsed.args.command = chosen.front()->get_name();
  auto& words = parsed.args.words;
  // `plumb try git checkout -- file`: then the "--" is the command's own.
  const std::size_t expected = parsed.args.command == "fork" ? 2 : 0;
  if (argc < whole && words.size() <= expected) ++argc;
  words.insert(words.end(), argv + argc, argv + whole);
  return parsed;
}

}  // namespace app
