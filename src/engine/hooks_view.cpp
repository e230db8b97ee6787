#include "engine/hooks.h"

#include "base/try.h"
#include "hook_setup.h"
#include "trust.h"

namespace engine {

using base::Code;

namespace {

HookLine line_of(const Hook& hook, std::string state, bool is_usable) {
  HookLine out;
  out.event = name(hook.event);
  out.matcher = hook.matcher;
  out.command = whole(hook);
  out.where = hook.file;
  out.state = std::move(state);
  out.is_usable = is_usable;
  return out;
}

}  // namespace

base::Result<HookListing> list_hooks(const Settings& settings, const std::string& cwd) {
  TRY(const auto setup, find_hooks(settings, cwd, std::nullopt));
  HookListing out{ProjectTrust(setup), {}, {}, {}, {}};
  out.folder = setup.folder;
  out.unclear = setup.unclear;
  out.files = setup.files;
  out.files.insert(out.files.end(), setup.scripts.begin(), setup.scripts.end());
  for (const auto& hook : setup.hooks) out.hooks.push_back(line_of(hook, hook.is_sandboxed ? "runs in the sandbox" : "runs", true));
  for (const auto& hook : setup.refused)
    out.hooks.push_back(line_of(hook, setup.was_trusted ? "not trusted: the files have changed" : "not trusted", false));
  return out;
}

base::Result<> trust_hooks(const Settings& settings, const std::string& cwd, const std::string& hash) {
  TRY(const auto setup, find_hooks(settings, cwd, std::nullopt));
  if (setup.files.empty()) return base::fail(Code::not_found, "no file in " + cwd + " names hooks");
  if (setup.hash != hash) return base::fail(Code::changed, "the project's hooks have changed meanwhile: look at them again");
  return set_trusted(settings, "hooks", setup.owner, setup.hash);
}

base::Result<> distrust_hooks(const Settings& settings, const std::string& cwd) {
  TRY(const auto setup, find_hooks(settings, cwd, std::nullopt));
  return unset_trusted(settings, "hooks", setup.owner.empty() ? cwd : setup.owner);
}

}  // namespace engine
