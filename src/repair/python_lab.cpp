#include "python_lab.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "probe.h"
#include "server_lab.h"

namespace repair {
namespace {

constexpr std::string_view k_zygote =
#include "embed/zygote.py.inc"
    ;

constexpr std::size_t k_depth_max = 12;  ///< of folders that are cleaned
constexpr ServerTraits k_traits{.batch = 128,
                                .smallest_batch = 8,
                                .floor_ms = 10,
                                .baseline_ms = 20000,  // tracing is slow
                                .counts_wall = false,
                                .keeps_bare = true,
                                .survives_poison = true,
                                .has_live_text = false};

void remove_compiled(const std::string& folder, std::size_t depth) {
  const auto names = base::list_dir(folder);
  if (!names || depth == 0) return;
  for (const auto& name : *names) {
    const std::string path = base::join(folder, name);
    if (name == "__pycache__") {
      // What cannot be removed is at worst a candidate that seems to fail.
      static_cast<void>(base::remove_all(path));
    } else if (!name.starts_with('.') && base::is_dir(path)) {
      remove_compiled(path, depth - 1);
    }
  }
}

class PythonLab final : public ServerLab {
 public:
  PythonLab(io::Launcher launcher, PythonSetup setup, const std::vector<Source>& sources)
      : ServerLab(launcher, k_traits, sources), setup_(std::move(setup)) {}

  base::Result<> prepare(LabPlace place) {
    for (const auto& tree : place.trees) remove_compiled(tree, k_depth_max);
    return ServerLab::prepare(std::move(place), "zygote.py", k_zygote);
  }

  bool can_observe() const override { return true; }
  io::Task<base::Result<Observations>> observe(std::size_t worker, ObserveOrder order) override {
    auto request = python_probe(order);
    CO_TRY(const auto answers, co_await ask_about(worker, std::move(order.files), std::move(request)));
    co_return observations_of(answers.list);
  }

 private:
  io::Task<base::Result<Worker>> start(const Bench& bench) override {
    ServerSpec spec{"the test server in Python", {setup_.python, bench.script}, bench.tree, bench.env, bench.start_limit};
    spec.env.set("PYTHONHASHSEED", "0");  // two runs of one candidate must agree
    spec.env.set("PYTHONDONTWRITEBYTECODE", "1");
    spec.env.unset("PYTHONUNBUFFERED");
    boost::json::object config;
    config["runner"] = setup_.runner;
    config["path"] = list_of(setup_.path);
    config["args"] = list_of(setup_.arguments);
    config["start"] = setup_.start;
    config["pattern"] = setup_.pattern;
    config["top"] = setup_.top;
    config["names"] = list_of(setup_.names);
    config["writable"] = list_of({bench.tree, bench.tmp, "/dev/null", "/dev/tty", "/dev/shm"});
    CO_TRY(auto worker, co_await ServerWorker::start(launcher(), std::move(spec), std::move(config)));
    // The next start is spared looking for the interpreter, which is slow with some managers of
    // versions.
    if (!worker->executable().empty()) setup_.python = worker->executable();
    co_return worker;
  }

  /// A function that ran while modules were imported has left its results there: putting another
  /// version in its place later would not redo them. Nor does it change defaults of parameters.
  [[nodiscard]] bool can_be_put_in_place(const Candidate& candidate) const override {
    const Source& source = sources()[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    if (unit.is_top) return is_plain_value(source, unit);
    for (const auto& splice : candidate.splices)
      if (splice.begin < unit.body.begin() && !is_in_body(source, unit, splice)) return false;
    return !ran_at_import(source, std::max(unit.body.line(), unit.node.line() + 1), unit.end_line);
  }

  /// NAME = value, and no other statement outside of functions looks at it: the name can be bound anew.
  static bool is_plain_value(const Source& source, const Unit& unit) {
    if (unit.chain.back().empty() || unit.node.child(0).type() != "assignment") return false;
    return std::none_of(source.units().begin(), source.units().end(), [&](const Unit& other) {
      return other.is_top && other.begin != unit.begin && source.text_of(other.node).find(unit.chain.back()) != std::string_view::npos;
    });
  }

  static bool is_in_body(const Source& source, const Unit& unit, const Splice& splice) {
    // Insertions before the first statement begin at the start of its line.
    return splice.begin >= source.lines().start_of(unit.body.line()) && unit.body.line() > unit.node.line();
  }

  [[nodiscard]] boost::json::object describe(const Candidate& candidate) const override {
    const Source& source = sources()[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    boost::json::object out;
    out["file"] = source.path();
    out["first"] = unit.line;
    out["top"] = unit.is_top;
    out["chain"] = list_of(unit.chain);
    out["headers"] = unit.headers.size();
    std::string text;
    for (const auto& header : unit.headers) text += header + "\n";
    text += edited_within(source.text(), unit.begin, unit.end, candidate.splices) + "\n";
    out["text"] = std::move(text);
    out["pad"] = unit.line - 1 - std::min(unit.headers.size(), unit.line - 1);
    out["flags"] = has_future_annotations(source) ? 0x1000000 : 0;
    return out;
  }
  static bool has_future_annotations(const Source& source) {
    return source.text().find("from __future__ import annotations") != std::string::npos;
  }

  PythonSetup setup_;
};

}  // namespace

base::Result<std::unique_ptr<Lab>> make_python_lab(io::Launcher launcher, PythonSetup setup, LabPlace place,
                                                   const std::vector<Source>& sources) {
  auto lab = std::make_unique<PythonLab>(launcher, std::move(setup), sources);
  TRY_DO(lab->prepare(std::move(place)));
  return lab;
}

}  // namespace repair
