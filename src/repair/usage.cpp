#include "usage.h"

#include "edits.h"
#include "ngram/lexer.h"

namespace repair {
namespace {

constexpr double k_comes_into_use = -0.9;
constexpr double k_goes_out_of_use = 0.3;

/// Parameters of Python, whose locals are no declarations.
void note_parameters(const Source& source, const Unit& unit, std::set<std::string, std::less<>>& names) {
  for (code::Cursor at(unit.node.field("parameters")); at.next();)
    if (at.node().type() == "identifier") names.emplace(source.text_of(at.node()));
  names.erase("self");
  names.erase("cls");
}

template <class Use>
void each_name(const Source& source, std::string_view text, const Use& use) {
  for (const auto& token : ngram::lex(source.language(), text))
    if (token.kind == ngram::Lexical::name) use(text.substr(token.begin, token.end - token.begin));
}

}  // namespace

Usage::Usage(const Source& source, const Unit& unit) : source_(source) {
  if (source.is_python()) note_parameters(source, unit, declared_);
  for (auto& one : visible_in(source, unit)) declared_.insert(std::move(one.name));
  each_name(source, std::string_view(source.text()).substr(unit.begin, unit.end - unit.begin), [&](std::string_view name) {
    if (declared_.contains(name)) ++counts_[std::string(name)];
  });
}

double Usage::surcharge(const Candidate& candidate) const {
  std::map<std::string, int, std::less<>> change;
  for (const auto& splice : candidate.splices) {
    each_name(source_, std::string_view(source_.text()).substr(splice.begin, splice.end - splice.begin), [&](std::string_view name) {
      if (declared_.contains(name)) --change[std::string(name)];
    });
    each_name(source_, splice.text, [&](std::string_view name) {
      if (declared_.contains(name)) ++change[std::string(name)];
    });
  }
  double sum = 0;
  for (const auto& [name, by] : change) {
    const auto found = counts_.find(name);
    const int before = found == counts_.end() ? 0 : static_cast<int>(found->second);
    if (before == 1 && by > 0) sum += k_comes_into_use;
    if (before > 1 && before + by == 1) sum += k_goes_out_of_use;
  }
  return sum;
}

}  // namespace repair
