#include "java_lab.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "native_project.h"
#include "probes.h"
#include "schemata.h"
#include "server_lab.h"

namespace repair {
namespace {

constexpr std::string_view k_server =
#include "embed/java_server.java.txt.inc"
    ;
constexpr std::string_view k_junit4 =
#include "embed/java_junit4.java.txt.inc"
    ;
constexpr std::string_view k_junit5 =
#include "embed/java_junit5.java.txt.inc"
    ;

constexpr ServerTraits k_traits{.batch = 96,
                                .smallest_batch = 32,
                                .floor_ms = 100,
                                .baseline_ms = 20000,
                                .counts_wall = false,
                                .keeps_bare = true,
                                .survives_poison = true,
                                .has_live_text = false,
                                .is_one_server = true};
constexpr io::Millis k_compile_timeout{120000};
constexpr int k_repairs_max = 8;
constexpr std::size_t k_probed_files_max = 300;

class JavaLab final : public ServerLab {
 public:
  JavaLab(io::Launcher launcher, JavaProject project, const std::vector<Source>& sources)
      : ServerLab(launcher, k_traits, sources), project_(std::move(project)) {}

  io::Task<base::Result<>> prepare(LabPlace place) {
    scratch_ = place.scratch;
    CO_TRY_DO(ServerLab::prepare(place, "PlumbServer.java", k_server));
    std::vector<std::string> argv{"javac", "-nowarn", "-d", base::join(scratch_, "server"), base::join(scratch_, "PlumbServer.java")};
    CO_TRY(const auto built, co_await shell_run(launcher(), std::move(argv), scratch_, place.env, k_compile_timeout));
    if (built.code != 0) co_return base::fail(base::Code::unavailable, "the test server does not compile: " + built.output.substr(0, 500));
    co_return base::Result<>{};
  }

 private:
  io::Task<base::Result<Worker>> start(const Bench& bench) override {
    const std::string classes = base::join(scratch_, "classes" + std::to_string(bench.number));
    CO_TRY_DO(base::make_dirs(classes));
    ServerSpec spec{"the test server in Java",
                    {"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-Djava.io.tmpdir=" + bench.tmp,
                     "-cp", base::join(scratch_, "server"), "PlumbServer"},
                    bench.tree, bench.env, bench.start_limit};
    spec.env.unset("JAVA_TOOL_OPTIONS");
    boost::json::object config;
    config["classes"] = classes;
    config["sources"] = list_of(project_.sources);
    config["classpath"] = list_of(project_.classpath);
    config["resources"] = list_of(project_.resources);
    config["options"] = list_of(project_.options);
    config["encoding"] = project_.encoding;
    config["asserts"] = project_.asserts;
    config["adapter"] = project_.runner == JavaProject::Runner::junit4   ? k_junit4
                        : project_.runner == JavaProject::Runner::junit5 ? k_junit5
                                                                         : std::string_view();
    boost::json::array mains;
    for (const auto& main : project_.mains) mains.push_back({{"class", main.name}, {"args", list_of(main.arguments)}});
    config["mains"] = std::move(mains);
    co_return co_await ServerWorker::start(launcher(), std::move(spec), std::move(config));
  }

  [[nodiscard]] bool can_be_put_in_place(const Candidate& candidate) const override {
    return fits_schemata(sources()[candidate.source], candidate);
  }
  [[nodiscard]] boost::json::object describe(const Candidate&) const override { return {}; }

  /// Compiles all of them; those that do not compile are found by the lines of the errors.
  io::Task<base::Result<std::vector<std::size_t>>> make_ready(ServerWorker& server, const std::vector<Candidate>& batch,
                                                              std::vector<std::size_t> which, std::vector<Attempt>& attempts,
                                                              std::vector<std::size_t>& later) override {
    for (int round = 0; round < k_repairs_max && !which.empty(); ++round) {
      std::map<std::string, std::vector<VariantLines>> places;
      auto request = compile_request(batch, which, places);
      CO_TRY(const auto answers, co_await server.ask(std::move(request), at_most(k_compile_timeout)));
      if (answers.has_ended) co_return which;  // the next request finds out too
      std::set<std::size_t> guilty;
      bool compiled = false;
      for (const auto& answer : answers.list) {
        if (json::bool_or(json::find(answer, "compiled"))) compiled = true;
        if (const auto* errors = json::array_or_null(json::find(answer, "errors")))
          for (const auto& error : *errors) note_guilty(error, places, guilty);
      }
      if (compiled) co_return which;
      if (guilty.empty() && which.size() > 1) {  // errors that name no version: halves, until the bad ones stand alone
        later.insert(later.end(), which.begin() + static_cast<std::ptrdiff_t>(which.size() / 2), which.end());
        which.resize(which.size() / 2);
        continue;
      }
      std::erase_if(which, [&](std::size_t i) {
        const bool is_bad = guilty.empty() || guilty.contains(i + 1);
        if (is_bad) attempts[i].outcome = Tried::invalid;
        return is_bad;
      });
    }
    for (const std::size_t i : which) attempts[i].outcome = Tried::invalid;
    co_return std::vector<std::size_t>{};
  }

  boost::json::object compile_request(const std::vector<Candidate>& batch, const std::vector<std::size_t>& which,
                                      std::map<std::string, std::vector<VariantLines>>& places) const {
    std::map<std::size_t, std::vector<Variant>> by_source;
    for (const std::size_t i : which) by_source[batch[i].source].push_back({i + 1, &batch[i]});
    boost::json::array files;
    for (const auto& [index, list] : by_source) {
      const Source& source = sources()[index];
      auto schemata = make_schemata(source, list);
      files.push_back({{"path", source.path()}, {"text", schemata.text}});
      places[source.path()] = std::move(schemata.variants);
    }
    boost::json::object request;
    request["op"] = "compile";
    request["files"] = std::move(files);
    return request;
  }

  static void note_guilty(const boost::json::value& error, const std::map<std::string, std::vector<VariantLines>>& places,
                          std::set<std::size_t>& guilty) {
    const auto found = places.find(std::string(json::string_or(json::find(error, "file"))));
    const auto line = static_cast<std::size_t>(json::int_or(json::find(error, "line")));
    if (found == places.end()) return;
    for (const auto& variant : found->second)
      if (variant.first <= line && line <= variant.last) guilty.insert(variant.id);
  }

  io::Task<base::Result<>> add_to_cover(boost::json::object& request) override {
    std::function<boost::json::object(std::stop_token)> work = [&](std::stop_token stop) {
      boost::json::object out;
      boost::json::array files;
      boost::json::array probes;
      for (const auto& path : project_.sources) {
        if (is_protected(path) || files.size() >= k_probed_files_max || stop.stop_requested()) continue;
        const auto source = Source::load(benches()[0].tree, path);
        if (!source) continue;
        const auto probed = with_probes(*source, probes.size(), "plumb.Switch.hit({0});");
        files.push_back({{"path", path}, {"text", probed.text}});
        for (const std::size_t line : probed.lines) probes.push_back(boost::json::array{path, line});
      }
      out["files"] = std::move(files);
      out["probes"] = std::move(probes);
      return out;
    };
    auto more = co_await io::offload(std::move(work));
    for (auto& [key, value] : more) request[key] = std::move(value);
    co_return base::Result<>{};
  }

  JavaProject project_;
  std::string scratch_;
};

}  // namespace

io::Task<base::Result<std::unique_ptr<Lab>>> make_java_lab(io::Launcher launcher, JavaProject project, LabPlace place,
                                                           const std::vector<Source>& sources) {
  auto lab = std::make_unique<JavaLab>(launcher, std::move(project), sources);
  CO_TRY_DO(co_await lab->prepare(std::move(place)));
  co_return std::unique_ptr<Lab>(std::move(lab));
}

}  // namespace repair
