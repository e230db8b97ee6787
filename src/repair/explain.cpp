#include "explain.h"

#include <array>

namespace repair {
namespace {

/// {before}, {after}, {function}; without `after` and `before` in it where the texts are too long to show.
struct Template {
  std::string_view what;   ///< of the edit; a prefix
  std::string_view fault;  ///< goes on after "In `f`, "
  std::string_view change;
};

// The longest prefix that fits counts.
constexpr Template k_templates[] = {
    {"relational operator and its bound", "the comparison {before} draws the line in the wrong place",
     "I changed the operator and the bound together, to {after}"},
    {"arithmetic operator", "the values are combined with {before}, which computes something else than the tests expect",
     "I replaced it by {after}"},
    {"logical operator", "the conditions are joined with {before}, so the whole holds at the wrong times",
     "I joined them with {after}"},
    {"assignment operator", "the variable is updated with {before}, so it does not end up with the value that is expected",
     "I changed the update to {after}"},
    {"operator", "the operator {before} is not the one that is meant", "I replaced it by {after}"},
    {"operands swapped", "the operands of an operator stand in the wrong order: {before}", "I swapped them: {after}"},
    {"operand dropped", "an operand too many goes into {before}", "I left it out, which leaves {after}"},
    {"brackets moved", "the operators of {before} are applied in the wrong order", "I put the brackets where they belong: {after}"},
    {"negation dropped", "the condition {before} is negated and should not be", "I removed the negation: {after}"},
    {"negation", "the result {before} is the opposite of what is expected", "I negated it: {after}"},
    {"sign dropped", "the value {before} has the wrong sign", "I removed the sign: {after}"},
    {"sign of a constant", "the constant {before} has the wrong sign", "I changed it to {after}"},
    {"sign", "the value {before} has the wrong sign", "I turned it: {after}"},
    {"constant by one at all its places", "the constant {before} is off by one at each of its places", "I changed all of them to {after}"},
    {"constant by one", "the constant {before} is off by one", "I changed it to {after}"},
    {"constant", "the constant {before} is not the one that is meant", "I changed it to {after}"},
    {"by one", "the value {before} is off by one", "I changed it to {after}"},
    {"name for a constant", "a constant, {before}, stands where a variable is meant", "I put {after} there"},
    {"length for a constant", "a constant, {before}, stands where a length is meant", "I put {after} there"},
    {"condition for a constant", "the result is always {before}, although it depends on a condition", "It is now {after}"},
    {"name of a function", "{before} is called where a related function is meant", "I call {after} instead"},
    {"name for a member", "the member {before} is used where a variable is meant", "I put {after} there"},
    {"name", "the name {before} is used where another one is meant", "I put {after} there"},
    {"target of an assignment", "the value is assigned to {before}, which is the wrong variable", "I assign it to {after}"},
    {"member for a name", "{before} names a variable where a member of the object is meant", "I put {after} there"},
    {"member of a name", "{before} is used whole where one of its members is meant", "I put {after} there"},
    {"member dropped", "a member is used, {before}, where the object itself is meant", "I put {after} there"},
    {"member", "the member {before} is used where another one is meant", "I put {after} there"},
    {"condition negated", "the condition {before} decides the wrong way round", "I negated it: {after}"},
    {"condition of another place", "the condition {before} is not the one that is needed here", "I put {after} there, as the code has it elsewhere"},
    {"condition extended", "the condition {before} leaves out a case", "I extended it to {after}"},
    {"condition", "the condition {before} holds at the wrong times", "I replaced it by {after}"},
    {"branches swapped", "the two branches of {before} are the wrong way round", "I swapped them: {after}"},
    {"arguments swapped", "the arguments of a call stand in the wrong order: {before}", "I swapped them: {after}"},
    {"argument dropped", "a call is given an argument too many: {before}", "I left it out, which leaves {after}"},
    {"argument added", "a call lacks an argument: {before}", "I added it: {after}"},
    {"elements swapped", "two elements stand in the wrong order: {before}", "I swapped them: {after}"},
    {"list element", "the list {before} lacks its first element", "I put it in: {after}"},
    {"call unwrapped", "{before} changes the value where it should be used as it is", "I took the call away: {after}"},
    {"call added", "{before} is used as it is, where it has to be converted first", "I wrapped it: {after}"},
    {"range", "the range {before} begins or ends in the wrong place", "I changed it to {after}"},
    {"slice for an index", "one element is taken, {before}, where a part is meant", "I took the part {after}"},
    {"slice", "the slice {before} begins or ends in the wrong place", "I changed it to {after}"},
    {"index dropped", "an element is taken, {before}, where the whole is meant", "I put {after} there"},
    {"index", "the index {before} picks the wrong element", "I changed it to {after}"},
    {"expression extended", "the expression {before} leaves something out of the account", "I extended it to {after}"},
    {"expression of a place like this", "{before} stands where places like it have something else", "I put {after} there, as the code has it elsewhere"},
    {"another case of a letter", "{before} holds for one case of the letter only", "I let the other one count too: {after}"},
    {"expression of another place", "the expression {before} is not the one that is needed here", "I put {after} there, as the code has it elsewhere"},
    {"question for nothing", "{before} asks whether there is something, and takes 0 or an empty text for nothing", "It asks for what is meant now: {after}"},
    {"regular expression", "the regular expression {before} matches too much or too little", "I changed it to {after}"},
    {"rows that are one", "{before} holds the same object several times, so that a change of one changes all", "I make one for each: {after}"},
    {"initial value", "what is largest or smallest is looked for from {before} on, which some values never reach", "I begin with {after}"},
    {"remainder", "the value {before} leaves its range, where it should go round", "I take the remainder: {after}"},
    {"loop over a copy", "the loop goes over {before} while what it calls changes that", "It goes over a copy now: {after}"},
    {"size of elements", "{before} counts elements where bytes are wanted, or the other way round", "It is {after} now"},
    {"else inserted", "two cases that exclude each other are both looked at", "The second is looked at only where the first does not hold"},
    {"statement moved", "a statement stands in the wrong place", "I moved it"},
    {"factor", "{before} is counted in another unit than what it goes together with", "I put it into that: {after}"},
    {"rounded up", "{before} rounds down, where the rest counts too", "I round up: {after}"},
    {"rounded", "{before} is rounded in the wrong place", "It is {after} now"},
    {"else removed", "a case is looked at only where another one does not hold", "It is looked at in any case now"},
    {"comparator", "{before} orders as texts, without being told how to compare", "I gave it an order: {after}"},
    {"bounds exchanged", "{before} takes the lower bound for the upper one", "I exchanged them"},
    {"calls in another order", "{before} does two things in the wrong order", "I exchanged them: {after}"},
    {"call", "{before} computes something else than what is meant", "I replaced it by {after}"},
    {"closure", "{before} shares a variable with others that change it", "I gave it its own: {after}"},
    {"keys of all objects", "{before} takes in what all objects have", "I leave that out: {after}"},
    {"loop over values", "the loop goes through keys where values are meant, or the other way round", "It goes through the others now"},
    {"all for one", "one entry is dropped, where all are out of date: {before}", "I drop all of them: {after}"},
    {"elements for a list", "{before} is handed over as one thing, where its elements are meant", "I hand over its elements: {after}"},
    {"list for its elements", "the elements are handed over one by one, where the list itself is meant: {before}", "I hand over the list: {after}"},
    {"generator within", "{before} gives away a generator where its values are meant, or the other way round", "It is {after} now"},
    {"indices exchanged", "the indices of {before} stand in the wrong order", "I exchanged them: {after}"},
    {"key extended", "the key {before} is the same for things that differ", "I put in what tells them apart: {after}"},
    {"put back always", "what is put back at the end is not put back when something fails before", "It is put back in any case now"},
    {"list", "{before} can be gone through only once", "I made a list of it: {after}"},
    {"changed copy", "{before} changes what the caller passed in", "I change a copy: {after}"},
    {"copy", "what somebody else still uses is changed", "I made a copy first: {after}"},
    {"deep copy", "{before} copies the outer part only, and the parts in it are shared", "I copy them too: {after}"},
    {"default for nothing", "{before} may be missing", "I gave it a default: {after}"},
    {"default that is kept", "a default value is made once and kept from call to call", "I make a new one for each call"},
    {"failure caught", "{before} may fail, and nothing catches that", "I catch it: {after}"},
    {"keys of both", "the keys of one side only are looked at: {before}", "I look at those of both: {after}"},
    {"nothing to go through", "{before} may be missing, and then there is nothing to go through", "I gave it a default: {after}"},
    {"nothing to divide by", "{before} divides by what may be 0", "I ask for that first: {after}"},
    {"nothing to look at", "{before} looks into what may be empty", "I ask for that first: {after}"},
    {"optional chain", "{before} looks into what may be missing", "I ask for that first: {after}"},
    {"order of a loop", "the loop goes through {before} in the wrong order", "It goes through {after} now"},
    {"order of equals", "{before} leaves open how equal ones are ordered", "I added what they are ordered by next: {after}"},
    {"other half", "{before} looks at one of two halves only", "I look at both: {after}"},
    {"place for the end", "{before} adds at the end what belongs to a place", "I put it there: {after}"},
    {"place within", "the place in {before} may lie behind the end", "I keep it within: {after}"},
    {"quotes within", "{before} may hold quotes, which end the text too early", "I quote them: {after}"},
    {"result kept", "the result of {before} is thrown away", "I keep it: {after}"},
    {"return added", "the result of {before} is thrown away", "I return it: {after}"},
    {"sides exchanged", "the assignment {before} goes the wrong way", "I turned it: {after}"},
    {"split at blanks", "{before} splits in the wrong places", "I split it otherwise: {after}"},
    {"step", "the loop goes on by {before}", "It goes on by {after} now"},
    {"target in its value", "{before} leaves out what was there before", "I start from that: {after}"},
    {"types", "{before} leaves out a type", "I added it: {after}"},
    {"answer given later", "{before} answers before everything has been looked at", "It answers early only where that is decided: {after}"},
    {"between elements", "{before} runs for every element, where it belongs between them", "I put it under a condition: {after}"},
    {"bound asked for", "{before} may look behind the end", "I ask for the bound first: {after}"},
    {"by nothing", "{before} divides by what may be 0", "I ask for that first: {after}"},
    {"capture", "the function within takes its variables in the wrong way: {before}", "It takes them by {after} now"},
    {"container", "the container {before} does not keep what it must", "I use {after}"},
    {"declared again", "a variable of the same name hides the one that is meant", "I assign to that one"},
    {"element asked for", "{before} makes an element where it is asked for", "I only ask: {after}"},
    {"element overwritten", "{before} keeps what was there before", "I overwrite it: {after}"},
    {"format", "the format {before} is not the one that is meant", "I changed it to {after}"},
    {"from nothing", "{before} begins at 0 and can never grow", "I begin with something: {after}"},
    {"from the other end", "{before} counts from the wrong end", "I count from the other: {after}"},
    {"half", "{before} takes the whole where half of it is meant", "I take half: {after}"},
    {"increment dropped", "{before} goes on by one where it must not", "I left that out: {after}"},
    {"index for a member", "{before} names a member where a key is meant", "I look it up: {after}"},
    {"inner loop", "the inner loop begins or ends in the wrong place: {before}", "I changed that to {after}"},
    {"key inserted", "an order leaves out what decides next", "I inserted {after}"},
    {"label inserted", "a case is missing", "I inserted {after}"},
    {"last round", "what is left behind the loop is not dealt with", "I inserted {after}"},
    {"length for a name", "{before} is used where its length is meant", "I put {after} there"},
    {"letter added", "{before} leaves out a letter", "I added it: {after}"},
    {"letter counted", "{before} takes a letter for its number, or the other way round", "It is {after} now"},
    {"limit", "what is largest or smallest is looked for from {before} on, which some values never reach", "I begin with {after}"},
    {"loop the other way", "the loop goes in the wrong direction", "I turned it"},
    {"mask", "the bits are taken from {before} in the wrong way", "It is {after} now"},
    {"member compared", "{before} leaves out a member", "I compare it too: {after}"},
    {"member initialised", "a member has no value at first", "I gave it one"},
    {"middle", "{before} is not the middle, or overflows", "I changed it to {after}"},
    {"missing break", "one case goes on into the next", "I inserted a break"},
    {"order of more", "{before} compares the second although the first decides", "I compare in their order: {after}"},
    {"order turned", "the order is the wrong way round", "I turned it"},
    {"other bound", "only one of two bounds is kept", "I inserted {after}"},
    {"other side", "what is done on one side is not done on the other", "I inserted {after}"},
    {"place kept", "{before} may move what it is given, and its new place is lost", "I keep it: {after}"},
    {"pointer", "{before} changes what is pointed at, where the pointer is meant, or the other way round", "It is {after} now"},
    {"rest of the other", "what is left of the other one is not taken over", "I inserted {after}"},
    {"result given back", "what is given back does not live longer than the function, or is another one", "It is {after} now"},
    {"signed type", "the type {before} holds no negative numbers, or too small ones", "I made it {after}"},
    {"size at hand", "{before} is not the size of what is written to", "I took that: {after}"},
    {"square", "{before} goes into it once, where its square is meant", "I put {after} there"},
    {"static dropped", "a variable is kept from call to call: {before}", "It is made anew in each: {after}"},
    {"static", "what is given back does not live longer than the function", "It is kept now"},
    {"step inserted", "a step is missing that goes with the others", "I inserted {after}"},
    {"unsigned type", "the type {before} holds negative numbers where there must be none", "I made it {after}"},
    {"up to the end", "{before} gives up where the text ends", "It goes up to the end now: {after}"},
    {"update inserted", "something is changed, and what goes with it is not", "I inserted {after}"},
    {"virtual", "the function of the base is called, whatever the object is", "I made it virtual"},
    {"guard inserted", "a case is missing that has to be left out early", "I inserted {after}"},
    {"statement removed", "a statement does something that must not be done: {before}", "I removed it"},
    {"statement inserted", "a statement is missing", "I inserted {after}"},
    {"statement copied", "a statement is missing that stands elsewhere in like form", "I inserted {after}"},
    {"statement under a condition", "a statement runs in cases in which it must not: {before}", "I put it under a condition: {after}"},
    {"statement out of its block", "a statement stands inside a block, where it runs too often or too early", "I moved it behind the block"},
    {"statement into the block before", "a statement stands behind a block in which it belongs", "I moved it into the block"},
    {"statement of another place", "nothing is done where something has to be", "I put {after} there"},
    {"statements swapped", "two statements stand in the wrong order", "I swapped them"},
    {"comparison of values", "{before} asks whether two objects are one, not whether they are equal", "I compare them: {after}"},
    {"if for while", "what follows {before} has to be repeated for as long as the condition holds", "I made it a loop: {after}"},
    {"while for if", "what follows {before} has to be done once and is repeated", "I made it a condition: {after}"},
    {"jump", "{before} leaves the loop or the function at the wrong place", "I replaced it by {after}"},
    {"= for ==", "{before} assigns a value where it is meant to be compared", "I replaced it by {after}"},
    {"increment", "the variable counts in the wrong direction: {before}", "I turned it: {after}"},
    {"initialiser", "a variable is used before it has a value: {before}", "I gave it one: {after}"},
    {"reference", "a copy is changed instead of the thing itself: {before}", "I took a reference: {after}"},
    {"wider type", "the type of {before} is too narrow for the values", "I widened it: {after}"},
    {"cast", "{before} is computed in the wrong type", "I converted it first: {after}"},
};

std::string quoted(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\t' || c == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : c;
  }
  return "`" + line + "`";
}

/// Leaves out the clause that would show a text which is not there.
std::string filled_in(std::string_view text, const Step& step) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool before = text.substr(i).starts_with("{before}");
    const bool after = text.substr(i).starts_with("{after}");
    if (!before && !after) {
      out += text[i++];
      continue;
    }
    const std::string& value = before ? step.before : step.after;
    out += value.empty() ? std::string("what stood there") : quoted(value);
    i += before ? 8 : 7;
  }
  return out;
}

std::string comparison(const Step& step) {
  const auto is_strict = [](const std::string& op) { return op == "<" || op == ">"; };
  if (step.before + "=" == step.after && is_strict(step.before))
    return "the comparison " + quoted(step.before) + " leaves out the case in which both sides are equal";
  if (step.after + "=" == step.before && is_strict(step.after))
    return "the comparison " + quoted(step.before) + " lets through the case in which both sides are equal";
  return "the comparison " + quoted(step.before) + " asks the wrong question";
}

std::pair<std::string, std::string> sentences(const Step& step) {
  const std::string_view what = step.what;
  if (what == "relational operator") return {comparison(step), "I replaced it by " + quoted(step.after)};
  const Template* best = nullptr;
  for (const auto& one : k_templates)
    if (what.starts_with(one.what) && (best == nullptr || one.what.size() > best->what.size())) best = &one;
  const auto has = [](std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; };
  const bool shows_nothing = best != nullptr && ((has(best->change, "{after}") && step.after.empty()) || (has(best->fault, "{before}") && step.before.empty()));
  if (best != nullptr && !shows_nothing) return {filled_in(best->fault, step), filled_in(best->change, step)};
  return {"something small is wrong (" + std::string(what) + ")", "The change is shown below"};
}

}  // namespace

std::string explain(const Fix& fix) {
  std::string out;
  for (const auto& step : fix.steps) {
    const auto [fault, change] = sentences(step);
    if (!out.empty()) out += " ";
    out += "In `" + step.function + "` (" + step.path + ":" + std::to_string(step.line) + "), " + fault + ". " + change + ".";
  }
  return out;
}

}  // namespace repair
