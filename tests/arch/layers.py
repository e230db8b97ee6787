#!/usr/bin/env python3
"""Fails when a module of src/ includes another one that it does not name, or that lies above it.

The build already hides the headers of modules that are not listed in DEPS. What it does not see:
a DEPS that points upwards, a cycle that grows through two innocent lines, `#include "../agent/x.h"`,
and a foreign library used by a module that does not list it. So this reads the list of modules in
CMakeLists.txt and every #include below src/, and compares both with the order of the design.

usage: layers.py ROOT [--self-test]
"""

import os
import re
import sys
import tempfile

# The design's order, from the ground up. Modules in one row do not know each other.
ORDER = [
    ["base"],
    ["text", "json"],
    ["io"],
    ["sandbox", "txn", "mcp"],
    ["workspace", "code", "journal", "llm"],
    ["tools", "verify", "ngram"],
    ["repair"],
    ["agent"],
    ["engine"],
    ["host"],
    ["acp", "mcp_server", "lsp", "tui"],
    ["server"],
    ["app"],
]
# Rows in which some do know each other, said openly: (user, used).
SAME_ROW = {("mcp_server", "acp")}   # its lines over standard input and output

# Front ends see sessions through include/plumb alone, as any other program could: whole modules, and of app the files that look
# at sessions and change them.
BY_THE_LIBRARY = {"acp", "mcp_server", "server", "tui"}
BY_THE_LIBRARY_ALONE = ["src/app/view_commands.cpp"]
BEHIND_THE_LIBRARY = {name for row in ORDER[ORDER.index(["io"]) + 1:ORDER.index(["host"])] for name in row}

LEVEL = {name: row for row, names in enumerate(ORDER) for name in names}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
DECLARATION = re.compile(r'^\s*(module|program)\(([^)]*)\)', re.M)


def declared(cmake):
    """NAME -> set of DEPS, from the module() and program() lines."""
    out = {}
    text = re.sub(r'#.*', '', cmake)
    for kind, body in DECLARATION.findall(text):
        words = body.split()
        name = words[0] if kind == "module" else words[1]
        deps, into = set(), None
        for word in words[1:] if kind == "module" else words[2:]:
            if word in ("DEPS", "LINK"):
                into = word
            elif into == "DEPS":
                deps.add(word)
        out[name] = deps
    return out


def cycle(deps):
    """A cycle in the graph as a list of names, or None."""
    state, path = {}, []

    def visit(name):
        state[name] = "open"
        path.append(name)
        for dep in sorted(deps.get(name, ())):
            if state.get(dep) == "open":
                return path[path.index(dep):] + [dep]
            if dep not in state:
                found = visit(dep)
                if found:
                    return found
        state[name] = "done"
        path.pop()
        return None

    for name in sorted(deps):
        if name not in state:
            found = visit(name)
            if found:
                return found
    return None


def check(root):
    """The list of what is wrong, one sentence each."""
    with open(os.path.join(root, "CMakeLists.txt"), encoding="utf-8") as file:
        deps = declared(file.read())
    wrong = []
    if not deps:
        return ["CMakeLists.txt declares no module: this test reads nothing"]
    for name, used in sorted(deps.items()):
        if name not in LEVEL:
            wrong.append(f"module {name} has no place in the order of tests/arch/layers.py")
            continue
        for dep in sorted(used):
            if dep not in deps:
                wrong.append(f"module {name} lists {dep}, which is no module")
            elif LEVEL.get(dep, 99) > LEVEL[name]:
                wrong.append(f"module {name} lists {dep}, which lies above it")
            elif name in BY_THE_LIBRARY and dep in BEHIND_THE_LIBRARY:
                wrong.append(f"module {name} lists {dep}: front ends go through include/plumb")
            elif LEVEL[dep] == LEVEL[name] and (name, dep) not in SAME_ROW:
                wrong.append(f"module {name} lists {dep}, which lies beside it")
    loop = cycle(deps)
    if loop:
        wrong.append("the modules form a cycle: " + " -> ".join(loop))

    src = os.path.join(root, "src")
    folders = sorted(f for f in os.listdir(src) if os.path.isdir(os.path.join(src, f)))
    files = 0
    for folder in folders:
        if folder not in deps:
            wrong.append(f"src/{folder} is not declared in CMakeLists.txt")
            continue
        for where, _, names in os.walk(os.path.join(src, folder)):
            for name in sorted(names):
                if not name.endswith((".cpp", ".h", ".ipp", ".hpp", ".c")):
                    continue
                files += 1
                path = os.path.join(where, name)
                with open(path, encoding="utf-8") as file:
                    includes = INCLUDE.findall(file.read())
                short = os.path.relpath(path, root)
                public = os.path.join("include", folder) in where
                for include in includes:
                    first = include.split("/")[0]
                    if first == "plumb":   # include/plumb: the library's header, which is the host's
                        first = "host"
                    if short in BY_THE_LIBRARY_ALONE and first in BEHIND_THE_LIBRARY | {"host"} and not include.startswith("plumb/"):
                        wrong.append(f"{short} includes {include}: it goes through include/plumb")
                    if ".." in include.split("/"):
                        wrong.append(f"{short} includes {include}: a path with .. goes around the modules")
                    elif first in deps and "/" in include and first != folder and first not in deps[folder]:
                        wrong.append(f"{short} includes {include}, but {folder} does not list {first}")
                    elif public and "/" not in include:
                        wrong.append(f"{short} is public and includes the private {include}")
    if files == 0:
        wrong.append("no source file was found below src/")
    return wrong


def self_test():
    """Each way of being wrong, in a tree of its own, must be found; and the right tree must pass."""
    cases = [
        ("right", "module(base)\nmodule(json DEPS base)\n", {"json/a.cpp": '#include "base/b.h"\n'}, None),
        ("undeclared", "module(base)\nmodule(json DEPS base)\n", {"base/b.cpp": '#include "json/j.h"\n'},
         "src/base/b.cpp includes json/j.h, but base does not list json"),
        ("upwards", "module(base DEPS json)\nmodule(json)\n", {"base/b.cpp": ""},
         "module base lists json, which lies above it"),
        ("beside", "module(text DEPS json)\nmodule(json)\n", {"text/b.cpp": ""},
         "module text lists json, which lies beside it"),
        ("cycle", "module(base DEPS json)\nmodule(json DEPS base)\n", {"base/b.cpp": ""},
         "the modules form a cycle: base -> json -> base"),
        ("around", "module(base)\nmodule(json DEPS base)\n", {"base/b.cpp": '  # include "../json/j.h"\n'},
         "goes around the modules"),
        ("private", "module(base)\n", {"base/include/base/b.h": '#include "inner.h"\n'}, "includes the private inner.h"),
        ("library", "module(base)\nmodule(engine)\n", {"engine/e.cpp": '#include "plumb/host.h"\n', "base/b.cpp": ""}, None),
        ("library below", "module(base)\nmodule(engine)\nmodule(host)\n",
         {"engine/e.cpp": '#include "plumb/host.h"\n', "base/b.cpp": "", "host/h.cpp": ""},
         "src/engine/e.cpp includes plumb/host.h, but engine does not list host"),
        ("front end", "module(engine)\nmodule(acp DEPS engine)\n", {"acp/a.cpp": "", "engine/e.cpp": ""},
         "module acp lists engine: front ends go through include/plumb"),
        ("view", "module(engine)\nmodule(host)\nprogram(plumb app DEPS engine host)\n",
         {"app/view_commands.cpp": '#include "engine/records.h"\n', "engine/e.cpp": "", "host/h.cpp": ""},
         "src/app/view_commands.cpp includes engine/records.h: it goes through include/plumb"),
        ("unknown", "module(base DEPS colour)\n", {"base/b.cpp": ""}, "lists colour, which is no module"),
        ("no place", "module(base)\nmodule(helpers DEPS base)\n", {"base/b.cpp": ""}, "module helpers has no place"),
        ("folder", "module(base)\n", {"base/b.cpp": "", "extra/e.cpp": ""}, "src/extra is not declared"),
        ("empty", "module(base)\n", {"base/README.md": ""}, "no source file was found"),
        ("commented", "# module(base)\n", {"base/b.cpp": ""}, "declares no module"),
    ]
    failed = 0
    for name, cmake, files, expected in cases:
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "CMakeLists.txt"), "w", encoding="utf-8") as file:
                file.write(cmake)
            for path, text in files.items():
                full = os.path.join(root, "src", path)
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, "w", encoding="utf-8") as file:
                    file.write(text)
            wrong = check(root)
            good = not wrong if expected is None else any(expected in line for line in wrong)
            if not good:
                failed += 1
                print(f"case {name}: expected {expected or 'nothing'}, got {wrong}")
    print(f"{len(cases) - failed} of {len(cases)} cases")
    return failed


def main():
    if "--self-test" in sys.argv:
        return 1 if self_test() else 0
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    wrong = check(sys.argv[1])
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
