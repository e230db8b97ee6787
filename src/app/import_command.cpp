// plumb import: sessions of codex and Claude Code, taken over.

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/import.h"
#include "json/json.h"
#include "progress.h"

namespace app {

namespace {

constexpr std::size_t k_task_shown = 70;

int list(const Args& args, const engine::Settings& settings, const std::string& cwd) {
  const auto found = engine::list_foreign(settings, args.all ? "" : cwd);
  if (!found) return complain(found.error().what);
  for (const auto& one : *found) {
    if (args.json) {
      const json::Object out = {{"agent", one.agent}, {"id", one.id}, {"cwd", one.cwd}, {"started", one.started}, {"task", one.task}, {"file", one.path}};
      std::printf("%s\n", json::dump(out).c_str());
      continue;
    }
    std::printf("%s  %-6s  %.16s  %s\n", safe(one.id).c_str(), one.agent.c_str(), safe(one.started).c_str(), safe(one_line(one.task, k_task_shown)).c_str());
  }
  if (args.json) return 0;
  if (found->empty()) std::puts(args.all ? "No sessions of codex or Claude Code." : "No sessions of codex or Claude Code in this folder (--all shows those of others).");
  else std::puts("\nTake one over: plumb import ID");
  return 0;
}

}  // namespace

int import_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  if (args.words.size() > 1) return complain("one session at a time", 2);
  if (args.words.empty()) return list(args, *settings, cwd);
  const auto imported = engine::import_session(*settings, args.words.front(), cwd);
  if (!imported) return complain(imported.error().what, imported.error().code == base::Code::io ? 1 : 2);
  if (imported->unread > 0) complain(std::to_string(imported->unread) + " lines of the log could not be read, and are left out");
  if (args.json) {
    const json::Object out = {{"session", imported->id}, {"agent", imported->agent}, {"cwd", imported->cwd}, {"items", imported->items}, {"unread", imported->unread}};
    std::printf("%s\n", json::dump(out).c_str());
    return 0;
  }
  std::printf("%s  %zu messages, calls and results of %s, in %s\ngo on with it: plumb resume %s \"...\"\n", imported->id.c_str(), imported->items,
              imported->agent.c_str(), safe(imported->cwd).c_str(), imported->id.c_str());
  return 0;
}

}  // namespace app
