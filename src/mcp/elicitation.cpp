#include "elicitation.h"

#include <boost/json.hpp>

#include "listed_tool.h"
#include "text/cut.h"

namespace mcp {

namespace {

constexpr std::size_t k_question_max = std::size_t{8} << 10, k_schema_max = std::size_t{64} << 10;

}  // namespace

base::Result<Question> read_question(const json::Value& params) {
  const auto mode = json::string_or(json::find(params, "mode"), "form");
  const auto* schema = json::find(params, "requestedSchema");
  if (mode != "form") return base::fail(base::Code::invalid, "this client shows forms only");
  if (schema == nullptr || !schema->is_object()) return base::fail(base::Code::invalid, "/params/requestedSchema: expected an object");
  Question out{plain(text::clip(json::string_or(json::find(params, "message")), k_question_max)), json::dump(*schema)};
  if (out.message.empty()) return base::fail(base::Code::invalid, "/params/message: expected a text");
  if (out.schema.size() > k_schema_max) return base::fail(base::Code::invalid, "/params/requestedSchema: larger than 64 KiB");
  return out;
}

json::Value answer_json(const Answer& answer) {
  if (answer.action == Answer::Action::cancel) return json::Object{{"action", "cancel"}};
  const auto content = json::parse(answer.content);
  if (answer.action == Answer::Action::decline || !content || !content->is_object()) return json::Object{{"action", "decline"}};
  return json::Object{{"action", "accept"}, {"content", *content}};
}

Answer accept_defaults(const Question& question) {
  json::Object content;
  const auto schema = json::parse(question.schema);
  const auto* properties = schema ? json::find(*schema, "properties") : nullptr;
  if (const auto* members = properties == nullptr ? nullptr : json::object_or_null(properties))
    for (const auto& [name, property] : *members)
      if (const auto* value = json::find(property, "default")) content[name] = *value;
  return {Answer::Action::accept, json::dump(content)};
}

}  // namespace mcp
