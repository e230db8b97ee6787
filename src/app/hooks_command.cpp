// plumb hooks: which there are here, and whether the project's are trusted.

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/hooks.h"
#include "json/json.h"
#include "progress.h"
#include "trusting.h"

namespace app {

namespace {

json::Object to_json(const engine::HookLine& line) {
  return {{"event", line.event}, {"matcher", line.matcher}, {"command", line.command}, {"where", line.where}, {"state", line.state}, {"usable", line.is_usable}};
}

int list(const Args& args, const engine::HookListing& listing) {
  if (args.json) {
    json::Array hooks, files;
    for (const auto& line : listing.hooks) hooks.push_back(to_json(line));
    for (const auto& file : listing.files) files.emplace_back(file);
    const json::Object out = {{"hooks", std::move(hooks)}, {"project_files", std::move(files)}, {"trusted", listing.is_trusted},
                              {"notices", notices_in_json(listing)}};
    std::puts(json::dump(out).c_str());
    return 0;
  }
  for (const auto& line : listing.hooks)
    std::printf("%-18s %-14s %s\n%-18s %s, from %s\n", line.event.c_str(), safe(line.matcher.empty() ? "*" : line.matcher).c_str(),
                safe(line.command).c_str(), "", line.state.c_str(), safe(line.where).c_str());
  print_notices(listing);
  if (listing.hooks.empty() && listing.notices.empty()) std::puts("no hooks: see docs/hooks.md");
  return 0;
}

int trust(const Args& args, const engine::Settings& settings, const std::string& cwd, const engine::HookListing& listing) {
  if (listing.files.empty()) {
    print_notices(listing);
    return complain("no file in " + safe(cwd) + " names hooks that can be trusted", 2);
  }
  if (listing.is_trusted) {
    std::puts("the project's hooks are trusted as they are");
    return 0;
  }
  std::printf("%s%s\n", safe(listing.folder).c_str(), listing.was_trusted ? " has hooks that changed since you trusted them:" : " has these hooks:");
  for (const auto& line : listing.hooks)
    if (!line.is_usable)
      std::printf("  %-18s %-14s %s\n", line.event.c_str(), safe(line.matcher.empty() ? "*" : line.matcher).c_str(), safe(line.command).c_str());
  std::puts("What is trusted is the content of these files:");
  for (const auto& file : listing.files) std::printf("  %s\n", safe(file).c_str());
  if (!listing.unclear.empty()) std::puts("These put names together while they run ($, `, *, ?): a script that they find that way is NOT covered, look at it yourself:");
  for (const auto& command : listing.unclear) std::printf("  %s\n", safe(command).c_str());
  if (const int code = ask_trust(args, "They run in the sandbox, at the moments above, and can change the project as commands do.", "the files"); code != 0)
    return code;
  const auto done = engine::trust_hooks(settings, cwd, listing.hash);
  if (!done) return complain(done.error().what);
  std::puts("trusted, until one of the files changes (`plumb hooks untrust` takes it back)");
  return 0;
}

}  // namespace

int hooks_command(const Args& args, base::Env env) {
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const std::string verb = args.words.empty() ? "list" : args.words.front();
  const bool is_known = verb == "list" || verb == "trust" || verb == "untrust";
  if (!is_known || args.words.size() > 1) return complain("plumb hooks [list|trust|untrust]", 2);
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  if (verb == "untrust") return tell_untrusted(engine::distrust_hooks(*settings, cwd), "the project's hooks are");
  const auto listing = engine::list_hooks(*settings, cwd);
  if (!listing) return complain(listing.error().what, exit_code_for(listing.error()));
  return verb == "list" ? list(args, *listing) : trust(args, *settings, cwd, *listing);
}

}  // namespace app
