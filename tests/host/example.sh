#!/bin/sh
# The example of the library at work: builtin, which needs no model, makes a failing test pass.
# usage: example.sh WATCH_TASK
set -eu
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/project"
cat > "$dir/project/calc.py" <<'END'
def add(a, b):
    return a - b
END
cat > "$dir/project/test_calc.py" <<'END'
import unittest
from calc import add


class Add(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(2, 3), 5)
END
export PLUMB_HOME="$dir/home" PLUMB_MODEL=builtin HOME="$dir"
"$program" && exit 1 || [ $? -eq 2 ]
"$program" "$dir/project" "make the failing test pass" > "$dir/out" || { cat "$dir/out"; exit 1; }
grep -q "session.started" "$dir/out"
grep -q "verified" "$dir/out"
grep -q "return a + b" "$dir/project/calc.py"
