#include "engine/notify.h"

#include <toml++/toml.h>

#include <boost/json.hpp>
#include <unistd.h>

#include <cstdio>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "io/process.h"
#include "json/json.h"
#include "llm/catalogue.h"
#include "tools/shell.h"

namespace engine {

using base::Code;

namespace {

constexpr io::Millis k_hook_limit{10000};
constexpr std::size_t k_shown_max = 200;

/// A title is somebody's text: nothing in it may be taken for a terminal's command.
std::string plain(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() < k_shown_max; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_c1) ++i;
    out += byte < 0x20 || byte == 0x7F || is_c1 ? ' ' : text[i];
  }
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80 && out.size() >= k_shown_max) out.pop_back();
  return out;
}

std::string headline(const Notification& what) {
  return what.kind == Notification::Kind::needs_you ? "plumb needs you" : "plumb: " + what.status;
}

json::Value to_json(const Notification& what) {
  return json::Object{{"kind", what.kind == Notification::Kind::needs_you ? "needs_you" : "ended"},
                      {"session", what.session},
                      {"title", what.title},
                      {"cwd", what.cwd},
                      {"status", what.status},
                      {"text", what.text},
                      {"took_ms", what.took_ms}};
}

void on_terminal(const Notification& what, const NotifySink& sink) {
  const auto sequence = "\a\033]9;" + plain(headline(what) + ": " + (what.title.empty() ? what.text : what.title)) + "\a";
  if (sink.ring && sink.ring(sequence)) return;
  if (::isatty(STDERR_FILENO) == 1) std::fputs(sequence.c_str(), stderr);
}

/// Without anything that may be a key.
base::Env env_of_hooks(const Settings& settings) {
  std::vector<std::string> secrets;
  if (const auto catalogue = llm::Catalogue::load(settings.config_text))
    for (const auto& provider : catalogue->providers())
      secrets.insert(secrets.end(), provider.key_env.begin(), provider.key_env.end());
  auto env = tools::shell_env(settings.env, secrets);
  for (const char* const name : {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"})
    if (const auto value = settings.env.get(name)) env.set(name, *value);
  return env;
}

io::Task<base::Result<>> run_hook(io::Loop& loop, io::ProcessSpec spec, std::string input) {
  spec.open_stdin = true;
  CO_TRY(const auto process, io::Process::start(loop, std::move(spec)));
  const auto written = co_await process->write_in(std::move(input));
  (void)written;   // a hook need not read
  process->close_in();
  CO_TRY(const auto status, co_await process->wait());
  if (status.code != 0) co_return base::fail(Code::io, "it ended with " + std::to_string(status.code));
  co_return base::Result<>{};
}

io::Task<> run_and_tell(io::Loop& loop, io::ProcessSpec spec, std::string input, std::string name, const NotifySink& sink) {
  auto running = run_hook(loop, std::move(spec), std::move(input));
  const auto done = co_await io::within(k_hook_limit, name, std::move(running));
  if (done) co_return;
  const auto text = name + ": " + plain(done.error().what);
  if (!sink.say || !sink.say(text)) std::fprintf(stderr, "plumb: %s\n", text.c_str());
}

}  // namespace

base::Result<NotifySettings> read_notify(const std::string& config_text, const std::string& config_path) {
  NotifySettings out;
  const auto parsed = toml::parse(config_text, config_path);
  if (!parsed) return base::fail(Code::invalid, config_path + ": " + std::string(parsed.error().description()));
  const auto node = parsed.table()["notify"];
  if (!node) return out;
  const auto wrong = [&](const toml::node& where, std::string_view key, std::string_view want) {
    return base::fail(Code::invalid, config_path + ":" + std::to_string(where.source().begin.line) + ": " + std::string(key) +
                                         " must be " + std::string(want));
  };
  const auto* const table = node.as_table();
  if (table == nullptr) return wrong(*node.node(), "notify", "a table");
  for (const auto& [key_node, value] : *table) {
    const std::string key = "notify." + std::string(key_node.str());
    if (key == "notify.terminal" || key == "notify.desktop") {
      const auto flag = value.value_exact<bool>();
      if (!flag) return wrong(value, key, "true or false");
      (key == "notify.terminal" ? out.terminal : out.desktop) = *flag;
    } else if (key == "notify.command") {
      const auto text = value.value_exact<std::string>();
      if (!text) return wrong(value, key, "a string");
      out.command = *text;
    } else if (key == "notify.after_s") {
      const auto number = value.value_exact<std::int64_t>();
      if (!number || *number < 0 || *number > 1'000'000) return wrong(value, key, "a number of seconds, at most a million");
      out.after_s = *number;
    } else {
      return wrong(value, key, "left out: plumb knows no such setting (see docs/configuration.md)");
    }
  }
  return out;
}

io::Task<> notify(io::Loop& loop, Settings settings, NotifySettings how, Notification what, NotifySink sink) {
  if (what.kind == Notification::Kind::ended && what.took_ms < how.after_s * 1000) co_return;
  if (how.terminal) on_terminal(what, sink);
  const auto env = env_of_hooks(settings);
  const bool has_display = settings.env.get("DISPLAY") || settings.env.get("WAYLAND_DISPLAY");
  if (how.desktop && has_display) {
    io::ProcessSpec spec;
    spec.argv = {"notify-send", "--app-name=plumb", "--", plain(headline(what)), plain(what.title.empty() ? what.text : what.title)};
    spec.env = env.all();
    co_await run_and_tell(loop, std::move(spec), "", "notify-send", sink);
  }
  if (!how.command.empty()) {
    io::ProcessSpec spec;
    spec.argv = {"/bin/sh", "-c", how.command};
    spec.env = env.all();
    spec.cwd = base::is_dir(what.cwd) ? what.cwd : "";
    co_await run_and_tell(loop, std::move(spec), json::dump(to_json(what)) + "\n", "the command of [notify]", sink);
  }
}

}  // namespace engine
