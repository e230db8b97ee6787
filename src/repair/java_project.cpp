#include "java_project.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "code/walk.h"
#include "native_project.h"

namespace repair {
namespace {

constexpr std::size_t k_log_max = std::size_t{64} << 20;

/// Notes its call in $PLUMB_RECORD. A test that fails must not keep the next from being run.
constexpr std::string_view k_recorder = R"(#!/bin/sh
{
  printf '=%s\n%s\n' "NAME" "$PWD"
  for word; do
    case $word in
      @*) tr -s ' ' '\n' < "${word#@}" ;;
      *) printf '%s\n' "$word" ;;
    esac
  done
  printf '.\n'
} >> "$PLUMB_RECORD"
PATH=$PLUMB_PATH
export PATH
)";

constexpr std::string_view k_gradle = R"(allprojects {
  afterEvaluate { project ->
    if (project.plugins.hasPlugin('java')) {
      project.task('plumbProject') {
        doLast {
          def sets = [project.sourceSets.main, project.sourceSets.test]
          println '=javac'
          println project.projectDir
          println '-classpath'
          println project.sourceSets.test.runtimeClasspath.asPath
          println '-sourcepath'
          println sets.collect { it.java.srcDirs }.flatten().join(File.pathSeparator)
          println '-d'
          println project.buildDir
          println '.'
        }
      }
    }
  }
}
)";

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(at, from), text.size());
    if (to > from) out.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), text) != set.end();
}

std::string from_folder(const std::string& folder, const std::string& path) {
  return path.starts_with('/') ? base::normalize(path) : base::normalize(base::join(folder, path));
}

/// The words of javac.
JavaCompile compile_of(const std::vector<std::string>& words, const std::string& folder) {
  JavaCompile out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool has_value = i + 1 < words.size();
    if (word == "-d" && has_value) {
      out.into = from_folder(folder, words[++i]);
    } else if (is_one_of(word, {"-cp", "-classpath", "--class-path"}) && has_value) {
      for (const auto& path : split(words[++i], ':')) out.classpath.push_back(from_folder(folder, path));
    } else if (is_one_of(word, {"-sourcepath", "--source-path"}) && has_value) {
      for (const auto& path : split(words[++i], ':')) out.roots.push_back(from_folder(folder, path));
    } else if (is_one_of(word, {"-source", "-target", "--release", "-encoding", "--source", "--target", "--add-modules", "--add-exports"}) && has_value) {
      out.options.push_back(word);
      out.options.push_back(words[++i]);
    } else if (is_one_of(word, {"--enable-preview", "-parameters"})) {
      out.options.push_back(word);
    } else if (is_one_of(word, {"-s", "-h", "-processor", "-processorpath", "--processor-path", "-p", "--module-path", "-Xmaxerrs"}) && has_value) {
      ++i;
    } else if (word.ends_with(".java") && !word.starts_with('-')) {
      out.sources.push_back(from_folder(folder, word));
    }
  }
  return out;
}

void read_java(const std::vector<std::string>& words, const std::string& folder, JavaCalls& calls) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool has_value = i + 1 < words.size();
    if (is_one_of(word, {"-cp", "-classpath", "--class-path"}) && has_value) {
      for (const auto& path : split(words[++i], ':')) calls.classpath.push_back(from_folder(folder, path));
    } else if (word == "-jar" && has_value) {
      calls.classpath.push_back(from_folder(folder, words[++i]));
      return;
    } else if (word.starts_with("-ea") || word.starts_with("-enableassertions")) {
      calls.asserts = true;
    } else if (!word.starts_with('-')) {
      calls.mains.push_back({word, {words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end()}});
      return;
    }
  }
}

/// By the name of the file alone: javac wants no folders like those of the package.
bool is_source_of(const std::string& path, const std::string& name) {
  return base::file_name(path) == name.substr(name.rfind('.') + 1) + ".java";
}

JavaProject::Runner runner_of(std::vector<std::string>& classpath) {
  const auto find = [&](std::initializer_list<std::string_view> starts) {
    return std::find_if(classpath.begin(), classpath.end(), [&](const std::string& path) {
      const auto name = base::file_name(path);
      return path.ends_with(".jar") && std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return name.starts_with(start); });
    });
  };
  if (find({"junit-platform-launcher", "junit-platform-console"}) != classpath.end()) return JavaProject::Runner::junit5;
  // Maven's runner has a launcher of its own: beside the engine, in the same version.
  const auto engine = find({"junit-platform-engine"});
  if (engine != classpath.end()) {
    std::string path = *engine;
    for (std::size_t at = 0; (at = path.find("junit-platform-engine", at)) != std::string::npos;) path.replace(at, 21, "junit-platform-launcher");
    if (base::exists(path)) {
      classpath.push_back(path);
      return JavaProject::Runner::junit5;
    }
  }
  return find({"junit-4", "junit4", "junit."}) != classpath.end() ? JavaProject::Runner::junit4 : JavaProject::Runner::mains;
}

std::string relative_to(const std::string& tree, const std::string& path) {
  return base::is_within(path, tree) ? base::relative(path, tree) : path;
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

std::optional<JavaProject> project_of(const std::string& tree, const JavaCalls& calls) {
  JavaProject project;
  std::set<std::string> made;  // folders of classes
  std::vector<std::string> classpath = calls.classpath;
  for (const auto& compile : calls.compiles) {
    if (!compile.into.empty()) made.insert(compile.into);
    classpath.insert(classpath.end(), compile.classpath.begin(), compile.classpath.end());
    for (const auto& path : compile.sources)
      if (base::is_within(path, tree) && base::exists(path)) add_once(project.sources, base::relative(path, tree));
    for (const auto& root : compile.roots) {
      if (!base::is_within(root, tree) || !base::is_dir(root)) continue;
      code::WalkOptions options;
      options.ignored = code::Ignored::show;
      options.globs = {"*.java"};
      if (const auto walked = code::walk(root, options))
        for (const auto& entry : walked->entries)
          if (entry.kind == code::Kind::file && entry.path != "module-info.java") add_once(project.sources, relative_to(tree, base::join(root, entry.path)));
      if (const auto beside = base::join(base::parent(root), "resources"); base::is_dir(beside))
        add_once(project.resources, relative_to(tree, beside));
    }
    for (std::size_t i = 0; i < compile.options.size(); ++i) {
      if (compile.options[i] == "-encoding" && i + 1 < compile.options.size()) {
        project.encoding = compile.options[++i];
      } else if (&compile == &calls.compiles.front()) {
        project.options.push_back(compile.options[i]);
      }
    }
  }
  if (project.sources.empty()) return std::nullopt;
  std::vector<std::string> jars;
  for (const auto& path : classpath) {
    const bool is_made = std::any_of(made.begin(), made.end(), [&](const std::string& folder) { return path == folder || base::is_within(path, folder); });
    if (is_made || !base::exists(path) || path == tree) continue;
    add_once(path.ends_with(".jar") ? jars : project.resources, relative_to(tree, path));
  }
  project.classpath = std::move(jars);
  project.runner = runner_of(project.classpath);
  for (const auto& main : calls.mains) {
    const bool is_ours = std::any_of(project.sources.begin(), project.sources.end(), [&](const std::string& path) { return is_source_of(path, main.name); });
    if (is_ours) project.mains.push_back(main);
  }
  project.asserts = calls.asserts || project.runner != JavaProject::Runner::mains;
  if (!project.mains.empty()) project.runner = JavaProject::Runner::mains;
  if (project.runner == JavaProject::Runner::mains && project.mains.empty()) return std::nullopt;
  return project;
}

base::Result<> write_recorders(const std::string& folder) {
  TRY_DO(base::make_dirs(folder));
  TRY_DO(base::write_file(base::join(folder, "plumb.gradle"), k_gradle));
  for (const char* name : {"javac", "java"}) {
    std::string text(k_recorder);
    text.replace(text.find("NAME"), 4, name);
    text += std::string(name) == "javac" ? "exec javac \"$@\"\n" : "java \"$@\"\nexit 0\n";
    TRY_DO(base::write_file(base::join(folder, name), text));
  }
  return {};
}

}  // namespace

std::vector<JavaCompile> read_maven_log(std::string_view log) {
  std::vector<JavaCompile> out;
  for (std::size_t at = 0; (at = log.find("[DEBUG] -d ", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(log.find('\n', at), log.size());
    out.push_back(compile_of(split(log.substr(at + 8, end - at - 8), ' '), "/"));
    at = end;
  }
  return out;
}

JavaCalls read_java_calls(std::string_view record) {
  JavaCalls calls;
  std::string kind;
  std::vector<std::string> words;
  for (auto& line : split(record, '\n')) {
    if (line == "=javac" || line == "=java") {
      kind = line.substr(1);
      words.clear();
    } else if (line != "." || words.empty()) {
      words.push_back(std::move(line));
    } else {
      const std::string folder = words.front();
      words.erase(words.begin());
      if (kind == "javac") calls.compiles.push_back(compile_of(words, folder));
      if (kind == "java") read_java(words, folder, calls);
      kind.clear();
      words.clear();
    }
  }
  return calls;
}

io::Task<base::Result<std::optional<JavaProject>>> java_project(io::Launcher launcher, std::string tree, verify::Check check,
                                                                base::Env env, std::string scratch, io::Millis limit) {
  const std::string folder = base::join(scratch, "recorders");
  const std::string record = base::join(scratch, "java-calls");
  const std::string log = base::join(scratch, "java-log");
  CO_TRY_DO(write_recorders(folder));
  std::string command = check.command;
  const auto words = split(command, ' ');
  const std::string program(words.empty() ? "" : base::file_name(words[0]));
  const bool is_maven = program == "mvn" || program == "mvnw";
  const bool is_gradle = program == "gradle" || program == "gradlew";
  if (is_maven) command = "rm -rf target/maven-status target/classes target/test-classes; " + command + " -X";
  if (is_gradle) command = words[0] + " --offline -q -I '" + base::join(folder, "plumb.gradle") + "' plumbProject";
  command = "chmod +x '" + folder + "/java' '" + folder + "/javac'; { " + command + "; } > '" + log + "' 2>&1";
  env.set("PLUMB_RECORD", record);
  env.set("PLUMB_PATH", env.get("PATH").value_or(""));
  env.set("PATH", folder + ":" + env.get("PATH").value_or(""));
  std::vector<std::string> argv{"/bin/sh", "-c", command};
  CO_TRY_DO(co_await shell_run(launcher, std::move(argv), tree, env, limit));
  const auto printed = base::read_file(log, k_log_max);
  const auto recorded = base::read_file(record, k_log_max);
  JavaCalls calls;
  if (recorded) calls = read_java_calls(*recorded);
  if (printed && is_gradle) calls = read_java_calls(*printed);
  if (printed && is_maven)
    for (auto& compile : read_maven_log(*printed)) calls.compiles.push_back(std::move(compile));
  std::function<std::optional<JavaProject>(std::stop_token)> work = [&](std::stop_token) { return project_of(tree, calls); };
  co_return co_await io::offload(std::move(work));
}

}  // namespace repair
