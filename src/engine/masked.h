#pragma once
// Where secrets are put in and taken out: a command's start and what it prints, a tool's result, the record. Internal to engine.

#include <map>
#include <memory>
#include <string>

#include "io/process.h"
#include "journal/journal.h"
#include "secrets.h"
#include "tools/set.h"

namespace engine {

/// Starts a command with the values of its handles (argv for sh: as variables of this command; later what is typed), and takes them out of
/// what it prints. `secrets` must outlive the launcher and its processes. Fails as the launcher, and as Secrets::in_command.
io::Task<base::Result<std::unique_ptr<io::Process>>> start_masked(io::Launcher launcher, const Secrets& secrets, io::ProcessSpec spec);
/// The process that the sandbox knows, of one that start_masked may have made.
const io::Process& unmasked(const io::Process& process);

/// The same with handles in place of values in all strings and names of members.
json::Value masked(const json::Value& value, const Mask& mask);
/// A journal whose events and blobs hold handles in place of values. `secrets` must outlive it.
std::unique_ptr<journal::Journal> masked_journal(std::unique_ptr<journal::Journal> inner, const Secrets& secrets);

/// Tools whose results hold handles in place of values, as they come and in the end: whatever reads a file may find one.
class MaskedTools {
 public:
  /// Must outlive it.
  explicit MaskedTools(const Secrets& secrets) : secrets_(secrets) {}
  /// The tool itself where there are no secrets. `tool` must outlive this.
  tools::Tool* around(tools::Tool* tool);

 private:
  const Secrets& secrets_;
  std::map<tools::Tool*, std::unique_ptr<tools::Tool>> wrapped_;
};

}  // namespace engine
