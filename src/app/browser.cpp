#include "browser.h"

#include "base/file.h"
#include "base/paths.h"
#include "commands.h"
#include "io/process.h"

namespace app {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else if (c == '<') out += "&lt;";
    else out += c;
  }
  return out;
}

}  // namespace

io::Task<> open_in_browser(io::Loop& loop, base::Env env, std::string folder, std::string link) {
  const std::string path = base::join(folder, "open.html");
  const std::string html = "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=" + escaped(link) + "\"><title>plumb</title>\n";
  const auto written = base::write_file(path, html, 0600);
  io::ProcessSpec spec;
  spec.argv = {"xdg-open", path};
  for (const auto& [name, value] : env.all())
    if (name == "PATH" || name == "HOME" || name == "DISPLAY" || name == "WAYLAND_DISPLAY" || name == "XAUTHORITY" || name == "BROWSER" ||
        name == "LANG" || name == "DBUS_SESSION_BUS_ADDRESS" || name.starts_with("XDG_"))
      spec.env.emplace(name, value);
  if (!written) {
    complain(written.error().what);
    co_return;
  }
  const auto finished = co_await io::run_process(loop, std::move(spec), io::Millis(20000));
  if (!finished) {
    complain("cannot open a browser (open the link by hand): " + finished.error().what);
  } else if (finished->status.code != 0) {
    complain("cannot open a browser (open the link by hand): xdg-open ended with " + std::to_string(finished->status.code));
  }
}

bool has_desktop(const base::Env& env) { return env.get("DISPLAY").has_value() || env.get("WAYLAND_DISPLAY").has_value(); }

}  // namespace app
