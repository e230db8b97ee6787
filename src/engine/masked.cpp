#include "masked.h"

#include <boost/json.hpp>

#include <functional>

#include "base/try.h"
#include "text/cut.h"

namespace engine {

namespace {

class MaskedProcess final : public io::Process {
 public:
  MaskedProcess(std::unique_ptr<io::Process> inner, const Secrets& secrets)
      : inner_(std::move(inner)), secrets_(secrets), out_(secrets.mask()), err_(secrets.mask()) {}

  [[nodiscard]] const io::Process& inner() const { return *inner_; }
  [[nodiscard]] int pid() const override { return inner_->pid(); }
  io::Task<base::Result<std::string>> read_out() override {
    while (true) {
      auto bytes = co_await inner_->read_out();
      if (!bytes) co_return bytes;
      auto shown = bytes->empty() ? out_.end() : out_.add(*bytes);
      if (!shown.empty() || bytes->empty()) co_return shown;   // an empty piece would say that it is the end
    }
  }
  io::Task<base::Result<std::string>> read_err() override {
    while (true) {
      auto bytes = co_await inner_->read_err();
      if (!bytes) co_return bytes;
      auto shown = bytes->empty() ? err_.end() : err_.add(*bytes);
      if (!shown.empty() || bytes->empty()) co_return shown;
    }
  }
  io::Task<base::Result<>> write_in(std::string bytes) override {
    CO_TRY(auto filled, secrets_.in_text(bytes));
    co_return co_await inner_->write_in(std::move(filled));
  }
  void close_in() override { inner_->close_in(); }
  io::Task<base::Result<io::ExitStatus>> wait() override { return inner_->wait(); }
  [[nodiscard]] std::optional<io::ExitStatus> ended() const override { return inner_->ended(); }
  [[nodiscard]] bool has_processes() const override { return inner_->has_processes(); }
  void signal_group(int signal) override { inner_->signal_group(signal); }
  io::Task<> end_group(io::Millis grace) override { return inner_->end_group(grace); }

 private:
  std::unique_ptr<io::Process> inner_;
  const Secrets& secrets_;
  Mask::Stream out_, err_;
};

class MaskedJournal final : public journal::Journal {
 public:
  MaskedJournal(std::unique_ptr<journal::Journal> inner, const Secrets& secrets) : inner_(std::move(inner)), secrets_(secrets) {}
  [[nodiscard]] const std::string& dir() const override { return inner_->dir(); }
  base::Result<std::uint64_t> append(std::string_view type, const json::Value& payload, Sync sync) override {
    return inner_->append(type, masked(payload, secrets_.mask()), sync);
  }
  base::Result<std::string> put_blob(std::string_view bytes) override { return inner_->put_blob(secrets_.mask().in(bytes)); }
  void on_event(std::function<void(const journal::Event&)> listener) override { inner_->on_event(std::move(listener)); }

 private:
  std::unique_ptr<journal::Journal> inner_;
  const Secrets& secrets_;
};

class MaskedTool final : public tools::Tool {
 public:
  MaskedTool(tools::Tool& inner, const Mask& mask) : inner_(inner), mask_(mask) {}
  [[nodiscard]] const llm::ToolSpec& spec() const override { return inner_.spec(); }
  [[nodiscard]] tools::Access access() const override { return inner_.access(); }
  [[nodiscard]] bool offered() const override { return inner_.offered(); }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override { return inner_.canonical(arguments); }

  io::Task<tools::Output> run(std::string arguments, tools::Run run) override {
    const auto told = std::move(run.on_output);
    Mask::Stream stream(mask_);
    if (told) run.on_output = [&stream, &told](std::string_view bytes) { tell(told, stream.add(bytes)); };
    auto out = co_await inner_.run(std::move(arguments), std::move(run));
    if (told) tell(told, stream.end());
    for (auto* text : {&out.text, &out.full, &out.title}) *text = mask_.in(*text);
    if (out.text.size() > tools::k_output_max) out.text = text::keep_ends(out.text, tools::k_output_max);   // a handle may be the longer one
    if (out.final_text) *out.final_text = mask_.in(*out.final_text);
    if (out.command) out.command->text = mask_.in(out.command->text);
    co_return out;
  }

 private:
  static void tell(const std::function<void(std::string_view)>& told, const std::string& bytes) {
    if (!bytes.empty()) told(bytes);
  }

  tools::Tool& inner_;
  const Mask& mask_;
};

}  // namespace

io::Task<base::Result<std::unique_ptr<io::Process>>> start_masked(io::Launcher launcher, const Secrets& secrets, io::ProcessSpec spec) {
  for (auto& word : spec.argv) {
    CO_TRY(word, secrets.in_command(word, spec.env));
  }
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  std::unique_ptr<io::Process> out = std::make_unique<MaskedProcess>(std::move(process), secrets);
  co_return out;
}

const io::Process& unmasked(const io::Process& process) {
  const auto* const masked = dynamic_cast<const MaskedProcess*>(&process);
  return masked == nullptr ? process : masked->inner();
}

json::Value masked(const json::Value& value, const Mask& mask) {
  if (value.is_string()) return json::Value(mask.in(json::string_or(&value)));
  if (const auto* list = value.if_array()) {
    json::Array out;
    for (const auto& one : *list) out.push_back(masked(one, mask));
    return out;
  }
  if (const auto* object = value.if_object()) {
    json::Object out;
    for (const auto& [key, one] : *object) out[mask.in(key)] = masked(one, mask);
    return out;
  }
  return value;
}

std::unique_ptr<journal::Journal> masked_journal(std::unique_ptr<journal::Journal> inner, const Secrets& secrets) {
  return std::make_unique<MaskedJournal>(std::move(inner), secrets);
}

tools::Tool* MaskedTools::around(tools::Tool* tool) {
  if (tool == nullptr || !secrets_.mask().any()) return tool;
  auto& wrapped = wrapped_[tool];
  if (!wrapped) wrapped = std::make_unique<MaskedTool>(*tool, secrets_.mask());
  return wrapped.get();
}

}  // namespace engine
