#include "server_worker.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/ids.h"
#include "json/json.h"

namespace repair {
namespace {

constexpr std::size_t k_line_max = std::size_t{16} << 20;

}  // namespace

io::Task<base::Result<std::unique_ptr<ServerWorker>>> ServerWorker::start(io::Launcher launcher, ServerSpec spec,
                                                                          json::Value config) {
  io::ProcessSpec process_spec;
  process_spec.argv = std::move(spec.argv);
  process_spec.cwd = std::move(spec.cwd);
  process_spec.env = spec.env.all();
  process_spec.open_stdin = true;
  process_spec.merge_stderr = false;
  CO_TRY(auto process, co_await launcher.start(std::move(process_spec)));
  std::unique_ptr<ServerWorker> worker(new ServerWorker(std::move(process), std::move(spec.what)));
  worker->word_ = base::random_hex(16) + " ";
  config.as_object()["word"] = worker->word_;
  CO_TRY(const auto answers, co_await worker->ask(std::move(config), spec.start_limit));
  if (answers.has_ended || !answers.error.empty())
    co_return base::fail(base::Code::unavailable, worker->what_ + " does not start: " + answers.error);
  worker->executable_ = json::string_or(json::find(answers.list.back(), "executable"));
  co_return worker;
}

io::Task<base::Result<std::string>> ServerWorker::read_line(io::Millis timeout) {
  const auto deadline = base::steady_ms() + timeout.count();
  while (true) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (line.starts_with(word_)) co_return line.substr(word_.size());
      continue;
    }
    if (buffer_.size() > k_line_max) co_return base::fail(base::Code::too_big, what_ + " sent a line without end");
    const io::Millis left(std::max<std::int64_t>(1, deadline - base::steady_ms()));
    CO_TRY(auto chunk, co_await io::within(left, what_, process_->read_out()));
    if (chunk.empty()) co_return base::fail(base::Code::unavailable, what_ + " has ended");
    buffer_ += chunk;
  }
}

io::Task<base::Result<ServerWorker::Answers>> ServerWorker::ask(json::Value request, io::Millis patience, io::Millis all) {
  Answers answers;
  const auto begin = io::Millis(base::steady_ms());
  auto sent = co_await process_->write_in(json::dump(request) + "\n");
  if (!sent && sent.error().code == base::Code::cancelled) co_return base::fail(sent.error());
  while (true) {
    const io::Millis left = all - (io::Millis(base::steady_ms()) - begin);
    auto line = co_await read_line(std::max(io::Millis(0), std::min(patience, left)));
    if (!line) {
      if (line.error().code == base::Code::cancelled) co_return base::fail(line.error());
      answers.has_ended = true;
      if (answers.error.empty()) answers.error = line.error().what;
      co_return answers;
    }
    auto answer = json::parse(*line);
    if (!answer) continue;  // a test that guessed the word; what is missing counts as failed
    if (const auto* error = json::find(*answer, "error")) answers.error = json::string_or(error);
    const bool is_done = json::find(*answer, "done") != nullptr;
    answers.list.push_back(std::move(*answer));
    if (is_done) co_return answers;
  }
}

}  // namespace repair
