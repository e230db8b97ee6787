#include "schema.h"

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <exception>

#include "base/try.h"
#include "json/json.h"

namespace engine {

using base::Code;

/// Models put JSON into a fence even when told not to.
static std::string unfenced(const std::string& text) {
  const auto open = text.find("```");
  if (open == std::string::npos) return text;
  const auto line = text.find('\n', open);
  const auto close = text.find("```", open + 3);
  if (line == std::string::npos || close == std::string::npos || close < line) return text;
  return text.substr(line + 1, close - line - 1);
}

static std::string first_error(valijson::ValidationResults& results) {
  valijson::ValidationResults::Error error;
  if (!results.popError(error)) return "does not fit";
  std::string where;
  for (const auto& part : error.context) where += part;
  return where + ": " + error.description;
}

base::Result<std::string> check_schema(const std::string& schema, const std::string& text) {
  auto rules = json::parse(schema);
  if (!rules) return base::with(std::move(rules).error(), "the JSON schema");
  const std::string inner = unfenced(text);
  auto value = json::parse(inner);
  if (!value) return base::with(std::move(value).error(), "the final answer");
  try {   // valijson throws for a schema that makes no sense
    valijson::Schema compiled;
    valijson::SchemaParser parser;
    const valijson::adapters::BoostJsonAdapter schema_adapter(*rules);
    parser.populateSchema(schema_adapter, compiled);
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::BoostJsonAdapter target(*value);
    if (!validator.validate(compiled, target, &results))
      return base::fail(Code::invalid, "the final answer: " + first_error(results));
  } catch (const std::exception& error) {
    return base::fail(Code::invalid, std::string("the JSON schema cannot be used: ") + error.what());
  }
  return json::dump(*value);
}

}  // namespace engine
