// plumb verify, plumb commit.

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/receipts.h"
#include "io/loop.h"
#include "progress.h"

namespace app {

namespace {

std::string result_words(const engine::Reverified& result) {
  using Result = engine::Reverified::Result;
  switch (result.result) {
    case Result::holds: return "holds  the tree is the one that was proven, and every test comes out the same";
    case Result::other_tree:
      return result.tree_known ? "other tree  every test comes out the same, but the tree is not the one that was proven"
                               : "other tree  every test comes out the same; which tree was proven is not known";
    case Result::does_not_hold: return "does not hold  the checks come out differently";
    case Result::not_run: return "not run  the receipt names no check";
  }
  return {};
}

void print_list(const char* label, const std::vector<std::string>& list) {
  constexpr std::size_t k_shown = 10;
  for (std::size_t i = 0; i < std::min(list.size(), k_shown); ++i) std::printf("  %s%s\n", label, safe(list[i]).c_str());
  if (list.size() > k_shown) std::printf("            and %zu more\n", list.size() - k_shown);
}

void print(const engine::Reverified& result) {
  std::printf("%s\n", result_words(result).c_str());
  std::printf("  then      %s: %s\n", safe(result.status).c_str(), safe(result.reason).c_str());
  if (!result.check.empty()) std::printf("  check     %s\n", safe(result.check).c_str());
  if (result.passed >= 0)
    std::printf("  now       %lld passed, %lld failed\n", static_cast<long long>(result.passed), static_cast<long long>(result.failed));
  print_list("differs   ", result.differing);
  print_list("changed   ", result.changed);
  print_list("other     ", result.environment);
  std::printf("  receipt   %s\n", safe(result.id).c_str());
}

}  // namespace

int verify_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what);
  const std::string folder = folder_of(args);
  if (folder.empty()) return complain("no such folder: " + args.dir, engine::exit_usage);
  if (args.words.size() > 1) return complain("one receipt or session at a time", engine::exit_usage);
  io::Loop loop;
  Progress progress(stderr, colour_for(stderr, settings->env));
  engine::Listener listener;
  if (!args.quiet && !args.json)
    listener.on_event = [&progress](const engine::SessionEvent& event) {
      if (event.type.starts_with("check.")) progress.event(event);
    };
  const std::string name = args.words.empty() ? "last" : args.words.front();
  const auto result = loop.run(engine::verify_receipt(loop, *settings, folder, name, std::move(listener)));
  if (!result) {
    const bool wrong = result.error().code == base::Code::not_found || result.error().code == base::Code::invalid;
    return complain(result.error().what, wrong ? engine::exit_usage : engine::exit_error);
  }
  if (args.json) {
    std::printf("%s\n", json::dump(engine::to_json(*result)).c_str());
  } else {
    print(*result);
  }
  return result->exit_code;
}

int commit_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what);
  engine::CommitOptions options;
  options.cwd = folder_of(args);
  if (options.cwd.empty()) return complain("no such folder: " + args.dir, engine::exit_usage);
  if (!args.words.empty()) options.session = args.words.front();
  options.message = args.message;
  options.anyway = args.anyway;
  io::Loop loop;
  const auto done = loop.run(engine::commit_session(loop, *settings, std::move(options)));
  if (!done) {
    const auto code = done.error().code;
    if (code == base::Code::denied || code == base::Code::changed) return complain(done.error().what, engine::exit_unverified);
    return complain(done.error().what, code == base::Code::not_found ? engine::exit_usage : engine::exit_error);
  }
  if (args.json) {
    const json::Object out = {{"commit", done->commit}, {"session", done->session}, {"receipt", done->receipt}, {"verdict", done->status}};
    std::printf("%s\n", json::dump(out).c_str());
    return engine::exit_ok;
  }
  std::printf("%.12s  %s\n", done->commit.c_str(), safe(done->subject).c_str());
  print_list("", done->paths);
  std::printf("  Plumb-Verdict: %s\n  Plumb-Receipt: sha256:%s\n", done->status.c_str(), done->receipt.c_str());
  return engine::exit_ok;
}

}  // namespace app
