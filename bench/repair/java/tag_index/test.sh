#!/bin/sh
# Compiles and runs the tests; prints TAP.
set -e
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
javac -d "$out" src/*.java test/*.java
for test in test/*Test.java; do
  java -cp "$out" "$(basename "$test" .java)"
done
