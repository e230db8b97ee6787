#include "step_record.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <span>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "json/bytes.h"
#include "json/json.h"
#include "text/sha256.h"
#include "text/utf8.h"

namespace workspace {
namespace {

using base::Code;

constexpr std::array<std::string_view, 4> k_kinds = {"file", "symlink", "folder", "other"};
constexpr std::array<std::string_view, 5> k_changes = {"created", "modified", "deleted", "mode",
                                                       "type"};
constexpr std::array<std::string_view, 4> k_states = {"open", "done", "undoing", "dropped"};

base::Result<std::size_t> index_of(std::span<const std::string_view> names, std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return i;
  return base::fail(Code::invalid, "unknown word " + std::string(name.substr(0, 40)));
}

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

json::Value write_version(const Version& version) {
  json::Object out;
  out["kind"] = view(name(version.kind));
  if (!version.hash.empty()) out["hash"] = version.hash;
  out["size"] = version.size;
  out["mode"] = version.mode;
  out["mtime_ns"] = version.mtime_ns;
  return out;
}

base::Result<std::optional<Version>> read_version(const json::Value* in) {
  if (in == nullptr) return std::optional<Version>();
  Version out;
  TRY(const auto kind, index_of(k_kinds, json::string_or(json::find(*in, "kind"))));
  out.kind = static_cast<Kind>(kind);
  out.hash = json::string_or(json::find(*in, "hash"));
  if (!out.hash.empty() && !text::is_sha256_hex(out.hash))
    return base::fail(Code::invalid, "not a hash");
  out.size = static_cast<std::uint64_t>(json::int_or(json::find(*in, "size")));
  out.mode = static_cast<std::uint32_t>(json::int_or(json::find(*in, "mode"))) & 07777U;
  out.mtime_ns = json::int_or(json::find(*in, "mtime_ns"));
  return std::optional<Version>(std::move(out));
}

json::Value write_effect(const Effect& effect) {
  json::Object out;
  json::put_bytes(out, "path", effect.path);
  out["change"] = view(name(effect.change));
  if (!effect.undoable) out["undoable"] = false;
  if (effect.undone) out["undone"] = true;
  if (effect.before) out["before"] = write_version(*effect.before);
  if (effect.after) out["after"] = write_version(*effect.after);
  return out;
}

// A record is data on a disk: what it names must still lie below the root.
bool is_inside(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find('\0') == std::string_view::npos &&
         base::normalize(path) == path && path != "." && path != ".." && !path.starts_with("../");
}

base::Result<Effect> read_effect(const json::Value& in) {
  Effect out;
  TRY(out.path, json::take_bytes(in, "path"));
  if (!is_inside(out.path)) return base::fail(Code::invalid, "a path outside of the root");
  TRY(const auto change, index_of(k_changes, json::string_or(json::find(in, "change"))));
  out.change = static_cast<Change>(change);
  out.undoable = json::bool_or(json::find(in, "undoable"), true);
  out.undone = json::bool_or(json::find(in, "undone"));
  if (out.undone) out.state = State::undone;
  TRY(out.before, read_version(json::find(in, "before")));
  TRY(out.after, read_version(json::find(in, "after")));
  return out;
}

base::Result<StepRecord> read_record(const json::Value& in) {
  StepRecord out;
  if (json::int_or(json::find(in, "v")) != 1)
    return base::fail(Code::invalid, "a version that this plumb does not know");
  out.number = static_cast<std::uint64_t>(json::int_or(json::find(in, "n")));
  out.kind = json::string_or(json::find(in, "kind")) == "command" ? StepRecord::Kind::command
                                                                   : StepRecord::Kind::edit;
  TRY(const auto state, index_of(k_states, json::string_or(json::find(in, "state"))));
  out.state = static_cast<StepRecord::State>(state);
  out.token = json::string_or(json::find(in, "token"));
  if (out.token.empty() || out.token.find_first_not_of("0123456789abcdef") != std::string::npos)
    return base::fail(Code::invalid, "a bad token");
  TRY(out.step.id, json::take_bytes(in, "id"));
  TRY(out.step.what, json::take_bytes(in, "what"));
  out.step.time_ms = json::int_or(json::find(in, "time_ms"));
  out.step.undone = json::bool_or(json::find(in, "undone"));
  out.step.interrupted = json::bool_or(json::find(in, "interrupted"));
  out.step.incomplete = json::bool_or(json::find(in, "incomplete"));
  const json::Array* effects = json::array_or_null(json::find(in, "effects"));
  if (effects == nullptr) return base::fail(Code::invalid, "no effects");
  for (const json::Value& effect : *effects) {
    TRY(auto read, read_effect(effect));
    out.step.effects.push_back(std::move(read));
  }
  return out;
}

}  // namespace

std::string_view name(Kind kind) { return k_kinds[static_cast<std::size_t>(kind)]; }
std::string_view name(State state) {
  static constexpr std::array<std::string_view, 5> k_states_of_effects = {"applied", "undone", "held", "refused",
                                                                      "conflict"};
  return k_states_of_effects[static_cast<std::size_t>(state)];
}
std::string_view name(Change change) { return k_changes[static_cast<std::size_t>(change)]; }

std::string temporary_name(const StepRecord& record, std::size_t i) {
  return ".plumb-" + record.token + "-" + std::to_string(i) + ".tmp";
}

base::Result<> save(const std::string& txn_dir, const StepRecord& record) {
  json::Object out;
  out["v"] = 1;
  out["n"] = record.number;
  out["kind"] = record.kind == StepRecord::Kind::command ? "command" : "edit";
  out["state"] = view(k_states[static_cast<std::size_t>(record.state)]);
  out["token"] = record.token;
  json::put_bytes(out, "id", record.step.id);
  json::put_bytes(out, "what", record.step.what);
  out["time_ms"] = record.step.time_ms;
  if (record.step.undone) out["undone"] = true;
  if (record.step.interrupted) out["interrupted"] = true;
  if (record.step.incomplete) out["incomplete"] = true;
  json::Array effects;
  effects.reserve(record.step.effects.size());
  for (const Effect& effect : record.step.effects) effects.push_back(write_effect(effect));
  out["effects"] = std::move(effects);
  char file[32];
  std::snprintf(file, sizeof file, "%06llu.json", static_cast<unsigned long long>(record.number));
  if (auto done = base::write_file(base::join(txn_dir, file), json::dump(out) + "\n", 0600); !done)
    return base::with(std::move(done).error(), "recording the step " + record.step.id);
  return {};
}

base::Result<StepRecord> load_step(const std::string& path) {
  TRY(const auto text, base::read_file(path));
  auto value = json::parse(text);
  if (!value) return base::with(std::move(value).error(), path);
  auto record = read_record(*value);
  if (!record) return base::with(std::move(record).error(), path);
  return record;
}

}  // namespace workspace
