#pragma once
// For tests: a loop, a project in a temporary folder, and the tools of a session on it.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "json/json.h"
#include "tools/set.h"
#include "workspace/workspace.h"

namespace tools {

/// A workspace on a temporary folder, and its files.
class Project {
 public:
  Project() {
    workspace::Options options;
    options.root = dir_.path() + "/root";
    options.session_dir = dir_.path() + "/session";
    options.store_dir = dir_.path() + "/store";
    for (const auto& folder : {options.root, options.session_dir})
      EXPECT_TRUE(base::make_dirs(folder));
    auto opened = workspace::Workspace::open(std::move(options));
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().what);
    workspace_ = std::move(*opened);
  }

  workspace::Workspace& workspace() { return *workspace_; }
  [[nodiscard]] const std::string& root() const { return workspace_->root(); }
  /// The folder around the project.
  [[nodiscard]] std::string outside() const { return dir_.path(); }
  [[nodiscard]] const std::vector<workspace::Step>& steps() const { return workspace_->steps(); }

  void put(const std::string& name, const std::string& bytes) const {
    const std::string path = base::join(root(), name);
    EXPECT_TRUE(base::make_dirs(base::parent(path)));
    EXPECT_TRUE(base::write_file(path, bytes));
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    return base::read_file(base::join(root(), name)).value_or("(none)");
  }

 private:
  base::TempDir dir_ = *base::TempDir::make();
  std::unique_ptr<workspace::Workspace> workspace_;
};

class ToolBench : public testing::Test {
 protected:
  explicit ToolBench(std::string edit_tool = "edit") { model.edit_tool = std::move(edit_tool); }

  Output call(const std::string& name, std::string arguments) {
    if (!set) {
      SetOptions options;
      options.model = model;
      set = std::make_unique<ToolSet>(files.workspace(), std::move(options));
    }
    Tool* tool = set->find(name);
    if (tool == nullptr) return set->unknown(name);
    tools::Run run;
    run.call_id = "call_" + std::to_string(++calls);
    run.on_output = [this](std::string_view bytes) { watched += bytes; };
    return loop.run(tool->run(std::move(arguments), std::move(run)));
  }
  Output read(const std::string& path) { return call("read", R"({"path":")" + path + R"("})"); }

  io::Loop loop;
  Project files;
  llm::ModelInfo model;
  std::unique_ptr<ToolSet> set;
  std::string watched;
  int calls = 0;
};

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace tools
