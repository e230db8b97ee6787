// Rust, Go, JavaScript, Java and Kotlin.

#include <boost/json/value.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "signs.h"

namespace verify {

std::optional<Check> find_cargo(const Project& project) {
  if (!project.has("Cargo.toml")) return std::nullopt;
  return Check{"cargo test", "cargo test --no-fail-fast", "Cargo.toml"};
}

std::optional<Check> find_go(const Project& project) {
  if (!project.has("go.mod")) return std::nullopt;
  return Check{"go test", "go test -v ./...", "go.mod"};
}

std::optional<Check> find_node(const Project& project) {
  const std::string text = project.read("package.json");
  if (text.empty()) return std::nullopt;
  const auto package = json::parse(text);
  if (!package) return std::nullopt;  // npm itself will say what is wrong with it
  const auto script = json::string_or(json::find(*package, "scripts", "test"));
  if (!script.empty() && script.find("no test specified") == std::string_view::npos) {
    std::string runner = "npm";
    if (project.has("pnpm-lock.yaml")) runner = "pnpm";
    if (project.has("yarn.lock")) runner = "yarn";
    return Check{"npm test", runner + " test", "package.json has a script \"test\""};
  }
  for (const std::string folder : {"test", "tests", "."})
    if (const auto names = base::list_dir(base::join(project.root, folder)))
      for (const auto& name : *names)
        for (const std::string_view end : {".test.js", ".test.mjs", ".test.cjs"})
          if (name.ends_with(end))
            return Check{"npm test", "node --test", name + " and no script \"test\""};
  return std::nullopt;
}

std::optional<Check> find_jvm(const Project& project) {
  if (project.has("pom.xml"))
    return Check{"maven", project.has("mvnw") ? "./mvnw -B test" : "mvn -B test", "pom.xml"};
  for (const std::string file : {"build.gradle", "build.gradle.kts"})
    if (project.has(file))
      return Check{"gradle", project.has("gradlew") ? "./gradlew test" : "gradle test", file};
  return std::nullopt;
}

}  // namespace verify
