#include "words.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "json/bytes.h"

namespace host {

namespace {

constexpr std::array<std::string_view, 3> k_answers = {"apply", "drop", "keep"};
constexpr std::array<std::string_view, 3> k_which = {"all", "tree", "waiting"};
constexpr std::array<std::string_view, 5> k_verbs = {"undo", "redo", "rewind", "apply", "drop"};

std::string text(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

/// A name of a file, which need not be UTF-8. Hexadecimal that is none reads as no name.
std::string path(const json::Value& value, std::string_view key) { return json::take_bytes(value, key).value_or(""); }

template <class F>
void each(const json::Value& value, std::string_view key, const F& f) {
  if (const auto* list = json::array_or_null(json::find(value, key)))
    for (const auto& one : *list) f(one);
}

json::Value to_json(const plumb::Effect& effect) {
  json::Object out = {{"change", effect.change}, {"state", effect.state},     {"why", effect.why},
                      {"entries", effect.entries}, {"undoable", effect.undoable}};
  json::put_bytes(out, "path", effect.path);
  json::put_bytes(out, "renamedFrom", effect.renamed_from);
  json::Array notes;
  for (const auto& note : effect.notes) notes.emplace_back(note);
  if (!notes.empty()) out["notes"] = std::move(notes);
  return out;
}

plumb::Effect effect_from(const json::Value& value) {
  plumb::Effect out;
  out.path = path(value, "path");
  out.change = text(value, "change");
  out.state = text(value, "state");
  out.why = text(value, "why");
  out.renamed_from = path(value, "renamedFrom");
  out.entries = static_cast<std::uint64_t>(std::max<std::int64_t>(1, json::int_or(json::find(value, "entries"), 1)));
  out.undoable = json::bool_or(json::find(value, "undoable"), true);
  each(value, "notes", [&](const json::Value& note) { out.notes.emplace_back(json::string_or(&note)); });
  return out;
}

}  // namespace

std::string_view name(plumb::Answer answer) { return k_answers[static_cast<std::size_t>(answer)]; }
std::string_view name(plumb::Verb verb) { return k_verbs[static_cast<std::size_t>(verb)]; }

std::string_view name(plumb::Which which) { return k_which[static_cast<std::size_t>(which)]; }

plumb::Which which_named(std::string_view name) {
  const auto* const found = std::find(k_which.begin(), k_which.end(), name);
  return found == k_which.end() ? plumb::Which::all : static_cast<plumb::Which>(found - k_which.begin());
}

std::optional<plumb::Answer> answer_named(std::string_view name) {
  const auto* const found = std::find(k_answers.begin(), k_answers.end(), name);
  if (found == k_answers.end()) return std::nullopt;
  return static_cast<plumb::Answer>(found - k_answers.begin());
}

std::optional<plumb::Verb> verb_named(std::string_view name) {
  const auto* const found = std::find(k_verbs.begin(), k_verbs.end(), name);
  if (found == k_verbs.end()) return std::nullopt;
  return static_cast<plumb::Verb>(found - k_verbs.begin());
}

json::Value changed_to_json(const plumb::Changed& changed) {
  json::Array restored, conflicts;
  for (const auto& one : changed.restored) {
    json::Object named;
    json::put_bytes(named, "path", one);
    restored.push_back(std::move(named));
  }
  for (const auto& one : changed.conflicts) {
    json::Object conflict = {{"why", one.why}, {"keptAs", one.kept_as}};
    json::put_bytes(conflict, "path", one.path);
    conflicts.push_back(std::move(conflict));
  }
  return json::Object{{"restored", std::move(restored)}, {"conflicts", std::move(conflicts)}};
}

plumb::Changed changed_from_json(const json::Value& value) {
  plumb::Changed out;
  each(value, "restored", [&](const json::Value& one) { out.restored.push_back(path(one, "path")); });
  each(value, "conflicts",
       [&](const json::Value& one) { out.conflicts.push_back({path(one, "path"), text(one, "why"), text(one, "keptAs")}); });
  return out;
}

json::Value steps_to_json(const std::vector<plumb::Step>& steps) {
  json::Array list;
  for (const auto& step : steps) {
    json::Array effects, git;
    for (const auto& effect : step.effects) effects.push_back(to_json(effect));
    for (const auto& line : step.git) git.emplace_back(line);
    list.push_back(json::Object{{"id", step.id},
                                {"what", step.what},
                                {"t", step.time_ms},
                                {"undone", step.undone},
                                {"effects", std::move(effects)},
                                {"git", std::move(git)}});
  }
  return json::Object{{"steps", std::move(list)}};
}

std::vector<plumb::Step> steps_from_json(const json::Value& value) {
  std::vector<plumb::Step> out;
  each(value, "steps", [&](const json::Value& one) {
    plumb::Step step;
    step.id = text(one, "id");
    step.what = text(one, "what");
    step.time_ms = json::int_or(json::find(one, "t"));
    step.undone = json::bool_or(json::find(one, "undone"));
    each(one, "effects", [&](const json::Value& effect) { step.effects.push_back(effect_from(effect)); });
    each(one, "git", [&](const json::Value& line) { step.git.emplace_back(json::string_or(&line)); });
    out.push_back(std::move(step));
  });
  return out;
}

json::Value files_to_json(const std::vector<plumb::FileAt>& files) {
  json::Array list;
  for (const auto& file : files) {
    json::Object one = {{"exists", file.exists}, {"size", file.size}, {"lastStep", file.last_step}};
    json::put_bytes(one, "path", file.path);
    list.push_back(std::move(one));
  }
  return json::Object{{"files", std::move(list)}};
}

std::vector<plumb::FileAt> files_from_json(const json::Value& value) {
  std::vector<plumb::FileAt> out;
  each(value, "files", [&](const json::Value& one) {
    plumb::FileAt file;
    file.path = path(one, "path");
    file.exists = json::bool_or(json::find(one, "exists"));
    file.size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, json::int_or(json::find(one, "size"))));
    file.last_step = text(one, "lastStep");
    out.push_back(std::move(file));
  });
  return out;
}

}  // namespace host
