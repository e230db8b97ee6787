"""The measurements of startup.sh. One table, with the command of each figure, all taken in the same
run. Medians; the least and p90 in brackets, since the machine may be busy: then the least and the CPU
time say most."""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

import answering

TOP = pathlib.Path(__file__).resolve().parent.parent
CALLS = 20
TASK = "Say done."


class Agent:
    """A program to be measured: how it is told which model to use."""

    def __init__(self, name, program, folder):
        self.name, self.program = name, str(program)
        self.home = folder / f"home-{name}"
        self.home.mkdir()

    def env(self, url):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}

    def version(self):
        return [self.program, "--version"]

    def unboxed(self):
        """Options for a run without a sandbox; None where run() has none anyway."""
        return None


class Plumb(Agent):
    models = {"responses": "openai/gpt-5.1-codex", "messages": "anthropic/claude-sonnet-4-5", "chat": "bench/bench-1"}

    def env(self, url):
        return super().env(url) | self.configure(self.home, url)

    @staticmethod
    def configure(home, url):
        """Makes `home` one that knows the model on `url`; what the environment must have for it."""
        config = home / "config"
        config.mkdir(exist_ok=True)
        (config / "config.toml").write_text(
            f'[providers.openai]\nbase_url = "{url}"\n[providers.anthropic]\nbase_url = "{url}"\n'
            f'[providers.bench]\nwire = "chat"\nbase_url = "{url}"\nkey_env = ["BENCH_API_KEY"]\n'
            'models = [{ id = "bench-1", window = 200000 }]\n')
        return {"PLUMB_HOME": str(home), "OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k", "BENCH_API_KEY": "k"}

    def run(self, folder, wire="responses"):
        return [self.program, "run", TASK, "-C", str(folder), "--model", self.models[wire]]

    def unboxed(self):
        return ["--sandbox", "full"]

    def calls(self, kind, n, request):
        if kind == "read":
            return ("read", {"path": f"file{n}.txt"})
        return ("shell", {"command": f"true {n}"})


class Codex(Agent):
    """OpenAI's codex, the peer that the targets were taken from."""

    def env(self, url):
        (self.home / "config.toml").write_text(
            'model = "gpt-5.1-codex"\nmodel_provider = "bench"\napproval_policy = "never"\n'
            'sandbox_mode = "danger-full-access"\n'
            f'[model_providers.bench]\nname = "bench"\nbase_url = "{url}"\nenv_key = "BENCH_API_KEY"\n'
            'wire_api = "responses"\n')
        return super().env(url) | {"CODEX_HOME": str(self.home), "BENCH_API_KEY": "k"}

    def run(self, folder, wire="responses"):
        return [self.program, "exec", "--skip-git-repo-check", "-C", str(folder), TASK]

    def calls(self, kind, n, request):
        """It has no read tool: a model reads with sed."""
        command = f"sed -n 1,200p file{n}.txt" if kind == "read" else f"true {n}"
        names = {tool.get("name") for tool in request["tools"]}
        if "exec_command" in names:
            return ("exec_command", {"cmd": command})
        if "shell_command" in names:
            return ("shell_command", {"command": command})
        return ("shell", {"command": ["bash", "-lc", command]})


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder = args, folder
        self.server = answering.Server()
        self.rows = []

    def spawn(self, count, command, env):
        done = subprocess.run([self.args.spawn, str(count), "--out", self.folder / "out", *command],
                              env=env, text=True, capture_output=True, timeout=600, cwd=self.folder)
        if done.returncode:
            raise SystemExit(done.stderr)
        runs = [json.loads(line) for line in done.stdout.splitlines()]
        if any(run["code"] for run in runs):
            said = (self.folder / "out").read_text(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)}\nended with {[run['code'] for run in runs]}:\n{said}")
        return runs

    def row(self, figure, value, command):
        self.rows.append((figure, value, command))
        print(f"{figure:<52} {value:>26}   {command}", flush=True)

    def times(self, figure, values_ms, command):
        ordered = sorted(values_ms)
        p90 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
        self.row(figure, f"{statistics.median(values_ms):.2f} ms ({ordered[0]:.2f} to {p90:.2f})", command)

    def start_up(self, name, command, env):
        runs = self.spawn(self.args.runs, command, env)
        shown = " ".join([pathlib.Path(command[0]).name, *command[1:]])
        self.times(f"{name}: start to end", [run["wall_ns"] / 1e6 for run in runs], shown)
        cpu = statistics.median(run["user_us"] + run["sys_us"] for run in runs) / 1000
        rss = max(run["rss_kib"] for run in runs) / 1024
        self.row(f"{name}: CPU, peak memory", f"{cpu:.2f} ms, {rss:.1f} MiB", "the same runs (wait4)")

    def turn(self, agent, project, what, wire="responses"):
        """One turn: the model answers at once."""
        env = agent.env(self.server.url)
        first, walls, rss, cpu = [], [], [], []
        for i in range(self.args.turns + 1):
            self.server.begin(lambda n, request: {"text": "Done."})
            [run] = self.spawn(1, agent.run(project, wire), env)
            if not self.server.came:
                raise SystemExit(f"{agent.name} sent no request; it asked for {self.server.strange}")
            if i == 0:
                continue   # the first finds cold caches and writes its first files
            first.append((self.server.came[0] - run["start_ns"]) / 1e6)
            walls.append(run["wall_ns"] / 1e6)
            cpu.append((run["user_us"] + run["sys_us"]) / 1e3)
            rss.append(run["rss_kib"] / 1024)
        shown = " ".join([pathlib.Path(agent.program).name, *agent.run(pathlib.Path("DIR"), wire)[1:]])
        self.times(f"{agent.name}: start to first request, {what}", first, shown)
        self.times(f"{agent.name}: one turn, {what}", walls, "the same runs")
        self.turn_cpu_ms = statistics.median(cpu)
        self.row(f"{agent.name}: CPU, peak memory of a turn, {what}",
                 f"{statistics.median(cpu):.2f} ms, {max(rss):.1f} MiB", "the same runs (wait4)")
        return list(self.server.bodies)

    def tool_calls(self, agent, project, kind, options=()):
        """Own time per call: from the answer's last byte to the next request's first byte."""
        env = agent.env(self.server.url)

        def script(n, request):
            return {"calls": [agent.calls(kind, n, request)]} if n < CALLS else {"text": "Done."}

        gaps, cpu = [], []
        for i in range(4):
            self.server.begin(script)
            [run] = self.spawn(1, [*agent.run(project), *options], env)
            if len(self.server.came) != CALLS + 1:
                raise SystemExit(f"{agent.name}: {len(self.server.came)} requests instead of {CALLS + 1}")
            failed = [body for body in self.server.bodies[-1:] if b"is_error" in body or b"unknown tool" in body]
            if failed:
                raise SystemExit(f"{agent.name}: the {kind} call failed: {failed[0][-800:]}")
            if i > 0:
                cpu.append((run["user_us"] + run["sys_us"]) / 1e3)
                gaps += [(came - went) / 1e6 for went, came in zip(self.server.went, self.server.came[1:])]
        self.last_bodies = list(self.server.bodies)
        shown = " ".join([kind, *options])
        self.times(f"{agent.name}: between answer and next request, {shown}", gaps, f"{CALLS} calls in {CALLS} turns, 3 runs")
        self.row(f"{agent.name}: CPU of a call, the command's included, {shown}",
                 f"{(statistics.median(cpu) - self.turn_cpu_ms) / CALLS:.2f} ms", "the same runs less a turn (wait4)")

    def prompt(self, agent, project, wire):
        self.server.begin(lambda n, request: {"text": "Done."})
        self.spawn(1, agent.run(project, wire), agent.env(self.server.url))
        body = self.server.bodies[0]
        whole, system, tools = len(body), *parts(json.loads(body))
        self.row(f"{agent.name}: first request, {wire}", f"{whole} bytes, {whole // 4} tokens", "bytes/4")
        self.row("    system prompt, tools, rest", f"{system}, {tools}, {whole - system - tools}", "bytes")
        return json.loads(body)


def size(value):
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()) if value else 0


def parts(request):
    """Bytes of the system prompt and of the tools, whichever wire it is."""
    system = request.get("instructions") or request.get("system")
    if system is None:
        items = request.get("messages") or request.get("input") or []
        system = [item for item in items if item.get("role") in ("system", "developer")]
    return size(system), size(request.get("tools"))


def make_project(folder, files):
    folder.mkdir()
    for i in range(CALLS):
        (folder / f"file{i}.txt").write_text("".join(f"line {n}\n" for n in range(100)))
    for i in range(files):
        sub = folder / f"part{i // 100}"
        sub.mkdir(exist_ok=True)
        (sub / f"f{i}.txt").write_text(f"file {i}\n")
    git = ["git", "-c", "user.name=b", "-c", "user.email=b@localhost", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run(git + words, cwd=folder, check=True)
    return folder


def libraries(program):
    done = subprocess.run(["ldd", program], text=True, capture_output=True)
    return sum("=>" in line for line in done.stdout.splitlines())


def measure(bench, agent, small, large):
    env = agent.env(bench.server.url)
    megabytes = os.stat(os.path.realpath(agent.program)).st_size / 2**20
    bench.row(f"{agent.name}: program, shared libraries", f"{megabytes:.1f} MiB, {libraries(agent.program)}",
              "stat, ldd")
    bench.start_up(f"{agent.name} --version", agent.version(), env)
    bench.turn(agent, small, "small project")
    if large:
        bench.turn(agent, large, f"{bench.args.files} files")
    for kind in ("read", "shell"):
        bench.tool_calls(agent, small, kind)
    if agent.unboxed():
        bench.tool_calls(agent, small, "shell", agent.unboxed())
    for wire in ("responses", "chat", "messages") if isinstance(agent, Plumb) else ("responses",):
        request = bench.prompt(agent, small, wire)
    if bench.args.show_prompt:
        print(json.dumps(request, indent=1))


def main():
    parser = argparse.ArgumentParser(prog="startup.sh")
    parser.add_argument("--spawn", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--plumb", default=TOP / "build/release/plumb", type=pathlib.Path)
    parser.add_argument("--peer", default=shutil.which("codex"), help="a codex program to measure beside")
    parser.add_argument("--runs", type=int, default=50, help="of --version")
    parser.add_argument("--turns", type=int, default=15, help="runs of one turn")
    parser.add_argument("--files", type=int, default=0, help="measure in a repository of so many files as well")
    parser.add_argument("--show-prompt", action="store_true", help="print the last first request")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumb-bench-") as name:
        folder = pathlib.Path(name)
        bench = Bench(args, folder)
        small = make_project(folder / "small", 0)
        large = make_project(folder / "large", args.files) if args.files else None
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median (least to p90)")
        bench.start_up("true", ["/bin/true"], dict(os.environ))
        bench.start_up("sh -c true", ["/bin/sh", "-c", "true"], dict(os.environ))
        if args.plumb.exists():
            measure(bench, Plumb("plumb", args.plumb.resolve(), folder), small, large)
        else:
            print(f"{args.plumb} is not built")
        if args.peer:
            measure(bench, Codex("codex", pathlib.Path(args.peer).resolve(), folder), small, large)
        print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
