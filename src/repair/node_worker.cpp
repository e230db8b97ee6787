#include "node_worker.h"

#include <boost/json.hpp>

#include "base/ids.h"
#include "json/json.h"

namespace repair {
namespace {

constexpr std::size_t k_line_max = std::size_t{16} << 20;
constexpr io::Millis k_start_timeout{30000};

json::Array strings(const std::vector<std::string>& list) {
  json::Array out;
  for (const auto& text : list) out.emplace_back(text);
  return out;
}

}  // namespace

io::Task<base::Result<std::unique_ptr<NodeWorker>>> NodeWorker::start(io::Launcher launcher, const NodeSetup& setup,
                                                                      NodePlace place) {
  io::ProcessSpec spec;
  spec.argv = {"node", "--no-warnings"};
  spec.argv.insert(spec.argv.end(), setup.options.begin(), setup.options.end());
  spec.argv.push_back(place.script);
  spec.cwd = place.tree;
  base::Env env = place.env;
  env.set("TMPDIR", place.tmp);
  env.unset("NODE_OPTIONS");
  env.unset("NODE_V8_COVERAGE");
  spec.env = env.all();
  spec.open_stdin = true;
  spec.merge_stderr = false;
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  std::unique_ptr<NodeWorker> worker(new NodeWorker(std::move(process)));
  worker->word_ = base::random_hex(16) + " ";
  json::Object config;
  config["word"] = worker->word_;
  config["flavour"] = setup.flavour;
  config["files"] = strings(setup.files);
  config["requires"] = strings(setup.requires_);
  config["writable"] = strings({place.tree, place.tmp, "/dev/null", "/dev/tty", "/dev/shm"});
  CO_TRY(const auto answers, co_await worker->ask(std::move(config), k_start_timeout));
  if (answers.has_ended || !answers.error.empty())
    co_return base::fail(base::Code::unavailable, "the test server in Node does not start: " + answers.error);
  co_return worker;
}

io::Task<base::Result<std::string>> NodeWorker::read_line(io::Millis timeout) {
  const auto deadline = base::steady_ms() + timeout.count();
  while (true) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (line.starts_with(word_)) co_return line.substr(word_.size());
      continue;
    }
    if (buffer_.size() > k_line_max)
      co_return base::fail(base::Code::too_big, "the test server in Node sent a line without end");
    const io::Millis left(std::max<std::int64_t>(1, deadline - base::steady_ms()));
    CO_TRY(auto chunk, co_await io::within(left, "the test server in Node", process_->read_out()));
    if (chunk.empty()) co_return base::fail(base::Code::unavailable, "the test server in Node has ended");
    buffer_ += chunk;
  }
}

io::Task<base::Result<NodeWorker::Answers>> NodeWorker::ask(json::Value request, io::Millis patience) {
  Answers answers;
  auto sent = co_await process_->write_in(json::dump(request) + "\n");
  if (!sent && sent.error().code == base::Code::cancelled) co_return base::fail(sent.error());
  while (true) {
    auto line = co_await read_line(patience);
    if (!line) {
      if (line.error().code == base::Code::cancelled) co_return base::fail(line.error());
      answers.has_ended = true;
      if (answers.error.empty()) answers.error = line.error().what;
      co_return answers;
    }
    auto answer = json::parse(*line);
    if (!answer) continue;  // a test that guessed the word; what is missing counts as failed
    if (const auto* error = json::find(*answer, "error")) answers.error = json::string_or(error);
    if (json::find(*answer, "done") != nullptr) co_return answers;
    answers.list.push_back(std::move(*answer));
  }
}

}  // namespace repair
