#include "python_worker.h"

#include <boost/json.hpp>

#include "base/ids.h"
#include "json/json.h"

namespace repair {
namespace {

constexpr std::size_t k_line_max = std::size_t{16} << 20;
constexpr io::Millis k_start_timeout{20000};

json::Array strings(const std::vector<std::string>& list) {
  json::Array out;
  for (const auto& text : list) out.emplace_back(text);
  return out;
}

json::Value configuration(const PythonSetup& setup, const PythonPlace& place) {
  json::Object out;
  out["runner"] = setup.runner;
  out["path"] = strings(setup.path);
  out["args"] = strings(setup.arguments);
  out["start"] = setup.start;
  out["pattern"] = setup.pattern;
  out["top"] = setup.top;
  out["names"] = strings(setup.names);
  out["writable"] = strings({place.tree, place.tmp, "/dev/null", "/dev/tty", "/dev/shm"});
  return out;
}

}  // namespace

io::Task<base::Result<std::unique_ptr<PythonWorker>>> PythonWorker::start(io::Launcher launcher,
                                                                          const PythonSetup& setup,
                                                                          PythonPlace place) {
  io::ProcessSpec spec;
  spec.argv.push_back(setup.python);
  spec.argv.push_back(place.script);
  spec.cwd = place.tree;
  base::Env env = place.env;
  env.set("TMPDIR", place.tmp);
  env.set("PYTHONHASHSEED", "0");  // two runs of one candidate must agree
  env.set("PYTHONDONTWRITEBYTECODE", "1");
  env.unset("PYTHONUNBUFFERED");
  spec.env = env.all();
  spec.open_stdin = true;
  spec.merge_stderr = false;
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  std::unique_ptr<PythonWorker> worker(new PythonWorker(std::move(process)));
  auto config = configuration(setup, place);
  CO_TRY(const auto answers, co_await worker->ask(std::move(config), k_start_timeout));
  worker->executable_ = json::string_or(json::find(answers.back(), "executable"));
  co_return worker;
}

io::Task<base::Result<std::string>> PythonWorker::read_line(io::Millis timeout) {
  const auto deadline = base::steady_ms() + timeout.count();
  while (true) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      co_return line;
    }
    if (buffer_.size() > k_line_max)
      co_return base::fail(base::Code::too_big,
                           "the test server in Python sent a line without end");
    const io::Millis left(std::max<std::int64_t>(1, deadline - base::steady_ms()));
    CO_TRY(auto chunk,
           co_await io::within(left, "the test server in Python", process_->read_out()));
    if (chunk.empty())
      co_return base::fail(base::Code::unavailable, "the test server in Python has ended");
    buffer_ += chunk;
  }
}

io::Task<base::Result<std::vector<json::Value>>> PythonWorker::ask(json::Value request,
                                                                   io::Millis timeout) {
  CO_TRY_DO(co_await process_->write_in(json::dump(request) + "\n"));
  std::vector<json::Value> answers;
  while (true) {
    CO_TRY(const auto line, co_await read_line(timeout));
    CO_TRY(auto answer, json::parse(line));
    if (const auto* error = json::find(answer, "error"))
      co_return base::fail(base::Code::unavailable,
                           "the test server in Python: " + std::string(json::string_or(error)));
    const bool is_done = json::find(answer, "done") != nullptr;
    answers.push_back(std::move(answer));
    if (is_done) co_return answers;
  }
}

}  // namespace repair
