// plumb serve: the live page of all sessions of this machine.

#include <sys/resource.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <cstdio>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "browser.h"
#include "commands.h"
#include "engine/session.h"
#include "host/host.h"
#include "interrupt.h"
#include "server/instance.h"
#include "server/server.h"

extern const char* const plumb_version;

namespace app {

namespace {

using server::Access;
using server::Rights;

struct Links {
  std::string steer, watch, url;
};

Links links_of(const std::string& url, const Access& access) {
  return {server::link(url, access, {Rights::steer, ""}), server::link(url, access, {Rights::watch, ""}), url};
}

void print_links(const Args& args, const Links& links, bool already) {
  if (args.json) {
    const json::Object line = {{"url", links.steer}, {"watch", links.watch}, {"address", links.url}, {"already", already}};
    std::printf("%s\n", json::dump(line).c_str());
  } else {
    std::printf("%s\n  to steer  %s\n  to watch  %s\n",
                already ? "a server runs already:" : "all sessions of this machine, for everybody who has a link:", links.steer.c_str(),
                links.watch.c_str());
    if (!already) std::puts("Ctrl-C ends the server; the links stay valid for the next one.");
  }
  std::fflush(stdout);
}

base::Result<server::Options> options_of(const Args& args, unsigned short last_port) {
  server::Options options;
  if (!args.address.empty()) options.address = args.address;
  if (args.port > 65535) return base::fail(base::Code::invalid, "no port: " + std::to_string(args.port));
  if (args.port >= 0) {
    options.ports = {static_cast<unsigned short>(args.port)};
  } else {
    options.ports = {last_port != 0 ? last_port : server::k_port, 0};
  }
  options.names = args.names;
  options.tls_certificate = args.tls_cert;
  options.tls_key = args.tls_key;
  options.insecure = args.insecure;
  options.version = plumb_version;
  return options;
}

/// Of the options those that a server at `url` may do otherwise, "" = none: it listens as it was told when it began.
std::string not_of(const std::string& url, const Args& args) {
  std::string out;
  const auto add = [&out](bool is_given, std::string_view option) {
    if (is_given) out += (out.empty() ? "" : ", ") + std::string(option);
  };
  add(args.port > 0 && !url.ends_with(":" + std::to_string(args.port) + "/"), "--port");
  add(!args.address.empty(), "--address");
  add(!args.names.empty(), "--host");
  add(!args.tls_cert.empty(), "--tls-cert");
  add(!args.tls_key.empty(), "--tls-key");
  add(args.insecure, "--insecure");
  return out;
}

/// Prints the links of the server that runs at `url`; returns the exit code.
int print_running(const Args& args, const std::string& url, const std::string& folder) {
  if (args.new_links) return complain("a server runs already, with the old links: end it first", engine::exit_usage);
  if (const auto ignored = not_of(url, args); !ignored.empty())
    return complain("a server runs already, at " + url + ", and " + ignored + " cannot change that: end it first, or leave the options out to get its links",
                    engine::exit_usage);
  const auto access = Access::open(folder);
  if (!access) return complain(access.error().what, exit_code_for(access.error()));
  print_links(args, links_of(url, *access), true);
  return 0;
}

struct Serving {
  const Args& args;
  engine::Settings settings;
  Access access;
  server::Instance instance;
  std::string folder;
};

io::Task<int> serve(io::Loop& loop, Serving& serving, io::CancelSource& stop) {
  auto options = options_of(serving.args, serving.instance.last_port());
  if (!options) co_return complain(options.error().what, engine::exit_usage);
  const auto host = host::make(loop, serving.settings);
  if (const auto told = host->notify_people({}); !told) co_return complain(told.error().what, exit_code_for(told.error()));
  auto server = server::Server::open(loop, *host, serving.access, *std::move(options));
  if (!server) co_return complain(server.error().what, exit_code_for(server.error()));
  const Links links = links_of((*server)->url(), serving.access);
  const auto announced = serving.instance.announce(links.url);
  if (!announced) complain(announced.error().what);   // only who starts a second one misses it
  print_links(serving.args, links, false);
  io::Scope aside(loop);
  if (serving.args.open_page) aside.spawn(open_in_browser(loop, serving.settings.env, serving.folder, links.steer));
  co_await io::cancellable(stop, until_cancelled());
  aside.cancel();
  co_await aside.wait();
  co_await (*server)->close();
  co_await host->close();
  co_return 0;
}

/// Each page is a descriptor or two, each running session some more.
void raise_descriptor_limit() {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int serve_command(const Args& args, base::Env env) {
  const std::string folder = server::folder_in(base::places(env).state);
  auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  auto instance = server::Instance::claim(folder);
  if (!instance) {
    const auto running = instance.error().code == base::Code::exists ? server::Instance::running(folder) : std::nullopt;
    return running ? print_running(args, *running, folder) : complain(instance.error().what, exit_code_for(instance.error()));
  }
  auto access = Access::open(folder, args.new_links ? Access::Secret::replace : Access::Secret::keep);
  if (!access) return complain(access.error().what, exit_code_for(access.error()));
  raise_descriptor_limit();
  Serving serving{args, *std::move(settings), *access, *std::move(instance), folder};
  io::Loop loop;
  Interrupt interrupt(loop, Interrupt::Second::ends_plumb);
  return loop.run(serve(loop, serving, interrupt.cancel()));
}

}  // namespace app
