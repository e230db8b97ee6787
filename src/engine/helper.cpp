#include "engine/helper.h"

#include "sandbox/box.h"

namespace engine {

bool is_helper(int argc, char** argv) { return sandbox::is_txd(argc, argv); }
int run_helper(int argc, char** argv) { return sandbox::txd_main(argc, argv); }

}  // namespace engine
