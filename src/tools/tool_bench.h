#pragma once
// For tests: a loop, a fake workspace and the tools of a session on it.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "fake_workspace.h"
#include "io/loop.h"
#include "json/json.h"
#include "tools/set.h"

namespace tools {

class ToolBench : public testing::Test {
 protected:
  explicit ToolBench(std::string edit_tool = "edit") { model.edit_tool = std::move(edit_tool); }

  Output call(const std::string& name, std::string arguments) {
    if (!set) {
      SetOptions options;
      options.model = model;
      set = std::make_unique<ToolSet>(files, std::move(options));
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
  FakeWorkspace files;
  llm::ModelInfo model;
  std::unique_ptr<ToolSet> set;
  std::string watched;
  int calls = 0;
};

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace tools
