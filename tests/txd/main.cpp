// The sandbox's helper as a program of its own, for the tests of modules that do not link all of plumb.
#include "sandbox/box.h"

int main(int argc, char** argv) { return sandbox::txd_main(argc, argv); }
