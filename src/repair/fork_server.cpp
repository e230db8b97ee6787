#include "fork_server.h"

#include <cstdio>
#include <cstdlib>
#include <map>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "native_project.h"

namespace repair {
namespace {

constexpr std::string_view k_program =
#include "embed/fork_server.c.txt.inc"
    ;
constexpr io::Millis k_compile_timeout{60000};
constexpr std::size_t k_answers_max = std::size_t{1} << 20;

}  // namespace

io::Task<base::Result<ForkServer>> ForkServer::build(io::Launcher launcher, base::Env env, std::string scratch) {
  const std::string source = base::join(scratch, "plumb_fork_server.c");
  std::string library = base::join(scratch, "plumb_fork_server.so");
  CO_TRY_DO(base::write_file(source, k_program));
  std::vector<std::string> argv{"/bin/sh", "-c", "cc -shared -fPIC -O0 -o \"$0\" \"$1\" 2>/dev/null", library, source};
  CO_TRY(const auto built, co_await shell_run(launcher, std::move(argv), scratch, std::move(env), k_compile_timeout));
  if (built.code != 0) library.clear();
  co_return ForkServer(launcher, std::move(library), std::move(scratch));
}

io::Task<base::Result<std::optional<std::vector<int>>>> ForkServer::run(std::vector<std::string> argv, std::string cwd, base::Env env,
                                                                        std::vector<std::size_t> versions, Limits limits,
                                                                        Program program) const {
  std::optional<std::vector<int>> codes;
  if (library_.empty()) co_return codes;
  const std::string request = base::join(scratch_, "serve-" + base::random_hex(8));
  std::string text = std::to_string(static_cast<long>(limits.cpu_ms)) + " " + std::to_string(static_cast<long>(limits.wall_ms)) + "\n";
  for (const std::size_t version : versions) text += std::to_string(version) + "\n";
  CO_TRY_DO(base::write_file(request, text));
  env.set("LD_PRELOAD", library_);
  env.set("PLUMB_SERVE", request);
  if (program == Program::any_marked) env.set("PLUMB_SERVE_MARKED", "1");
  CO_TRY_DO(co_await shell_run(launcher_, std::move(argv), std::move(cwd), std::move(env), limits.all));
  const auto answers = base::read_file(request + ".out", k_answers_max);
  CO_TRY_DO(base::remove_all(request));
  CO_TRY_DO(base::remove_all(request + ".out"));
  if (!answers) co_return codes;
  std::map<std::size_t, int> known;
  const char* at = answers->c_str();
  for (unsigned long version = 0; *at != 0;) {
    char* end = nullptr;
    version = std::strtoul(at, &end, 10);
    const int code = static_cast<int>(std::strtol(end, &end, 10));
    if (const auto earlier = known.find(version); earlier == known.end() || earlier->second == 0) known[version] = code;
    if (end == at) break;
    at = *end == '\n' ? end + 1 : end;
  }
  std::vector<int> out;
  for (const std::size_t version : versions) {
    const auto found = known.find(version);
    if (found == known.end()) co_return codes;
    out.push_back(found->second);
  }
  codes = std::move(out);
  co_return codes;
}

}  // namespace repair
