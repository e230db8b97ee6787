#include "budgeted_model.h"

#include <algorithm>

#include "agent/context.h"
#include "base/try.h"

namespace engine {

namespace {

constexpr std::int64_t k_output_default = 16384;   ///< where the model's own bound is not known
constexpr std::int64_t k_useful_output = 256;     ///< tokens: less is no answer

/// What attempts that came to nothing may have been charged: the input, and what was answered until they broke off.
class Attempts {
 public:
  Attempts(double input_usd, double price_out) : input_usd_(input_usd), price_out_(price_out) {}

  void see(const llm::Event& event) {
    if (std::holds_alternative<llm::Retrying>(event)) {
      if (has_begun_) lose();   // else it was refused, or nobody was there
      return;
    }
    has_begun_ = true;
    if (const auto* text = std::get_if<llm::TextDelta>(&event)) bytes_ += text->text.size();
    if (const auto* text = std::get_if<llm::ReasoningDelta>(&event)) bytes_ += text->text.size();
  }
  /// A refused request is free of charge. Of any other it is not known how far it came.
  void fail(base::Code code) {
    using base::Code;
    const bool is_open = code == Code::cancelled || code == Code::timeout || code == Code::unavailable || code == Code::protocol;
    if (has_begun_ || is_open) lose();
  }
  [[nodiscard]] double lost_usd() const { return lost_usd_; }

 private:
  void lose() {
    lost_usd_ += input_usd_ + static_cast<double>(bytes_) / 4 * price_out_ / 1e6;
    has_begun_ = false;
    bytes_ = 0;
  }

  double input_usd_, price_out_;
  double lost_usd_ = 0;
  bool has_begun_ = false;
  std::size_t bytes_ = 0;
};

class Budgeted final : public llm::Model {
 public:
  Budgeted(std::unique_ptr<llm::Model> inner, std::unique_ptr<Spending> spending) : inner_(std::move(inner)), spending_(std::move(spending)) {}

  [[nodiscard]] const llm::ModelInfo& info() const override { return inner_->info(); }

  io::Task<base::Result<llm::Response>> respond(llm::Request request, llm::EventSink sink) override {
    const auto& info = inner_->info();
    if (info.price_in < 0 || info.price_out < 0)
      co_return base::fail(base::Code::invalid, "the price of " + info.provider + "/" + info.id +
                                                    " is not known, so [budget] of config.toml cannot be kept; give its price in config.toml");
    const std::int64_t most = request.max_output.value_or(info.output_max > 0 ? info.output_max : k_output_default);
    Spending::Call call;
    call.input_usd = static_cast<double>(input_tokens(request)) * std::max(info.price_in, info.price_cache_write) / 1e6;
    call.output_usd = static_cast<double>(most) * info.price_out / 1e6;
    call.least_output_usd = static_cast<double>(std::min(most, k_useful_output)) * info.price_out / 1e6;
    CO_TRY(const double left, spending_->reserve(call));
    if (left < call.output_usd) request.max_output = static_cast<std::int64_t>(left * 1e6 / info.price_out);
    Attempts attempts(call.input_usd, info.price_out);
    auto counted = [&attempts, &sink](const llm::Event& event) {
      attempts.see(event);
      if (sink) sink(event);
    };
    auto response = co_await inner_->respond(std::move(request), counted);
    if (!response) attempts.fail(response.error().code);
    spending_->settle(response ? std::max(0.0, llm::cost(info, response->usage)) : 0, attempts.lost_usd());
    if (response) counted_ = std::max<std::int64_t>(0, response->usage.input) + std::max<std::int64_t>(0, response->usage.output);
    co_return response;
  }

 private:
  /// A quarter more than bytes/4, as the loop reckons; never less than what the provider counted last.
  [[nodiscard]] std::int64_t input_tokens(const llm::Request& request) const {
    std::size_t bytes = request.instructions.size() + request.output_schema.size() + agent::bytes_of(request.items);
    for (const auto& tool : request.tools) bytes += tool.name.size() + tool.description.size() + tool.schema.size() + tool.grammar.size();
    return std::max(static_cast<std::int64_t>(bytes) / 4 * 5 / 4, counted_);
  }

  std::unique_ptr<llm::Model> inner_;
  std::unique_ptr<Spending> spending_;
  std::int64_t counted_ = 0;
};

}  // namespace

std::unique_ptr<llm::Model> with_budgets(std::unique_ptr<llm::Model> inner, std::unique_ptr<Spending> spending) {
  return std::make_unique<Budgeted>(std::move(inner), std::move(spending));
}

}  // namespace engine
