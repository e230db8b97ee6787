// What C and C++ declare of the values at hand, and members that nobody thought of here.

#include <algorithm>

#include "declared_types.h"
#include "values.h"

namespace repair {
namespace {

constexpr std::size_t k_untouched_max = 10;

bool is_native(const Source& source) {
  return source.language() == code::Language::c || source.language() == code::Language::cpp;
}

}  // namespace

void note_declared(const Source& source, const Unit& unit, std::vector<Value>& values) {
  if (!is_native(source)) return;
  const DeclaredTypes types(source, unit);
  for (auto& value : values) {
    value.type = types.type_of(value.text);
    const Shape shape = types.shape_of(value.type);
    if (shape != Shape::unknown) value.shape = shape;
  }
}

std::vector<Value> untouched_of(const Source& source, const Unit& unit, const std::vector<Value>& known) {
  std::vector<Value> out;
  if (!is_native(source)) return out;
  const DeclaredTypes types(source, unit);
  const std::string_view own = std::string_view(source.text()).substr(unit.begin, unit.end - unit.begin);
  for (const auto& local : types.locals()) {
    const auto* fields = types.fields_of(local.type);
    if (fields == nullptr) continue;
    for (const auto& field : *fields) {
      const std::string text = local.name + (local.type.ends_with("*") ? "->" : ".") + field.name;
      const auto is_same = [&](const Value& value) { return value.text == text; };
      if (out.size() >= k_untouched_max || mentions(own, field.name) || std::any_of(known.begin(), known.end(), is_same)) continue;
      if (!std::any_of(out.begin(), out.end(), is_same)) out.push_back({text, types.shape_of(field.type), true, false, false, false, false, field.type});
    }
  }
  return out;
}

}  // namespace repair
