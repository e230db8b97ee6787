#!/bin/sh
# What a run costs that is plumb's own doing: start-up, time to the first request, memory, its own
# time per tool call, sizes of program and prompt. Beside it /bin/true, and a peer where one is given.
#   bench/startup.sh [--plumb FILE] [--peer FILE] [--runs N] [--files N]
# Build first: cmake --preset release && cmake --build --preset release --target plumb
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$here/../build/bench
mkdir -p "$build"
if [ ! "$build/spawn" -nt "$here/spawn.cpp" ]; then
  for cxx in clang++-16 g++ c++; do
    if command -v "$cxx" >/dev/null; then "$cxx" -std=c++20 -O2 -o "$build/spawn" "$here/spawn.cpp"; break; fi
  done
fi
exec python3 "$here/startup.py" --spawn "$build/spawn" "$@"
