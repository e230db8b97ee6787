#pragma once
// A model whose calls are paid out of the budgets of all runs. Internal to engine.

#include <memory>

#include "llm/model.h"
#include "spending.h"

namespace engine {

/// Before each call the most that it can cost is reserved, and the answer made no longer than what is left allows; a call of
/// which nothing useful would fit is not made (Error{budget}). A call that broke off or was cancelled
/// counts with its input and with what was answered until then. A model without a price is refused where there is a budget.
std::unique_ptr<llm::Model> with_budgets(std::unique_ptr<llm::Model> inner, std::unique_ptr<Spending> spending);

}  // namespace engine
