#pragma once
// How a Java project is compiled and tested, as far as the server in Java needs it.

#include <optional>
#include <string>
#include <vector>

#include "io/process.h"
#include "verify/verify.h"

namespace repair {

struct JavaProject {
  enum class Runner { mains, junit4, junit5 };
  struct Main {
    std::string name;  ///< a class whose `main` is a test
    std::vector<std::string> arguments;
  };
  std::vector<std::string> sources;    ///< relative to the root
  std::vector<std::string> classpath;  ///< without what is compiled from them; relative ones from the root
  std::vector<std::string> resources;  ///< folders
  std::vector<std::string> options;    ///< of the compiler: "--release", "11"
  std::string encoding;                ///< "" = UTF-8
  std::vector<Main> mains;
  Runner runner = Runner::mains;
  bool asserts = false;  ///< `assert` counts
};

/// Finds out by watching: runs the check once in `tree`, a copy, with `javac` and `java` in PATH that note how
/// they were called; Maven says it with -X, Gradle by a task of ours. Nothing = no Java, or none that could be
/// understood. Fails with cancelled, io.
io::Task<base::Result<std::optional<JavaProject>>> java_project(io::Launcher launcher, std::string tree, verify::Check check,
                                                                base::Env env, std::string scratch, io::Millis limit);

// The parts, for tests.

/// One call of a compiler.
struct JavaCompile {
  std::string into;  ///< -d
  std::vector<std::string> classpath, roots, sources, options;
};
/// The calls of the compiler in what `mvn -X` prints.
std::vector<JavaCompile> read_maven_log(std::string_view log);
/// What the recorders wrote: for each call a line "=javac" or "=java", the folder, the arguments, and ".".
struct JavaCalls {
  std::vector<JavaCompile> compiles;
  std::vector<JavaProject::Main> mains;
  std::vector<std::string> classpath;  ///< of `java`
  bool asserts = false;
};
JavaCalls read_java_calls(std::string_view record);

}  // namespace repair
