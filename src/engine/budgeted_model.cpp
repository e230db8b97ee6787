#include "budgeted_model.h"

#include <algorithm>

#include "agent/context.h"
#include "base/try.h"

namespace engine {

namespace {

constexpr std::int64_t k_output_default = 16384;   ///< where the model's own bound is not known
constexpr std::int64_t k_useful_output = 256;     ///< tokens: less is no answer

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
    auto response = co_await inner_->respond(std::move(request), std::move(sink));
    spending_->settle(response ? std::max(0.0, llm::cost(info, response->usage)) : 0);
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
