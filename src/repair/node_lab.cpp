#include "node_lab.h"

#include <algorithm>
#include <boost/json.hpp>
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

/// True for a function whose body can be a text that is evaluated in it. Not a generator: a text cannot
/// yield. Not a constructor of TypeScript: its parameters may be more than that.
bool is_open(const Source& source, const Unit& unit) {
  if (unit.is_top) return false;
  const bool is_constructor = source.text_of(unit.node.field("name")) == "constructor";
  return unit.node.type().find("generator") == std::string_view::npos && !has_child(unit.node, "*") &&
         (source.language() == code::Language::javascript || !is_constructor);
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

/// The source with a switch at the head of each function; the lines stay where they are.
std::string with_switches(const Source& source, std::size_t index) {
  std::vector<Splice> splices;
  for (std::size_t u = 0; u < source.units().size(); ++u) {
    const Unit& unit = source.units()[u];
    if (!is_open(source, unit)) continue;
    const std::string test = "globalThis.__plumb_at === " + std::to_string(number_of(index, u));
    if (is_block(unit)) {
      const std::size_t at = first_of(unit);
      splices.push_back({at, at, " if (" + test + ") return eval(globalThis.__plumb_text);"});
    } else {
      splices.push_back({unit.body.begin(), unit.body.begin(), "(" + test + " ? eval(globalThis.__plumb_text) : ("});
      splices.push_back({unit.body.end(), unit.body.end(), "))"});
    }
  }
  return edited(source.text(), splices);
}

std::string version_of(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  std::string body = edited_within(source.text(), unit.body.begin(), unit.body.end(), candidate.splices);
  EraseOptions options;
  options.is_part = true;
  // What cannot be erased is refused by V8.
  if (const auto erased = erase_types(source.language(), is_block(unit) ? body : "(" + body + ")", options)) body = erased->text;
  const bool is_async = has_child(unit.node, "async");
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
                                          setup_.flavour == "jest" || setup_.flavour == "vitest"));
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
    if (!is_open(source, unit)) return false;
    const std::size_t first = unit.body.begin() + (is_block(unit) ? 1 : 0);
    const std::size_t last = unit.body.end() - (is_block(unit) ? 1 : 0);
    for (const auto& splice : candidate.splices)
      if (splice.begin < first || splice.end > last) return false;
    return !ran_at_import(source, unit.line + 1, unit.end_line - 1);
  }

  [[nodiscard]] boost::json::object describe(const Candidate& candidate) const override {
    boost::json::object out;
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
