// An expression from a place like this one. Where a name was mixed up or a line was copied and not changed, the
// faulty place is often the one that does not do as its siblings in the file do:
//   jobs[(head + count) % SIZE] = job;      the place of `count` below is like that of `head` here:
//   if (jobs[(count + i) % SIZE] == job)    left of a +, in what is left of % SIZE
// and in `height = box.width` a target has the name of what is meant. Such an edit is cheap, because it is specific:
// few of them exist, and hardly one passes the tests by chance.

#include <algorithm>
#include <cctype>
#include <map>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_slots_max = 6000;
constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_fillers_max = 6;     ///< for one place
constexpr double k_alike = 0.6;

/// The node, or the brackets around it.
Node with_brackets(Node node, code::Language language) {
  while (kind_of(node.parent(), language) == Kind::parenthesised) node = node.parent();
  return node;
}

struct Where {
  std::string place;    ///< "%R": right of a %; "f#1": second argument of f; "": nothing that is told apart
  std::string partner;  ///< what stands on the other side
};

Where in_binary(const Source& source, Node outer, Node parent) {
  for (const auto& binary : binaries(parent)) {
    const std::string op(binary.op.type());
    if (outer == binary.left) return {op + "L", std::string(source.text_of(binary.right))};
    if (outer == binary.right) return {op + "R", std::string(source.text_of(binary.left))};
  }
  return {};
}

Where in_call(const Source& source, Node outer, Node call) {
  const auto arguments = arguments_of(call);
  Where where;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == outer)
      where.place = std::string(source.text_of(callee_of(call))) + "#" + std::to_string(i);
    else
      where.partner += std::string(source.text_of(arguments[i])) + ",";
  }
  return where;
}

/// Where `node` stands, seen from the expression around it.
Where where(const Source& source, Node node) {
  const auto language = source.language();
  const Node outer = with_brackets(node, language);
  Node parent = value_parent(outer);
  if (parent.type() == "argument_list" || parent.type() == "arguments") parent = parent.parent();
  switch (kind_of(parent, language)) {
    case Kind::arithmetic:
    case Kind::comparison:
    case Kind::logical: return in_binary(source, outer, parent);
    case Kind::call: return in_call(source, outer, parent);
    case Kind::subscript: {
      const auto indices = indices_of(parent);
      if (indices.size() != 1) return {};
      const std::string_view whole = source.text_of(parent);
      if (indices[0] == outer) return {"[]", std::string(whole.substr(0, whole.find('[')))};
      return {"[", std::string(source.text_of(indices[0]))};
    }
    default: return {};
  }
}

struct Slot {
  std::size_t begin = 0, end = 0;
  std::string text;
  Kind kind = Kind::none;
  Where inner, outer;  ///< outer: of the expression around
};

Slot slot_of(const Source& source, Node node) {
  Slot slot{node.begin(), node.end(), std::string(source.text_of(node)), kind_of(node, source.language()), where(source, node), {}};
  const Node parent = with_brackets(node, source.language()).parent();
  if (!slot.inner.place.empty() && is_expression(kind_of(parent, source.language()))) slot.outer = where(source, parent);
  return slot;
}

bool is_filler(Kind kind) {
  return kind == Kind::name || kind == Kind::member || kind == Kind::call || kind == Kind::subscript;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789., ") == std::string_view::npos;
}

bool is_like(const Where& a, const Where& b) {
  return !a.place.empty() && a.place == b.place && !is_number(a.partner) && !a.partner.empty() && !b.partner.empty() &&
         likeness(a.partner, b.partner) >= k_alike;
}
/// The same number on the other side says something of a remainder or an index of a remainder, not of x > 0.
bool is_like_outside(const Where& a, const Where& b) {
  return is_like(a, b) || (!a.place.empty() && a.place == b.place && !a.partner.empty() && a.partner == b.partner);
}

/// How much two places have in common: 0 nothing, 1 the operator or the function, 2 what stands beside or around it
/// as well, 3 both.
int closeness(const Slot& a, const Slot& b) {
  if (a.inner.place.empty() || a.inner.place != b.inner.place) return 0;
  return 1 + (is_like(a.inner, b.inner) ? 1 : 0) + (is_like_outside(a.outer, b.outer) ? 1 : 0);
}

/// The name that an expression begins with.
std::string_view first_name(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_' || text[end] == '$')) ++end;
  return text.substr(0, end);
}

/// Whether the name can be one of this function too: it is in it, or it looks like one of the file or the class.
bool is_visible(const Scope& scope, std::string_view name) {
  const auto in = [&](const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), name) != list.end(); };
  if (in(scope.names) || in(scope.outer) || in(scope.functions)) return true;
  const bool is_constant = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
  return is_constant || name.ends_with('_') || name == "this" || name == "self";
}

struct Filler {
  const Slot* slot = nullptr;
  int closeness = 0;
  std::size_t places = 1;
};

double price(const Slot& slot, const Filler& filler, bool is_usual) {
  double cost = filler.closeness == 3 ? 0.8 : filler.closeness == 2 ? 0.9 : slot.inner.place.find('#') != std::string::npos ? 1.7 : 2.3;
  if (filler.closeness >= 2 && filler.places > 1) cost -= 0.1;
  if (is_usual) cost += 0.5;  // what stands here stands in a like place elsewhere too
  return cost;
}

/// x.height = other.width -> other.height
void by_target(Edits& edits, Node node, Kind kind) {
  const std::string target = target_name(edits, node);
  if (target.size() < 2) return;
  if (kind == Kind::member) {
    const std::string object = edits.text(object_of(node));
    const bool known = std::any_of(edits.scope.members.begin(), edits.scope.members.end(),
                                   [&](const auto& member) { return member.second == target; });
    if (known && edits.text(member_of(node)) != target) edits.replace(0.9, "member", member_of(node), target);
    static_cast<void>(object);
  } else if (kind == Kind::name) {
    for (const auto& name : edits.scope.names)
      if (name == target || (name.size() > 2 && target == name + "_")) edits.replace(0.9, "name", node, name);
  }
}

}  // namespace

static std::string last_name(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0 || text[begin - 1] == '_')) --begin;
  return std::string(text.substr(begin));
}

/// What the value of `node` is called: the target of the assignment, the key of the pair.
std::string target_name(Edits& edits, Node node) {
  const Node parent = value_parent(node);
  const std::string_view type = parent.type();
  for (const std::string_view one : {"assignment", "assignment_expression", "assignment_statement", "short_var_declaration", "init_declarator",
                                     "variable_declarator", "let_declaration", "keyword_argument", "pair", "field_initializer",
                                     "initializer_pair"}) {
    if (type != one) continue;
    for (const char* field : {"left", "declarator", "name", "pattern", "key", "field", "designator"})
      if (const Node target = parent.field(field); target && !(target == node)) return last_name(edits.text(target));
  }
  return {};
}

struct Slots {
  std::vector<Slot> list;
  std::map<std::string, std::vector<std::string>, std::less<>> wrappers;  ///< of this function: g -> {f}, where f(g(...)) stands in it
};

/// f(g(...))
static void note_wrapper(const Source& source, Node call, Slots& slots) {
  const auto arguments = arguments_of(call);
  if (arguments.size() != 1 || kind_of(arguments[0], source.language()) != Kind::call) return;
  auto& wrappers = slots.wrappers[std::string(source.text_of(callee_of(arguments[0])))];
  const auto wrapper = source.text_of(callee_of(call));
  if (std::find(wrappers.begin(), wrappers.end(), wrapper) == wrappers.end()) wrappers.emplace_back(wrapper);
}

std::shared_ptr<const Slots> slots_around(const Source& source, const Unit& unit) {
  auto slots = std::make_shared<Slots>();
  for (code::Cursor at(unit.body); at.next();)
    if (kind_of(at.node(), source.language()) == Kind::call) note_wrapper(source, at.node(), *slots);
  for (const auto& other : source.units()) {
    if (!are_near(other, unit)) continue;
    for (code::Cursor at(other.node); at.next() && slots->list.size() < k_slots_max;) {
      const Node node = at.node();
      if (!node.named() || node.end() - node.begin() > k_text_max || !is_filler(kind_of(node, source.language()))) continue;
      if (!is_value(node, source.language())) continue;
      Slot slot = slot_of(source, node);
      if (!slot.inner.place.empty()) slots->list.push_back(std::move(slot));
    }
  }
  return slots;
}

/// id(b) -> find(id(b)), where find(id(a)) stands in the same function.
static void wrap_like_sibling(Edits& edits, Node call) {
  const std::string callee = edits.text(callee_of(call));
  if (callee.empty() || edits.kind(value_parent(call)) == Kind::expression_statement) return;
  if (edits.kind(call.parent().parent()) == Kind::call && arguments_of(call.parent().parent()).size() == 1) return;  // it is wrapped
  const auto found = edits.slots().wrappers.find(callee);
  if (found == edits.slots().wrappers.end()) return;
  for (const auto& wrapper : found->second) edits.replace(1.2, "call added", call, wrapper + "(" + edits.text(call) + ")");
}

void edit_analogies(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::call && is_value(node, edits.language())) wrap_like_sibling(edits, node);
  const bool is_plain = kind == Kind::name || kind == Kind::member || kind == Kind::call || kind == Kind::subscript || kind == Kind::number;
  if (!is_plain || !is_value(node, edits.language()) || node.end() - node.begin() > k_text_max) return;
  by_target(edits, node, kind);
  const Slot here = slot_of(edits.source, node);
  if (here.inner.place.empty()) return;
  std::vector<Filler> fillers;
  int usual = 0;  // the closest place with the same in it
  for (const Slot& slot : edits.slots().list) {
    if (slot.begin < here.end && here.begin < slot.end) continue;
    const int close = closeness(here, slot);
    if (close == 0) continue;
    if (slot.text == here.text) {
      usual = std::max(usual, close);
      continue;
    }
    const auto same = std::find_if(fillers.begin(), fillers.end(), [&](const Filler& one) { return one.slot->text == slot.text; });
    if (same == fillers.end()) {
      if (is_visible(edits.scope, first_name(slot.text))) fillers.push_back({&slot, close, 1});
    } else if (close > same->closeness) {
      *same = {&slot, close, 1};
    } else if (close == same->closeness) {
      ++same->places;
    }
  }
  std::stable_sort(fillers.begin(), fillers.end(), [](const Filler& a, const Filler& b) {
    return a.closeness != b.closeness ? a.closeness > b.closeness : a.places > b.places;
  });
  if (fillers.size() > k_fillers_max) fillers.resize(k_fillers_max);
  for (const Filler& filler : fillers)
    edits.replace(price(here, filler, usual >= filler.closeness), "expression of a place like this", node, filler.slot->text);
}

}  // namespace repair
