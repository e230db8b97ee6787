// plumb models, doctor, gc, completions, apply-patch.

#include <unistd.h>

#include <boost/json.hpp>

#include <cstdio>

#include "base/file.h"
#include "commands.h"
#include "engine/doctor.h"
#include "engine/models.h"
#include "engine/patch.h"
#include "engine/records.h"
#include "engine/session.h"
#include "progress.h"

namespace app {

namespace {

constexpr std::string_view k_bash =
#include "embed/plumb.bash.inc"
    ;
constexpr std::string_view k_zsh =
#include "embed/plumb.zsh.inc"
    ;
constexpr std::string_view k_fish =
#include "embed/plumb.fish.inc"
    ;

/// The format has its own, smaller limit; this one only keeps standard input from filling the memory.
constexpr std::size_t k_patch_max = std::size_t{8} << 20;

std::string tokens(std::int64_t n) {
  if (n <= 0) return "?";
  if (n >= 1000000 && n % 100000 < 50000) return std::to_string(n / 1000000) + "." + std::to_string(n / 100000 % 10) + "M";
  return n >= 1000 ? std::to_string(n / 1000) + "k" : std::to_string(n);
}

std::string dollars(double price) {
  if (price < 0) return "?";
  char out[32];
  std::snprintf(out, sizeof out, "%.2f", price);
  return out;
}

json::Value to_json(const engine::ModelList& list) {
  json::Array models;
  for (const auto& model : list.usable) {
    json::Object one = {{"name", model.name}, {"why", model.why}, {"default", model.is_default}};
    if (model.window > 0) one["window"] = model.window;
    if (model.price_in >= 0) one["usd_per_million_in"] = model.price_in;
    if (model.price_out >= 0) one["usd_per_million_out"] = model.price_out;
    models.push_back(std::move(one));
  }
  json::Array missing;
  for (const auto& line : list.looked_for) missing.emplace_back(line);
  return json::Object{{"models", std::move(models)}, {"not_found", std::move(missing)}};
}

}  // namespace

int models_command(const Args& args, base::Env env) {
  auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  io::Loop loop;
  const auto list = loop.run(engine::list_models(loop, *std::move(settings)));
  if (!list) return complain(list.error().what);
  if (args.json) {
    std::puts(json::dump(to_json(*list)).c_str());
    return 0;
  }
  std::printf("  %-44s %8s %10s %10s  %s\n", "model", "window", "$/M in", "$/M out", "why it can be used");
  for (const auto& model : list->usable)
    std::printf("%s %-44s %8s %10s %10s  %s\n", model.is_default ? "*" : " ", safe(model.name).c_str(),
                model.name == "builtin" ? "-" : tokens(model.window).c_str(), dollars(model.price_in).c_str(),
                dollars(model.price_out).c_str(), safe(model.why).c_str());
  std::puts("\n* = used when --model is not given. ? = not known.");
  if (!list->looked_for.empty()) {
    std::puts("\nNot found:");
    for (const auto& line : list->looked_for) std::printf("  %s\n", safe(line).c_str());
  }
  return 0;
}

int doctor_command(const Args& args, base::Env env) {
  auto settings = engine::load_settings(std::move(env));
  if (!settings && args.model.empty()) {
    std::printf("BAD   %-16s %s\n", "configuration", safe(settings.error().what).c_str());
    return 1;
  }
  if (!settings) return complain(settings.error().what);
  io::Loop loop;
  bool bad = false;
  if (args.model.empty()) {
    for (const auto& line : loop.run(engine::examine(loop, *settings))) {
      const char* mark = line.health == engine::Health::good ? "ok  " : line.health == engine::Health::missing ? "less" : "BAD ";
      bad = bad || line.health == engine::Health::bad;
      std::printf("%s  %-16s %s\n", mark, line.what.c_str(), safe(line.detail).c_str());
      if (!line.remedy.empty()) std::printf("      %-16s -> %s\n", "", safe(line.remedy).c_str());
    }
    return bad ? 1 : 0;
  }
  const auto probed = loop.run(engine::probe_model(loop, *settings, args.model));
  if (!probed) return complain(probed.error().what, exit_code_for(probed.error()));
  for (const auto& line : *probed) {
    bad = bad || !line.ok;
    std::printf("%s  %-22s %s\n", line.ok ? "ok  " : "BAD ", line.what.c_str(), safe(line.detail).c_str());
  }
  return bad ? 1 : 0;
}

int gc_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  const auto done = engine::collect_garbage(*settings, static_cast<std::uint64_t>(args.keep_gb * 1e9));
  if (!done) return complain(done.error().what);
  for (const auto& problem : done->problems) complain("not looked at: " + problem);
  for (const auto& step : done->expired) std::printf("cannot be undone any more: %s\n", safe(step).c_str());
  char line[160];
  std::snprintf(line, sizeof line, "Undo records: %.1f MB, freed %.1f MB.\n", static_cast<double>(done->bytes_after) / 1e6,
                static_cast<double>(done->bytes_before - done->bytes_after) / 1e6);
  std::fputs(line, stdout);
  return done->problems.empty() ? 0 : 1;
}

int completions_command(const Args& args) {
  const std::string shell = args.words.empty() ? "" : args.words.front();
  if (shell != "bash" && shell != "zsh" && shell != "fish")
    return complain("completions are there for bash, zsh and fish, not for '" + shell + "'", 2);
  const auto text = shell == "bash" ? k_bash : shell == "zsh" ? k_zsh : k_fish;
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

int apply_patch_command(const Args& args) {
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  if (args.words.size() > 1)
    return complain("apply-patch takes one patch, as one argument or on standard input", 2);
  std::string patch = args.words.empty() || args.words.front() == "-" ? "" : args.words.front();
  if (patch.empty()) {
    if (args.words.empty() && ::isatty(STDIN_FILENO) == 1)
      return complain("no patch: give it as an argument or on standard input", 2);
    auto given = read_stdin(k_patch_max);
    if (!given) return complain(given.error().what);
    patch = *std::move(given);
  }
  if (patch.find_first_not_of(" \t\r\n") == std::string::npos) return complain("the patch is empty", 2);
  const auto applied = engine::apply_patch(patch, cwd);
  if (!applied) return complain(applied.error().what, 1);
  std::fputs(safe_text(*applied).c_str(), stdout);
  return 0;
}

}  // namespace app
