#include "operators.h"

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// Where each node asks for its parent, a tree that is as deep as it is long takes the square of its time.
bool is_too_deep(const Unit& unit) {
  for (code::Cursor at(unit.node); at.next();)
    if (at.depth() > k_depth_max) return true;
  return false;
}

bool is_case(Node node) {
  return node.type() == "case_statement" || node.type() == "switch_block_statement_group";
}

/// C, C++, Java: what may be missing in a block.
void edit_steps(Edits& edits, Node block) {
  if (!edits.is_native() && edits.language() != code::Language::java) return;
  edit_forgotten(edits, block);
  edit_likewise(edits, block);
  edit_updates(edits, block);
  edit_checks(edits, block);
}

/// The same in one node.
void edit_of_native_and_java(Edits& edits, Node node) {
  if (!edits.is_native() && edits.language() != code::Language::java) return;
  edit_typed(edits, node);
  edit_letters(edits, node);
  edit_siblings(edits, node);
  edit_bits(edits, node);
  edit_pointers(edits, node);
  edit_order(edits, node);
  edit_beginnings(edits, node);
  edit_containers(edits, node);
  edit_classes(edits, node);
  edit_series(edits, node);
  if (edits.is_native()) edit_buffers(edits, node);
}

}  // namespace

std::vector<Candidate> make_candidates(const Source& source, std::size_t source_index,
                                       std::size_t unit_index,
                                       const std::function<bool(std::size_t line)>& is_suspect) {
  const Unit& unit = source.units()[unit_index];
  if (unit.end - unit.begin > k_unit_max || is_too_deep(unit)) return {};
  Edits edits(source, source_index, unit_index, is_suspect);
  // Whether the statement at hand is suspect, for each level of the tree that has one.
  struct Level {
    std::size_t depth;
    bool suspect;
  };
  std::vector<Level> levels;
  for (code::Cursor at(edits.unit.node); at.next() && !edits.is_full();) {
    const Node node = at.node();
    if (!node.named() || node.extra()) continue;
    const Kind kind = edits.kind(node);
    while (!levels.empty() && levels.back().depth >= at.depth()) levels.pop_back();
    if (is_statement(kind)) levels.push_back({at.depth(), edits.is_suspect(node)});
    if (kind == Kind::block) {
      edit_statements(edits, node);
      edit_moves(edits, node);
      edit_idioms(edits, node);
      if (edits.is_typed()) {
        edit_steps(edits, node);
      } else {
        edit_guards(edits, node);
        edit_leftovers(edits, node);
        edit_additions(edits, node);
        edit_together(edits, node);
        edit_twins(edits, node);
      }
      continue;
    }
    if (is_case(node)) {  // statements without brackets of their own
      edit_statements(edits, node);
      edit_moves(edits, node);
      edit_steps(edits, node);
    }
    // The parser mends what it does not understand with tokens that are not there.
    if (node.has_error()) continue;
    if (!(levels.empty() ? edits.is_suspect(node) : levels.back().suspect)) continue;
    edits.look_from(node.begin());
    edit_operators(edits, node);
    edit_constants(edits, node);
    edit_names(edits, node);
    edit_conditions(edits, node);
    edit_expressions(edits, node);
    edit_analogies(edits, node);
    edit_idioms(edits, node);
    edit_brackets(edits, node);
    edit_patterns(edits, node);
    if (edits.is_native()) edit_native(edits, node);
    if (edits.is_typed()) {
      edit_of_native_and_java(edits, node);
    } else {
      edit_traps(edits, node);
      edit_nothing(edits, node);
      edit_calls(edits, node);
      edit_gaps(edits, node);
      edit_scripts(edits, node);
      edit_twins(edits, node);
      edit_waits(edits, node);
      edit_arguments(edits, node);
      edit_truths(edits, node);
      edit_together(edits, node);
      edit_wholes(edits, node);
    }
  }
  return edits.take();
}

}  // namespace repair
