#!/bin/sh
# How fast plumb searches, beside ripgrep: bench/search.sh [TREE] [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
cmake --preset release >/dev/null
cmake --build --preset release --target search_bench >/dev/null
exec build/release/bench/search_bench "${1:-/usr/include}" "${2:-5}"
