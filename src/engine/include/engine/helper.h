#pragma once

namespace engine {

/// The program also runs as the helper process of its own sandbox. main() asks first of all, and if so
/// returns what run_helper() returns.
bool is_helper(int argc, char** argv);
int run_helper(int argc, char** argv);

}  // namespace engine
