#pragma once
// Receipts: what was proven about a change, so that anybody can run it again. A receipt is a JSON file in
// the session's folder (receipt.json, the newest; and a blob), named by the SHA-256 of its content. It holds
// no absolute path, no variable's value, no output: those stay in the log.

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "json/json.h"
#include "mask.h"
#include "proof.h"

namespace engine {

inline constexpr std::string_view k_receipt_format = "plumb-receipt/1";
inline constexpr std::size_t k_receipt_max = std::size_t{16} << 20;   ///< bytes of a receipt that is read

/// What the checks ran with, as far as it can decide their result.
struct Environment {
  struct Part {
    std::string name, value;   ///< "os" "Debian GNU/Linux 12", "python3" "sha256:..."
  };
  std::vector<Part> parts;
  std::string digest;          ///< SHA-256 over the parts
};
/// System, machine, the programs that the commands name (by content), and variables that steer tools (by
/// hash). Reads files only.
Environment environment_of(const std::vector<verify::Check>& checks, const base::Env& env);

struct ReceiptContext {
  std::string session, task, model, version, project;   ///< project: the folder's name
  std::string tree_before, tree_after;                   ///< hashes; "" = not known
  std::string why_no_tree;                               ///< one sentence where one is not known
  Environment environment;
  const Mask* mask = nullptr;                            ///< of the secrets; null = there are none
};

/// The receipt, with its "id", and with handles in place of secrets. `claims` are as claims.h makes them.
json::Object make_receipt(const Proof& proof, const ReceiptContext& context, const std::vector<verify::Check>& checks,
                          json::Array claims);

/// A receipt that was read.
struct Receipt {
  std::string id, session, task, status, reason, tree_before, tree_after;
  Environment environment;
  std::vector<verify::Check> checks;
  std::vector<verify::TestResult> tests;   ///< on the final tree
  std::int64_t passed = -1, failed = -1;
  int exit_code = 0;
  struct Change {
    std::string path;     ///< as bytes
    std::string change;   ///< created, modified, deleted, other (no text: ChangeSet::Other)
    std::string sha256;   ///< as it was proven; "" = it was not there, or of `other` not known
  };
  std::vector<Change> changes;
};
/// Fails with invalid: no JSON, another format, a missing member (named), or an id that is not that of the
/// content (it was edited).
base::Result<Receipt> read_receipt(const std::string& text);
/// The session's receipt file: the newest.
std::string receipt_file(const std::string& session_dir);
/// The receipt of a recorded session. Fails with not_found (it has none: says why), and as read_receipt.
base::Result<Receipt> receipt_of(const std::string& session_dir);
/// Files of the change that are not as the receipt has them. Reads only what lies in the workspace's root.
std::vector<std::string> changed_since(const Receipt& receipt, const workspace::Workspace& workspace);

}  // namespace engine
