#include "node_lab.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>

#include "base/file.h"
#include "base/paths.h"
#include "node_mirror.h"
#include "probe.h"
#include "server_lab.h"
#include "type_eraser.h"

namespace repair {
namespace {

constexpr std::string_view k_server =
#include "embed/node_server.js.txt.inc"
    ;
constexpr std::string_view k_jest =
#include "embed/node_jest.js.txt.inc"
    ;

constexpr ServerTraits k_traits{.batch = 200,
                                .smallest_batch = 16,
                                .floor_ms = 60,  // wall time, and the machine may be busy
                                .floor_cpu_ms = 15,
                                .baseline_ms = 10000,
                                .counts_wall = true,
                                .keeps_bare = false,
                                .survives_poison = false,
                                .has_live_text = true};

// ---- a function in many versions ----

bool has_child(code::Node node, std::string_view type) {
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(), [&](code::Node child) { return child.type() == type; });
}

bool is_block(const Unit& unit) {
  return unit.body.type() == "statement_block";
}

bool is_generator(const Unit& unit) {
  return unit.node.type().find("generator") != std::string_view::npos || has_child(unit.node, "*");
}

/// True for a function whose body can be a text that is evaluated in it. Not a constructor of TypeScript: its parameters may be more than that.
bool is_open(const Source& source, const Unit& unit) {
  if (unit.is_top) return false;
  const bool is_constructor = source.text_of(unit.node.field("name")) == "constructor";
  return (source.language() == code::Language::javascript || !is_constructor);
}

/// Number of a function in the server; 0 means none.
std::size_t number_of(std::size_t source, std::size_t unit) {
  return source * 100000 + unit + 1;
}

/// Behind "use strict" and the like.
std::size_t first_of(const Unit& unit) {
  std::size_t at = unit.body.begin() + 1;
  for (const code::Node statement : unit.body.named_children()) {
    if (statement.extra()) continue;
    if (statement.type() != "expression_statement" || statement.child(0).type() != "string") break;
    at = statement.end();
  }
  return at;
}

/// const NAME = value, of the module itself: the keyword, if the name can be bound anew for a while. Not what CommonJS
/// gives away, which others hold, nor what other values of the module are made of.
code::Node keyword_of(const Source& source, const Unit& unit) {
  if (!unit.is_top || unit.node.type() != "variable_declarator" || unit.node.field("name").type() != "identifier") return {};
  const code::Node declaration = unit.node.parent();
  const code::Node holder = declaration.parent();
  const bool is_live = holder.type() == "export_statement" && source.language() == code::Language::javascript;
  if (holder.type() != "program" && !is_live) return {};
  const auto name = source.text_of(unit.node.field("name"));
  for (const code::Node statement : source.root().named_children()) {
    const bool gives_away = statement.type() == "expression_statement" && source.text_of(statement).find("exports") != std::string_view::npos;
    if (gives_away && source.text_of(statement).find(name) != std::string_view::npos) return {};
  }
  const bool is_used = std::any_of(source.units().begin(), source.units().end(), [&](const Unit& other) {
    return other.is_top && other.begin != unit.begin && source.text_of(other.body).find(name) != std::string_view::npos;
  });
  return is_used ? code::Node() : declaration.child(0);
}

/// Ways to what the module and its classes hold, so that it can be put back.
std::string states_of(const Source& source) {
  std::string out;
  const auto note = [&](std::string_view name, bool is_let) {
    if (name.empty()) return;
    out += "[() => " + std::string(name) + (is_let ? ", (__plumb_v) => { " + std::string(name) + " = __plumb_v; }" : "") + "],";
  };
  for (code::Node statement : source.root().named_children()) {
    if (statement.type() == "export_statement") statement = statement.field("declaration");
    const std::string_view type = statement.type();
    if (type == "class_declaration") note(source.text_of(statement.field("name")), false);
    if (type != "lexical_declaration" && type != "variable_declaration") continue;
    for (const code::Node one : statement.named_children())
      if (one.field("name").type() == "identifier") note(source.text_of(one.field("name")), source.text_of(statement.child(0)) != "const");
  }
  return out.empty() ? out : ";(globalThis.__plumb_states ||= []).push(" + out + ");";
}

/// The source with a switch at the head of each function, and ways to its constants and its state; the lines stay where
/// they are.
std::string with_switches(const Source& source, std::size_t index) {
  std::vector<Splice> splices;
  std::string tops = states_of(source);
  for (std::size_t u = 0; u < source.units().size(); ++u) {
    const Unit& unit = source.units()[u];
    if (const code::Node keyword = keyword_of(source, unit)) {
      const std::string name(source.text_of(unit.node.field("name")));
      if (source.text_of(keyword) == "const" && (splices.empty() || splices.back().begin != keyword.begin()))
        splices.push_back({keyword.begin(), keyword.end(), "let"});
      tops += ";(globalThis.__plumb_tops ||= {})[" + std::to_string(number_of(index, u)) + "] = { get: () => " + name + ", set: (__plumb_v) => { " + name +
              " = __plumb_v; }, make: () => eval(globalThis.__plumb_text) };";
    }
    if (!is_open(source, unit)) continue;
    const std::string test = "globalThis.__plumb_at === " + std::to_string(number_of(index, u));
    if (is_block(unit)) {
      const std::size_t at = first_of(unit);
      splices.push_back({at, at, " if (" + test + (is_generator(unit) ? ") return yield* eval(globalThis.__plumb_text);" : ") return eval(globalThis.__plumb_text);")});
    } else {
      splices.push_back({unit.body.begin(), unit.body.begin(), "(" + test + " ? eval(globalThis.__plumb_text) : ("});
      splices.push_back({unit.body.end(), unit.body.end(), "))"});
    }
  }
  std::sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  return edited(source.text(), splices) + (tops.empty() ? "" : "\n" + tops);
}

std::string version_of(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  std::string body = edited_within(source.text(), unit.body.begin(), unit.body.end(), candidate.splices);
  EraseOptions options;
  options.is_part = true;
  // What cannot be erased is refused by V8.
  if (const auto erased = erase_types(source.language(), is_block(unit) ? body : "(" + body + ")", options)) body = erased->text;
  if (unit.is_top) return "(" + body + ")";
  const bool is_async = has_child(unit.node, "async");
  if (is_generator(unit)) return std::string(is_async ? "(async " : "(") + "function* () " + body + ").apply(this, arguments)";
  if (!is_block(unit)) return is_async ? "(async () => (" + body + "))()" : "(" + body + ")";
  return (is_async ? "(async () => " : "(() => ") + body + ")()";
}

class NodeLab final : public ServerLab {
 public:
  NodeLab(io::Launcher launcher, NodeSetup setup, const std::vector<Source>& sources)
      : ServerLab(launcher, k_traits, sources), setup_(std::move(setup)) {}
  base::Result<> prepare(LabPlace place) {
    TRY_DO(base::write_file(base::join(place.scratch, "node_jest.cjs"), k_jest));
    scratch_ = place.scratch;
    mirrors_.resize(place.trees.size());
    return ServerLab::prepare(std::move(place), "node_server.cjs", k_server);
  }

  /// Spies are put into JavaScript only.
  bool can_observe() const override {
    return std::all_of(sources().begin(), sources().end(), [](const Source& source) { return source.language() == code::Language::javascript; });
  }
  io::Task<base::Result<Observations>> observe(std::size_t worker, ObserveOrder order) override {
    std::map<std::string, std::string> texts;
    for (const auto& source : sources()) {
      const auto other = order.files.find(source.path());
      CO_TRY(texts[source.path()], with_spies(source.path(), other == order.files.end() ? source.text() : other->second, order));
    }
    CO_TRY(const auto answers, co_await ask_about(worker, std::move(texts), node_probe(order)));
    co_return observations_of(answers.list);
  }

 private:
  io::Task<base::Result<Worker>> start(const Bench& bench) override {
    auto& mirror = mirrors_[bench.number];
    if (!mirror) {
      CO_TRY(mirror, co_await make_mirror(bench.tree, base::join(scratch_, "mirror" + std::to_string(bench.number)),
                                          setup_.flavour == "jest" || setup_.flavour == "vitest", setup_.is_compiled));
    }
    ServerSpec spec{"the test server in Node", {"node", "--no-warnings"}, bench.tree, bench.env, bench.start_limit};
    spec.argv.insert(spec.argv.end(), setup_.options.begin(), setup_.options.end());
    spec.argv.push_back(bench.script);
    spec.env.unset("NODE_OPTIONS");
    spec.env.unset("NODE_V8_COVERAGE");
    boost::json::object config;
    config["flavour"] = setup_.flavour;
    config["files"] = list_of(setup_.files);
    config["requires"] = list_of(setup_.requires_);
    config["mirror"] = mirror->folder;
    config["out_dir"] = mirror->out_dir.empty() ? "" : base::join(bench.tree, mirror->out_dir);
    config["root_dir"] = mirror->root_dir.empty() || mirror->root_dir == "." ? bench.tree : base::join(bench.tree, mirror->root_dir);
    boost::json::array aliases;
    for (const auto& [from, to] : mirror->aliases) aliases.push_back(list_of({from, to}));
    config["aliases"] = std::move(aliases);
    config["writable"] = list_of({bench.tree, bench.tmp, "/dev/null", "/dev/tty", "/dev/shm"});
    co_return co_await ServerWorker::start(launcher(), std::move(spec), std::move(config));
  }

  /// Not a head, and not a function that ran while modules were imported: it has left its results there.
  [[nodiscard]] bool can_be_put_in_place(const Candidate& candidate) const override {
    const Source& source = sources()[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    const bool is_value = unit.is_top && is_bound_anew(candidate.source, candidate.unit);
    if (!is_value && !is_open(source, unit)) return false;
    const std::size_t first = unit.body.begin() + (is_block(unit) ? 1 : 0);
    const std::size_t last = unit.body.end() - (is_block(unit) ? 1 : 0);
    for (const auto& splice : candidate.splices)
      if (splice.begin < first || splice.end > last) return false;
    return is_value || !ran_at_import(source, unit.line + 1, unit.end_line - 1);
  }

  [[nodiscard]] boost::json::object describe(const Candidate& candidate) const override {
    boost::json::object out;
    out["top"] = sources()[candidate.source].units()[candidate.unit].is_top;
    out["at"] = number_of(candidate.source, candidate.unit);
    out["text"] = version_of(sources()[candidate.source], candidate);
    return out;
  }

  [[nodiscard]] std::string live_text(std::size_t source) const override {
    return with_switches(sources()[source], source);
  }

  base::Result<> put(const Bench& bench, const Source& source, const std::string& text) override {
    const auto& mirror = mirrors_[bench.number];
    if (mirror) {
      TRY(const bool is_there, put_in_mirror(*mirror, source, text));
      if (is_there) return {};
    }
    return ServerLab::put(bench, source, text);
  }

  /// keyword_of(), which reads the file, once for each value.
  [[nodiscard]] bool is_bound_anew(std::size_t source, std::size_t unit) const {
    const auto [at, is_new] = bound_anew_.try_emplace({source, unit}, false);
    if (is_new) at->second = static_cast<bool>(keyword_of(sources()[source], sources()[source].units()[unit]));
    return at->second;
  }
  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override {
    bound_anew_.clear();
    co_return co_await ServerLab::rebase(sources);
  }

  mutable std::map<std::pair<std::size_t, std::size_t>, bool> bound_anew_;
  NodeSetup setup_;
  std::string scratch_;
  std::vector<std::optional<Mirror>> mirrors_;  ///< one for each bench, once it is made
};

}  // namespace

base::Result<std::unique_ptr<Lab>> make_node_lab(io::Launcher launcher, NodeSetup setup, LabPlace place,
                                                 const std::vector<Source>& sources) {
  auto lab = std::make_unique<NodeLab>(launcher, std::move(setup), sources);
  TRY_DO(lab->prepare(std::move(place)));
  return lab;
}

}  // namespace repair
