#pragma once
// A step as it is on disk: session_dir/txn/000001.json, written before anything is done and again
// whenever its state changes, each time whole (a temporary file and a rename).

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "workspace/workspace.h"

namespace workspace {

struct StepRecord {
  enum class Kind : std::uint8_t { edit, command };
  enum class State : std::uint8_t {
    open,     ///< about to be done or being done; found at a start: plumb was killed
    done,     ///< done, perhaps undone since (Step::undone, Effect::undone)
    undoing,  ///< being taken back; found at a start: finish it
    dropped,  ///< an edit that failed and was put back: no step
  };

  std::uint64_t number = 0;
  Kind kind = Kind::edit;
  State state = State::open;
  std::string token;  ///< part of the names of its temporary files, so that those can be found
  Step step;
};

/// ".plumb-TOKEN-I.tmp": the temporary file for effect `i`, in the folder of its path.
std::string temporary_name(const StepRecord& record, std::size_t i);

base::Result<> save(const std::string& txn_dir, const StepRecord& record);
/// Fails with invalid if the file is not a record.
base::Result<StepRecord> load_step(const std::string& path);

}  // namespace workspace
