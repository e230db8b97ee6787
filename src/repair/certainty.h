#pragma once
// How sure is it that a fix is what was meant? The tests say yes to all of its rivals too; this looks at how
// many rivals there are that do something else, at how well the changed line was tested, and at the kind of
// edit.

#include <string>

#include "repair/repair.h"
#include "search.h"

namespace repair {

struct Evidence {
  std::size_t failing = 0;       ///< tests that failed before
  std::size_t passing = 0;       ///< tests that passed before and run the changed lines
  std::size_t rivals = 0;        ///< other fixes
  std::size_t compared = 0;      ///< of them were compared
  std::size_t different = 0;     ///< kinds of behaviour among them that are not that of the fix
  std::size_t edits = 1;
  Loss loss = Loss::none;
  bool invents = false;          ///< a number that is nowhere in the function, an inserted statement
  bool is_rare = false;          ///< the edit is not of a kind that is often the right one
  bool is_faulty = false;        ///< Fix::is_faulty
  bool cut_short = false;        ///< cancelled or out of time while it looked for rivals
};

struct Judgement {
  Certainty certainty = Certainty::guess;
  std::string why;  ///< a sentence
};

Judgement judge(const Evidence& evidence);
Evidence evidence_for(const SearchResult& result, std::size_t fix);

}  // namespace repair
