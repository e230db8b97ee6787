#include "record.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <span>

#include "base/paths.h"
#include "base/try.h"
#include "json/bytes.h"

namespace txn {
namespace {

using base::Code;

constexpr std::array<std::string_view, 4> k_kinds = {"file", "symlink", "folder", "other"};
constexpr std::array<std::string_view, 5> k_changes = {"created", "modified", "deleted", "attributes", "type"};
constexpr std::array<std::string_view, 5> k_states = {"planned", "applied", "undone", "dropped", "conflict"};
constexpr std::string_view k_ways = "CMDAP-";

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

template <class T>
T number(const json::Value& in, std::string_view key, T fallback = 0) {
  return static_cast<T>(json::int_or(json::find(in, key), static_cast<std::int64_t>(fallback)));
}

template <std::size_t N>
base::Result<std::size_t> word(const json::Value& in, std::string_view key,
                               const std::array<std::string_view, N>& words) {
  const std::string_view text = json::string_or(json::find(in, key));
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return i;
  return base::fail(Code::invalid, std::string(key) + ": an unknown word");
}

json::Value write_stat(const Stat& stat) {
  json::Object out;
  out["kind"] = view(name(stat.kind));
  out["size"] = stat.size;
  out["mode"] = stat.mode;
  out["inode"] = stat.inode;
  if (stat.links != 1) out["links"] = stat.links;
  out["mtime_ns"] = stat.mtime_ns;
  out["ctime_ns"] = stat.ctime_ns;
  return out;
}

base::Result<std::optional<Stat>> read_stat(const json::Value* in) {
  if (in == nullptr) return std::optional<Stat>();
  Stat out;
  TRY(const auto kind, word(*in, "kind", k_kinds));
  out.kind = static_cast<Kind>(kind);
  out.size = number<std::uint64_t>(*in, "size");
  out.mode = number<std::uint32_t>(*in, "mode") & 07777U;
  out.inode = number<std::uint64_t>(*in, "inode");
  out.links = number<std::uint64_t>(*in, "links", 1);
  out.mtime_ns = number<std::int64_t>(*in, "mtime_ns");
  out.ctime_ns = number<std::int64_t>(*in, "ctime_ns");
  return std::optional<Stat>(out);
}

json::Value write_attributes(const Attributes& attributes) {
  json::Object out;
  out["mode"] = attributes.mode;
  out["uid"] = attributes.uid;
  out["gid"] = attributes.gid;
  out["mtime_ns"] = attributes.mtime_ns;
  json::Array xattrs;
  for (const auto& [key, bytes] : attributes.xattrs) {
    json::Object xattr;
    json::put_bytes(xattr, "name", key);
    json::put_bytes(xattr, "value", bytes);
    xattrs.push_back(std::move(xattr));
  }
  if (!xattrs.empty()) out["xattrs"] = std::move(xattrs);
  return out;
}

base::Result<std::optional<Attributes>> read_attributes(const json::Value* in) {
  if (in == nullptr) return std::optional<Attributes>();
  Attributes out;
  out.mode = number<std::uint32_t>(*in, "mode") & 07777U;
  out.uid = number<std::uint32_t>(*in, "uid");
  out.gid = number<std::uint32_t>(*in, "gid");
  out.mtime_ns = number<std::int64_t>(*in, "mtime_ns");
  if (const json::Array* xattrs = json::array_or_null(json::find(*in, "xattrs"))) {
    for (const json::Value& xattr : *xattrs) {
      TRY(const auto key, json::take_bytes(xattr, "name"));
      TRY(out.xattrs[key], json::take_bytes(xattr, "value"));
    }
  }
  return std::optional<Attributes>(std::move(out));
}

json::Value write_effect(const Effect& effect, const Item& item) {
  json::Object out;
  json::put_bytes(out, "path", effect.path);
  out["change"] = view(name(effect.change));
  out["way"] = view(std::string_view(reinterpret_cast<const char*>(&item.way), 1));
  out["state"] = view(name(effect.state));
  if (effect.before) out["before"] = write_stat(*effect.before);
  if (effect.after) out["after"] = write_stat(*effect.after);
  if (effect.entries != 1) out["entries"] = effect.entries;
  out["bytes"] = effect.bytes;
  if (item.old_bytes != 0) out["old_bytes"] = item.old_bytes;
  if (effect.quiet) out["quiet"] = true;
  if (!effect.may_hold_git) out["no_git"] = true;   // records from before this was known say nothing
  if (!effect.renamed_from.empty()) json::put_bytes(out, "renamed_from", effect.renamed_from);
  if (!effect.renamed_to.empty()) json::put_bytes(out, "renamed_to", effect.renamed_to);
  if (!effect.why.empty()) json::put_bytes(out, "why", effect.why);
  if (!item.suspicion.empty()) json::put_bytes(out, "suspicion", item.suspicion);
  if (!item.old_meaning.empty()) json::put_bytes(out, "old_meaning", item.old_meaning);
  if (!item.new_meaning.empty()) json::put_bytes(out, "new_meaning", item.new_meaning);
  if (item.newest_old_ns != 0) out["newest_old_ns"] = item.newest_old_ns;
  if (!effect.notes.empty()) {
    json::Array notes;
    for (const std::string& note : effect.notes) notes.push_back(view(note));
    out["notes"] = std::move(notes);
  }
  if (item.old_attributes) out["old_attributes"] = write_attributes(*item.old_attributes);
  if (item.new_attributes) out["new_attributes"] = write_attributes(*item.new_attributes);
  return out;
}

base::Result<> check_parts(const Effect& effect, const Item& item) {
  const bool needs_before = item.way != Way::create && item.way != Way::never;
  const bool needs_after = item.way != Way::remove;
  const bool needs_attributes = item.way == Way::attributes || item.way == Way::folder;
  if ((needs_before && !effect.before) || (needs_after && !effect.after) ||
      (needs_attributes && (!item.old_attributes || !item.new_attributes)))
    return base::fail(Code::invalid, effect.path + ": a part is missing");
  return {};
}

base::Result<> read_effect(const json::Value& in, Record& record) {
  Effect effect;
  Item item;
  TRY(effect.path, json::take_bytes(in, "path"));
  if (!is_inside(effect.path)) return base::fail(Code::invalid, "a path outside of the root");
  TRY(const auto change, word(in, "change", k_changes));
  effect.change = static_cast<Change>(change);
  TRY(const auto state, word(in, "state", k_states));
  effect.state = static_cast<State>(state);
  const std::string_view way = json::string_or(json::find(in, "way"));
  if (way.size() != 1 || k_ways.find(way) == std::string_view::npos)
    return base::fail(Code::invalid, "way: an unknown word");
  item.way = static_cast<Way>(way[0]);
  TRY(effect.before, read_stat(json::find(in, "before")));
  TRY(effect.after, read_stat(json::find(in, "after")));
  effect.entries = number<std::uint64_t>(in, "entries", 1);
  effect.bytes = number<std::uint64_t>(in, "bytes");
  item.old_bytes = number<std::uint64_t>(in, "old_bytes");
  effect.quiet = json::bool_or(json::find(in, "quiet"));
  effect.may_hold_git = !json::bool_or(json::find(in, "no_git"));
  TRY(effect.renamed_from, json::take_bytes(in, "renamed_from"));
  TRY(effect.renamed_to, json::take_bytes(in, "renamed_to"));
  TRY(effect.why, json::take_bytes(in, "why"));
  TRY(item.suspicion, json::take_bytes(in, "suspicion"));
  TRY(item.old_meaning, json::take_bytes(in, "old_meaning"));
  TRY(item.new_meaning, json::take_bytes(in, "new_meaning"));
  item.newest_old_ns = number<std::int64_t>(in, "newest_old_ns");
  if (const json::Array* notes = json::array_or_null(json::find(in, "notes")))
    for (const json::Value& note : *notes) effect.notes.emplace_back(json::string_or(&note));
  TRY(item.old_attributes, read_attributes(json::find(in, "old_attributes")));
  TRY(item.new_attributes, read_attributes(json::find(in, "new_attributes")));
  TRY_DO(check_parts(effect, item));
  item.place = effect.before;
  record.transaction.effects.push_back(std::move(effect));
  record.items.push_back(std::move(item));
  return {};
}

}  // namespace

std::string_view name(Kind kind) { return k_kinds[static_cast<std::size_t>(kind)]; }
std::string_view name(Change change) { return k_changes[static_cast<std::size_t>(change)]; }
std::string_view name(State state) { return k_states[static_cast<std::size_t>(state)]; }

bool is_inside(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find('\0') == std::string_view::npos &&
         base::normalize(path) == path && path != "." && path != ".." && !path.starts_with("../");
}

std::string format_record(const Record& record) {
  const Transaction& transaction = record.transaction;
  json::Object out;
  out["v"] = 1;
  out["number"] = transaction.number;
  json::put_bytes(out, "id", transaction.id);
  json::put_bytes(out, "what", transaction.what);
  out["time_ms"] = transaction.time_ms;
  out["planned"] = transaction.planned;
  if (transaction.dropped) out["dropped"] = true;
  if (transaction.interrupted) out["interrupted"] = true;
  out["clock_ns"] = record.clock_ns;
  json::Array deletes;
  for (const std::string& path : record.deletes) {
    json::Object one;
    json::put_bytes(one, "path", path);
    deletes.push_back(std::move(one));
  }
  if (!deletes.empty()) out["deletes"] = std::move(deletes);
  json::Array effects;
  effects.reserve(transaction.effects.size());
  for (std::size_t i = 0; i < transaction.effects.size(); ++i)
    effects.push_back(write_effect(transaction.effects[i], record.items[i]));
  out["effects"] = std::move(effects);
  return json::dump(out) + "\n";
}

base::Result<Record> parse_record(std::string_view text) {
  TRY(const json::Value in, json::parse(text));
  if (json::int_or(json::find(in, "v")) != 1)
    return base::fail(Code::invalid, "a version that this plumb does not know");
  Record out;
  out.transaction.number = number<std::uint64_t>(in, "number");
  TRY(out.transaction.id, json::take_bytes(in, "id"));
  TRY(out.transaction.what, json::take_bytes(in, "what"));
  out.transaction.time_ms = number<std::int64_t>(in, "time_ms");
  out.transaction.planned = json::bool_or(json::find(in, "planned"));
  out.transaction.dropped = json::bool_or(json::find(in, "dropped"));
  out.transaction.interrupted = json::bool_or(json::find(in, "interrupted"));
  out.clock_ns = number<std::int64_t>(in, "clock_ns");
  if (const json::Array* deletes = json::array_or_null(json::find(in, "deletes"))) {
    for (const json::Value& one : *deletes) {
      TRY(auto path, json::take_bytes(one, "path"));
      if (!is_inside(path)) return base::fail(Code::invalid, "a path outside of the root");
      out.deletes.push_back(std::move(path));
    }
  }
  if (const json::Array* effects = json::array_or_null(json::find(in, "effects")))
    for (const json::Value& effect : *effects) TRY_DO(read_effect(effect, out));
  return out;
}

}  // namespace txn
