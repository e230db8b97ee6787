#!/bin/bash
# bench/isolation.sh [--plumb PROGRAM] [--files N] [--rounds N]
#
# What isolation costs a user, as ratios in one run, in turns:
#   fork     of a tree of N files (50,000): plumb fork make, against git worktree add and
#            cp -a --reflink=auto
#   build    of a C project of 60 files (cc through make, CPU seconds of all processes): in plumb try,
#            against the same command as it is
#   remove   rm -rf of a folder of 30,000 files: the command bare, in plumb try --keep, and plumb undo
set -eu
plumb=$(dirname "$0")/../build/release/plumb files=50000 rounds=5
while [ $# -gt 0 ]; do
  case $1 in
    --plumb) plumb=$2; shift 2 ;;
    --files) files=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    *) sed -n 2,9p "$0"; exit 2 ;;
  esac
done
plumb=$(realpath "$plumb")
work=$(mktemp -d "${TMPDIR:-/tmp}/plumb-isolation-XXXXXX")
trap 'chmod -R u+rwx "$work" 2>/dev/null || true; rm -rf "$work"' EXIT
export PLUMB_HOME=$work/home
mkdir "$PLUMB_HOME" "$work/tree"

now() { date +%s%N; }
ms() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", (b - a) / 1e6 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
timed() { local a b; a=$(now); "$@" > /dev/null 2>&1; b=$(now); ms "$a" "$b"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4f", a / b }'; }

echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores, $("$plumb" --version)"

# ---- a tree of many files ----
cd "$work/tree"
python3 - "$files" <<'PY'
import os, sys
for i in range(int(sys.argv[1])):
    folder = f"d{i // 1000}/e{i // 100 % 10}"
    if i % 100 == 0:
        os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/f{i}.txt", "w") as f:
        f.write(f"{i}\n" * 20)
PY
git init -q . && git -c core.safecrlf=false add -A && git -c user.name=b -c user.email=b@b commit -qm all
true_ms=$(for _ in $(seq "$rounds"); do timed /bin/true; done | median)
version_ms=$(for _ in $(seq "$rounds"); do timed "$plumb" --version; done | median)
"$plumb" fork make warm > /dev/null
fork_ms=$(for i in $(seq "$rounds"); do timed "$plumb" fork make "f$i"; done | median)
tree_ms=$(timed git worktree add -q --detach "$work/worktree")
copy_ms=$(timed cp -a --reflink=auto "$work/tree" "$work/copy")
echo "fork of $files files: plumb fork make $fork_ms ms (the process itself: --version $version_ms, /bin/true $true_ms)"
echo "  git worktree add $tree_ms ms, cp -a --reflink=auto $copy_ms ms; ratios $(ratio "$fork_ms" "$tree_ms"), $(ratio "$fork_ms" "$copy_ms")"
rm -rf "$work/worktree" "$work/copy"

# ---- rm -rf of 30,000 files ----
bare_tree() { rm -rf "$work/bare"; cp -a "$work/tree" "$work/bare"; }
bare_tree
some=$(seq -s ' ' -f 'd%g' 0 $((29 < files / 1000 ? 29 : files / 1000 - 1)))
bare_rm=$(cd "$work/bare" && timed rm -rf $some)
try_rm=$(timed "$plumb" try --keep -- rm -rf $some)
[ ! -e d0 ] || { echo "the removal was not applied" >&2; exit 1; }
undo_rm=$(timed "$plumb" undo)
[ -z "$(git status --porcelain)" ] || { echo "the undo left something" >&2; exit 1; }
echo "rm -rf of $(echo $some | wc -w),000 files: bare $bare_rm ms, in plumb try --keep $try_rm ms; plumb undo $undo_rm ms (process included), tree clean again"
rm -rf "$work/bare"

# ---- a build ----
mkdir "$work/c" && cd "$work/c"
python3 - <<'PY'
names = []
for i in range(60):
    with open(f"f{i}.c", "w") as f:
        f.write("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <math.h>\n")
        for j in range(60):
            f.write(f"int f{i}_{j}(int x) {{ char b[64]; snprintf(b, sizeof b, \"%d\", x + {j}); return (int)strlen(b) + abs(x) * {i}; }}\n")
    names.append(f"f{i}.o")
with open("Makefile", "w") as f:
    f.write("CFLAGS = -O1\nall: " + " ".join(names) + "\n\nclean:\n\trm -f *.o\n")
PY
cpu() { local t; t=$( { TIMEFORMAT='%U %S'; time "$@" > /dev/null 2>&1; } 2>&1 ); echo "$t" | awk '{ print $1 + $2 }'; }
# The helper's children are not the shell's: their CPU time is asked for inside.
inside() { "$plumb" try --drop -- bash -c 'TIMEFORMAT="%U %S"; { time make -j2 all > /dev/null 2>&1; } 2>&1' | head -1 | awk '{ print $1 + $2 }'; }
for _ in $(seq "$rounds"); do
  make clean > /dev/null
  cpu make -j2 all >> "$work/outside"
  make clean > /dev/null
  inside >> "$work/inside"
done
out=$(median < "$work/outside") in=$(median < "$work/inside")
echo "build of 60 C files: $out s CPU as it is, $in s in plumb try: ratio $(ratio "$in" "$out")"
