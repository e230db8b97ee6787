// Any message: the claims are bounded, valid, and can be marked; a claim with no run is never
// proven.
#include <cstdint>
#include <cstdlib>

#include "text/utf8.h"
#include "verify/claims.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  auto claims = verify::claims_in(input);
  if (claims.size() > verify::k_claims_max) std::abort();
  for (const auto& claim : claims) {
    if (claim.text.empty() || claim.text.size() > verify::k_claim_text_max) std::abort();
    if (!text::is_valid_utf8(claim.text)) std::abort();
  }
  claims.push_back({"all tests pass", std::string(input), true});
  const std::size_t n = claims.size();
  for (const auto& marked : verify::mark_claims(claims, {}, {"pytest"}, 0, true))
    if (marked.mark == verify::Mark::proven || marked.why.empty()) std::abort();
  // The same text as a command and as its output.
  verify::Evidence run;
  run.event = 1;
  run.command = std::string(input.substr(0, input.find('|')));
  run.output = std::string(input);
  if (verify::mark_claims(std::move(claims), {run}, {"pytest"}, 0, true).size() != n) std::abort();
  (void)verify::scripts_started(run.command);
  (void)verify::writes_around(run.command);
  return 0;
}
