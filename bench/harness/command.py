"""The command line of bench/run."""

import argparse
import json
import os
import pathlib
import sys
import tempfile

from harness import build, guard, loopback, machine, peers, programs, work
from harness.figures import Table

BENCHMARKS = {**work.BENCHMARKS, **programs.BENCHMARKS}


def absolute(word):
    return pathlib.Path(word).resolve()


def parse(words):
    parser = argparse.ArgumentParser(prog="bench/run", description="What plumb costs, beside the peers and the right "
                                     "tools. One table a benchmark; all of them without a NAME.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a benchmark of --list, or guard")
    parser.add_argument("--list", action="store_true", help="the names, and what each measures")
    parser.add_argument("--peers", action="store_true", help="measure the peers as well: from npm, into the cache")
    parser.add_argument("--only", metavar="A,B", help="of the peers, these")
    parser.add_argument("--cache", type=pathlib.Path, default=peers.default_cache(), help="where peers are (%(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="of each measurement of a program (%(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout instead of tables")
    parser.add_argument("--no-build", action="store_true", help="measure build/release as it is")
    group = parser.add_argument_group("guard")
    group.add_argument("--accept", action="store_true", help="make what is found the accepted counts")
    group.add_argument("--plumb", type=absolute, help="the program of the dev build")
    group.add_argument("--preload", type=absolute, help="its liballocations.so")
    group.add_argument("--self-test", action="store_true", help="prove that it would notice growth")
    group.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(words)
    unknown = [name for name in args.names if name not in BENCHMARKS and name != "guard"]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}, guard")
    if "guard" in args.names and len(args.names) > 1:
        parser.error("guard is run alone: it counts another build than the benchmarks measure")
    return args


def run_guard(args, words):
    if args.self_test:
        return guard.self_test()
    if args.inside:
        loopback.bring_up()
        return guard.main(args)
    if not args.plumb or not args.preload:
        build.build("dev", ["plumb", "allocations"])
        words = [*words, "--plumb", str(build.TOP / "build/dev/plumb"),
                 "--preload", str(build.TOP / "build/dev/bench/liballocations.so")]
    return guard.inside([word for word in words if word != "guard"])


def print_list():
    for name, (about, _) in BENCHMARKS.items():
        print(f"{name:<16} {about}")
    print("guard            counts that do not depend on the machine's load, against bench/accepted.json")


def main(words):
    args = parse(words)
    if args.list:
        print_list()
        return 0
    if args.names == ["guard"]:
        return run_guard(args, words)
    names = args.names or list(BENCHMARKS)
    if not args.no_build:
        build.build("release", build.targets(names))
    out = sys.stderr if args.json else sys.stdout
    installed, missing = peers.install(args.cache, args.only) if args.peers else ([], [])
    alone = loopback.enter()
    if args.peers and not alone:
        print("peers are only run where nothing but loopback can be reached: as root, where unshare(2) is allowed",
              file=sys.stderr)
        return 2
    facts = machine.facts() | {"network": "loopback only" if alone else "the machine's"}
    versions = machine.versions(build.PLUMB) | {peer.name: peer.version_installed for peer in installed}
    print_head(facts, versions, out)
    tables = []
    with tempfile.TemporaryDirectory(prefix="plumb-bench-", dir="/var/tmp") as folder:
        place = work.Place(pathlib.Path(folder), args.rounds, installed, missing)
        for name in names:
            about, measure = BENCHMARKS[name]
            table = Table(name, about)
            measure(place, table)
            table.print(out)
            tables.append(table)
    facts["load_at_end"] = round(os.getloadavg()[0], 2)
    print(f"\nload {facts['load_at_end']} at the end", file=out)
    if args.json:
        json.dump({"machine": facts, "versions": versions, "benchmarks": [table.plain() for table in tables]},
                  sys.stdout, indent=1)
        print()
    return 0


def print_head(facts, versions, out):
    print(f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, Linux {facts['kernel']}, "
          f"load {facts['load_at_start']} at the start; network: {facts['network']}", file=out)
    print(", ".join(f"{name} {version or 'not installed'}" for name, version in versions.items()), file=out, flush=True)
