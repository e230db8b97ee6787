// The log says which steps there were by then, and which of their effects had been taken back or put in; the session's
// store has the contents. A path's content at the moment is what its last effect that was in the tree made of it, or what
// its first later one found.

#include "moment.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "journal/journal.h"

namespace host {

using base::Code;

namespace {

/// Entries of a folder that came or went whole, among which a file is looked for.
constexpr std::size_t k_inside_max = 20000;

std::string text(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

bool is_in_tree(const workspace::Effect& effect) {
  return effect.state == workspace::State::applied || effect.state == workspace::State::undone;
}

/// Of a step's effects; those of the tree as a whole are its sum.
bool is_wanted(const workspace::Effect& effect, const std::string& step, plumb::Which which) {
  if (which == plumb::Which::waiting) return !is_in_tree(effect);
  if (which == plumb::Which::tree) return !step.empty() && is_in_tree(effect);
  return !step.empty() || !is_in_tree(effect);
}

}  // namespace

base::Result<std::string> diff_of(const workspace::Workspace& project, const std::string& step, plumb::Which which) {
  std::string out;
  const auto add = [&](const workspace::Effect& effect) {
    if (effect.state != workspace::State::applied)
      out += "# " + std::string(workspace::name(effect.state)) + ": " + effect.path + (effect.why.empty() ? "" : " (" + effect.why + ")") + "\n";
    out += project.diff(effect);
    if (!out.ends_with('\n')) out += '\n';
  };
  if (step.empty() && which != plumb::Which::waiting)
    for (const auto& effect : project.total()) add(effect);
  bool found = step.empty();
  for (const auto& one : project.steps()) {
    if (!step.empty() && one.id != step) continue;
    found = true;
    for (const auto& effect : one.effects)
      if (is_wanted(effect, step, which)) add(effect);
  }
  if (!found) return base::fail(Code::not_found, "the session has no step '" + step + "'");
  return out;
}

base::Result<Moment> Moment::read(const std::string& dir, const workspace::Workspace& project, std::uint64_t seq) {
  Moment moment(project);
  std::vector<std::string> order;
  const auto set = [&](const std::string& type, const json::Value& payload) {
    const std::string step = text(payload, "step");
    auto from = order.begin();
    if (!step.empty()) from = std::find(order.begin(), order.end(), step);
    const auto to = step.empty() || type == "rewind" || from == order.end() ? order.end() : from + 1;
    const bool in_tree = type == "redo" || type == "apply";
    const auto* const paths = json::array_or_null(json::find(payload, "paths"));
    if (paths == nullptr) return;   // of an older plumb: the store's present state is what is known
    for (auto at = from; at != to; ++at)
      for (const auto& path : *paths) moment.in_tree_[{*at, std::string(json::string_or(&path))}] = in_tree;
  };
  const auto visit = [&](journal::Event& event) {
    if (seq != 0 && event.seq > seq) return false;
    const bool is_step = event.type == "effects";
    const bool is_verb = event.type == "undo" || event.type == "redo" || event.type == "rewind" || event.type == "apply" || event.type == "drop";
    if (!is_step && !is_verb) return true;
    const auto payload = json::parse(event.payload);
    if (!payload) return true;
    if (is_verb) {
      set(event.type, *payload);
      return true;
    }
    const std::string step = text(*payload, "step");
    moment.known_[step] = true;
    order.push_back(step);
    if (const auto* effects = json::array_or_null(json::find(*payload, "effects")))
      for (const auto& effect : *effects)
        if (const auto state = text(effect, "state"); !state.empty() && state != "applied")
          moment.in_tree_[{step, text(effect, "path")}] = false;
    return true;
  };
  journal::Place place;
  TRY_DO(journal::read_on(dir, place, visit));
  return moment;
}

std::map<std::string, Moment::Was> Moment::paths() const {
  std::map<std::string, Was> out;
  for (const auto& step : project_.steps()) {
    const bool was_there = known_.contains(step.id);
    for (const auto& effect : step.effects) {
      auto& was = out[effect.path];
      const auto told = in_tree_.find({step.id, effect.path});
      const bool in_tree = was_there && (told == in_tree_.end() ? is_in_tree(effect) : told->second);
      if (in_tree) {
        was.last = &effect;
        was.last_step = step.id;
        was.next = nullptr;
      } else if (was.next == nullptr && is_in_tree(effect)) {
        was.next = &effect;
      }
    }
  }
  return out;
}

std::vector<plumb::FileAt> Moment::files() const {
  std::vector<plumb::FileAt> out;
  for (const auto& [path, was] : paths()) {
    if (was.last == nullptr && was.next == nullptr) continue;   // it never came into the tree
    const auto& version = was.last != nullptr ? was.last->after : was.next->before;
    plumb::FileAt file;
    file.path = path;
    file.exists = version.has_value();
    file.size = version ? version->size : 0;
    file.last_step = was.last_step;
    out.push_back(std::move(file));
  }
  return out;
}

/// Of a folder that came or went whole and is one effect.
base::Result<std::string> Moment::in_folder(const std::string& path) const {
  for (const auto& [folder, was] : paths()) {
    const auto* const effect = was.last != nullptr ? was.last : was.next;
    if (effect == nullptr || effect->entries <= 1 || !base::is_within(path, folder) || path == folder) continue;
    const bool is_there = was.last != nullptr ? effect->after.has_value() : effect->before.has_value();
    if (!is_there) break;
    TRY(const auto inside, project_.inside(*effect, k_inside_max));
    for (const auto& one : inside)
      if (one.path == path)
        return project_.content(one, was.last != nullptr ? workspace::Workspace::Side::after : workspace::Workspace::Side::before, k_content_max);
  }
  return base::fail(Code::not_found, path + " was not there");
}

base::Result<std::string> Moment::content(const std::string& path) const {
  TRY(const auto whole, project_.resolve(path));
  const std::string relative = base::relative(whole, project_.root());
  const auto all = paths();
  const auto found = all.find(relative);
  if (found != all.end() && (found->second.last != nullptr || found->second.next != nullptr)) {
    const bool is_last = found->second.last != nullptr;
    const auto& effect = is_last ? *found->second.last : *found->second.next;
    const auto& version = is_last ? effect.after : effect.before;
    if (!version || version->kind == workspace::Kind::folder) return base::fail(Code::not_found, path + " was no file then");
    return project_.content(effect, is_last ? workspace::Workspace::Side::after : workspace::Workspace::Side::before, k_content_max);
  }
  if (auto inside = in_folder(relative)) return inside;
  return base::read_file(whole, k_content_max);
}

}  // namespace host
