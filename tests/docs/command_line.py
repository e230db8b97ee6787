#!/usr/bin/env python3
"""Fails when a command or an option that the program has is missing where people look it up: in the
overview (--help), the man page, the README, the completions of bash, zsh and fish; or when one of
these names what the program does not have.

The program itself is asked: `plumb COMMAND --help` for the options, the completion script of bash is
run, those of zsh and fish are read. What is a command, args.cpp says.

usage: command_line.py PLUMB ROOT
"""

import pathlib
import re
import subprocess
import sys

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
# Told once for all commands, or an alias.
EVERYWHERE = {"--help"}


def ask(*words):
    return subprocess.run(words, text=True, capture_output=True, check=True).stdout


def man_text(root):
    """The man page without its markup."""
    text = (root / "docs/plumb.1").read_text()
    text = re.sub(r"\\f[A-Z]", "", text).replace("\\-", "-")
    return re.sub(r'^\.[A-Z]+ ?|"', "", text, flags=re.M)


def bash_completions(script, *words):
    """What bash offers behind `plumb WORDS`."""
    code = script + """
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_plumb; printf '%s\\n' "${COMPREPLY[@]}"
"""
    return set(ask("bash", "-c", code, "bash", "plumb", *words).split())


def zsh_completions(script):
    """COMMAND -> the options that zsh offers for it: of its branch, and of the arrays that it names."""
    arrays = {}
    parts = re.split(r"^  ([a-z]+)=\(", script[:script.index("  if ((")], flags=re.M)[1:]
    for name, body in zip(parts[::2], parts[1::2]):
        arrays[name] = set(OPTION.findall(body)).union(*(arrays.get(other, set()) for other in re.findall(r"\$([a-z]+)", body)))
    out = {}
    cases = script[script.index("  case $command in"):script.index("  esac")]
    for names, body in re.findall(r"^    ([a-z|-]+)\) (.*?) ;;$", cases, re.M | re.S):
        offered = set(OPTION.findall(body)).union(*(arrays[other] for other in re.findall(r"\$([a-z]+)", body)))
        out |= {name: offered for name in names.split("|")}
    return out


def fish_completions(script):
    """COMMAND -> the options that fish offers for it; those without a command under ""."""
    out = {}
    for where, option in re.findall(r'^complete -c plumb -n "(.*?)" .*?-l ([a-z-]+)', script, re.M):
        names = [""] if where.startswith("not ") else where.split()[1:]
        for name in names:
            out.setdefault(name, set()).add(f"--{option}")
    return out


class Findings:
    def __init__(self):
        self.wrong, self.claims = [], 0

    def same(self, where, has, should):
        self.claims += 1
        if missing := sorted(should - has):
            self.wrong.append(f"{where} lacks {', '.join(missing)}")
        if strange := sorted(has - should):
            self.wrong.append(f"{where} names what there is not: {', '.join(strange)}")

    def names(self, where, text, words):
        """Each word as a word of its own in `text`."""
        found = {word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)}
        self.same(where, found, set(words))


def check(plumb, root):
    findings = Findings()
    commands = set(re.findall(r'add_subcommand\("([a-z-]+)"', (root / "src/app/args.cpp").read_text()))
    if len(commands) < 10:
        return ["src/app/args.cpp: no commands found: this test reads nothing"], 0
    options = {name: set(OPTION.findall(ask(plumb, name, "--help"))) - EVERYWHERE for name in commands}
    # Without a command: what define() adds to the program itself.
    alone = set(OPTION.findall("\n".join(re.findall(r"^  app\.add_(?:flag|option)\(.*", (root / "src/app/args.cpp").read_text(), re.M))))
    everything = set().union(alone, *options.values())
    man, overview = man_text(root), ask(plumb, "--help")
    readme = (root / "README.md").read_text()
    scripts = {shell: ask(plumb, "completions", shell) for shell in ("bash", "zsh", "fish")}

    findings.names("plumb --help", overview, commands)
    findings.names("docs/plumb.1", man, commands)
    findings.names("README.md", readme, commands)
    for shell in ("zsh", "fish"):
        findings.names(f"the completion of {shell}", scripts[shell], commands)
    findings.same("the completion of bash", {word for word in bash_completions(scripts["bash"], "") if not word.startswith("-")}, commands)

    findings.claims += 1
    if ask(plumb, "config", "--schema") != (root / "docs/config.schema.json").read_text():
        findings.wrong.append("docs/config.schema.json is not what `plumb config --schema` prints")

    # Options of git and others stand in the README's examples: only what is missing is looked for.
    findings.names("docs/plumb.1", man, everything)
    known = everything | EVERYWHERE | {"--version", "--print"}
    for where, text in (("plumb --help", overview), ("docs/plumb.1", man)):
        findings.same(where, set(OPTION.findall(text)) | known, known)
    for name in sorted(commands):
        offered = {word for word in bash_completions(scripts["bash"], name, "-") if word.startswith("--") and word != "--"}
        findings.same(f"the completion of bash for {name}", offered - EVERYWHERE, options[name])
    for shell, offered in (("zsh", zsh_completions(scripts["zsh"])), ("fish", fish_completions(scripts["fish"]))):
        for name in sorted(commands):
            findings.same(f"the completion of {shell} for {name}", offered.get(name, set()) - EVERYWHERE, options[name])
    findings.names("the completion of zsh", scripts["zsh"], everything)
    long_of_fish = {f"--{word}" for word in re.findall(r"^complete .* -l ([a-z-]+)", scripts["fish"], re.M)}
    findings.same("the completion of fish", long_of_fish - EVERYWHERE, everything)
    return findings.wrong, findings.claims


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    wrong, claims = check(sys.argv[1], pathlib.Path(sys.argv[2]))
    for line in wrong:
        print(line)
    print(f"{claims} comparisons, {len(wrong)} of them wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
