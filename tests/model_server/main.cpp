// model_server --script FILE [--wire any|responses|chat|messages] [--port N] [--port-file F] [--log F]
//              [--key KEY] [--emulate ollama|llama-server]
// Serves a script until SIGINT or SIGTERM; the exit code is 1 if a request was not as expected.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/file.h"
#include "model_server/server.h"

namespace {

int usage() {
  std::fputs("usage: model_server --script FILE [--wire any|responses|chat|messages] [--port N]\n"
             "                    [--port-file FILE] [--log FILE] [--key KEY] [--emulate ollama|llama-server]\n",
             stderr);
  return 2;
}

int complain(const base::Error& error) {
  std::fprintf(stderr, "model_server: %s\n", error.what.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  // Before any thread starts, so that all inherit the mask and only sigwait sees these.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  model_server::Options options;
  std::string script_path, port_file, key, emulate;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (i + 1 >= argc) return usage();
    const char* value = argv[i + 1];
    if (flag == "--script") script_path = value;
    else if (flag == "--wire") options.wire = value;
    else if (flag == "--port") options.port = std::atoi(value);
    else if (flag == "--port-file") port_file = value;
    else if (flag == "--log") options.log = value;
    else if (flag == "--key") key = value;
    else if (flag == "--emulate") emulate = value;
    else return usage();
  }
  if (script_path.empty()) return usage();
  auto text = base::read_file(script_path, model_server::k_script_max);
  if (!text) return complain(text.error());
  auto script = model_server::parse_script(*text);
  if (!script) return complain(script.error());
  options.script = std::move(*script);
  if (!key.empty()) options.script.key = key;
  if (!emulate.empty()) options.script.emulate = emulate;
  auto server = model_server::Server::start(std::move(options));
  if (!server) return complain(server.error());
  std::printf("listening on http://127.0.0.1:%d/v1\n", (*server)->port());
  std::fflush(stdout);
  // Written at once (by rename), so that whoever waits for the file never reads half a number.
  if (!port_file.empty())
    if (auto done = base::write_file(port_file, std::to_string((*server)->port()) + "\n"); !done)
      return complain(done.error());
  int signal = 0;
  ::sigwait(&ends, &signal);
  const auto failures = (*server)->failures();
  for (const auto& failure : failures) std::fprintf(stderr, "model_server: %s\n", failure.c_str());
  return failures.empty() ? 0 : 1;
}
