#pragma once
// How a run is closed: the proof of its tree, what became of the model's claims, the receipt. One object a
// session, since what is known of the tree before is known once.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.h"
#include "claims.h"
#include "proof.h"
#include "receipt.h"
#include "tools/report.h"

namespace engine {

class Closing {
 public:
  struct Parts {
    Guard& guard;
    workspace::Workspace& workspace;
    journal::Journal& journal;
    const base::Env& env;
    const Mask* mask = nullptr;   ///< of the secrets; null = there are none
  };
  /// `checks` may be empty: then they are looked for in what the session made. Parts must outlive it.
  Closing(Parts parts, std::string session, std::vector<verify::Check> checks, ProofOptions options);

  /// As Prover::prove.
  io::Task<base::Result<Proof>> prove(std::string task);
  /// The tests that failed in `proof` and nothing else, on the tree as it is now: what to tell the model if
  /// some of them still fail. "" = none does, or they cannot be run alone. Fails as prove().
  io::Task<base::Result<std::string>> still_failing(const Proof& proof);
  /// Marks what the model said (its structured report, if there is one, and its last message) by the
  /// session's record; into the report. A claim about tests of a session that changed nothing, and whose
  /// run is not on record, is shown or refuted by a run of plumb's own. Fails with cancelled, io.
  io::Task<base::Result<>> mark_claims(const tools::FinalReport* said, const std::string& text, Report& report);
  /// Writes the receipt of this proof, of what `model` did, to the session's folder and the log; its id goes
  /// into the report.
  /// Fails with cancelled, or if it cannot be written.
  io::Task<base::Result<>> give_receipt(const Proof& proof, std::string model, Report& report);

 private:
  base::Result<std::vector<verify::MarkedClaim>> marked(std::vector<verify::Claim> claims, bool changed) const;

  Parts parts_;
  std::string session_;
  std::vector<verify::Check> checks_;
  std::string task_;
  Prover prover_;
};

}  // namespace engine
