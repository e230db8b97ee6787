#pragma once
#include "plumb/host.h"
#include "rpc.h"

namespace acp {

/// How a run ended, as the answer to session/prompt: a stop reason, or an error if it failed.
Answer prompt_answer(const plumb::Ended& ended, bool cancelled);

}  // namespace acp
