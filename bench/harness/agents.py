"""How each agent is told which model to use, to work without asking, and to keep to itself: one class
an agent. All are driven by a command line, without a terminal."""

import json
import os

import startup

TASK = startup.TASK


def tools_of(request):
    """{name: schema of its input}, whichever wire it is."""
    found = {}
    for tool in request.get("tools") or []:
        if "functionDeclarations" in tool:
            found |= {each["name"]: each.get("parametersJsonSchema") or each.get("parameters") or {}
                      for each in tool["functionDeclarations"]}
        else:
            function = tool.get("function", tool)
            found[function.get("name")] = function.get("parameters") or function.get("input_schema") or {}
    return found


class Agent:
    """`kept` is its home: the same for all runs of a benchmark, as a user's would be."""

    wire = "chat"
    shell_name, shell_more = "bash", {}
    read_name, read_path = "read", "path"

    def __init__(self, name, command, folder):
        self.name, self.command = name, list(command)
        self.home = folder / f"home-{name}"
        self.home.mkdir()

    def env(self, url):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "NO_COLOR": "1",
                "DO_NOT_TRACK": "1", "XDG_CONFIG_HOME": str(self.home / ".config"),
                "XDG_CACHE_HOME": str(self.home / ".cache"), "XDG_DATA_HOME": str(self.home / ".local/share"),
                "XDG_STATE_HOME": str(self.home / ".local/state")}

    def version(self):
        return [*self.command, "--version"]

    def boxed(self):
        """Options for commands in its own sandbox; None where it has none that works without a terminal."""
        return None

    def unboxed(self):
        """Options for commands without one."""
        return []

    def shell(self, request, command):
        return (self.shell_name, {"command": command, **self.shell_more})

    def read(self, request, file):
        return (self.read_name, {self.read_path: str(file)})

    def write(self, name, value):
        """A file of its home, parents included; text as it is, anything else as JSON."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))


class Plumb(Agent):
    wire = "responses"
    shell_name = "shell"

    def env(self, url):
        return super().env(url) | startup.Plumb.configure(self.home, url)

    def run(self, folder):
        return [*self.command, "run", TASK, "-C", str(folder), "--model", startup.Plumb.models["responses"]]

    def boxed(self):
        return []

    def unboxed(self):
        return ["--sandbox", "full"]

    def read(self, request, file):
        return ("read", {"path": file.name})


class Codex(Agent):
    wire = "responses"

    def env(self, url):
        self.write(".codex/config.toml", f"""model = "gpt-5.5"
model_provider = "bench"
approval_policy = "never"
check_for_update_on_startup = false
[analytics]
enabled = false
[feedback]
enabled = false
[model_providers.bench]
name = "bench"
base_url = "{url}"
env_key = "BENCH_API_KEY"
wire_api = "responses"
""")
        return super().env(url) | {"CODEX_HOME": str(self.home / ".codex"), "BENCH_API_KEY": "k"}

    def run(self, folder):
        return [*self.command, "exec", "--skip-git-repo-check", "-C", str(folder), TASK]

    def boxed(self):
        return ["--sandbox", "workspace-write"]

    def unboxed(self):
        return ["--sandbox", "danger-full-access"]

    def shell(self, request, command):
        names = tools_of(request)
        if "exec_command" in names:
            return ("exec_command", {"cmd": command})
        if "shell_command" in names:
            return ("shell_command", {"command": command})
        return ("shell", {"command": ["bash", "-lc", command]})

    def read(self, request, file):
        """It has no read tool: a model reads with sed."""
        return self.shell(request, f"sed -n 1,200p {file.name}")


class ClaudeCode(Agent):
    wire = "messages"
    shell_name, shell_more = "Bash", {"description": "run it"}
    read_name, read_path = "Read", "file_path"

    def env(self, url):
        off = ("DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_AUTOUPDATER", "DISABLE_BUG_COMMAND",
               "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")
        return super().env(url) | {name: "1" for name in off} | {
            "ANTHROPIC_BASE_URL": url.removesuffix("/v1"), "ANTHROPIC_API_KEY": "k",
            "IS_SANDBOX": "1"}   # else it refuses to work without asking as root

    def run(self, folder):
        return [*self.command, "-p", TASK, "--model", "claude-sonnet-4-5", "--dangerously-skip-permissions"]

    def boxed(self):
        settings = {"sandbox": {"enabled": True, "autoAllowBashIfSandboxed": True, "allowUnsandboxedCommands": False}}
        return ["--settings", json.dumps(settings)]


class Pi(Agent):
    def env(self, url):
        self.write(".pi/agent/models.json", {"providers": {"bench": {
            "baseUrl": url, "api": "openai-completions", "apiKey": "k",
            "models": [{"id": "bench-1", "name": "bench-1", "reasoning": False, "input": ["text"],
                        "contextWindow": 200000, "maxTokens": 8000,
                        "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0}}]}}})
        return super().env(url) | {"PI_SKIP_VERSION_CHECK": "1", "PI_OFFLINE": "1", "PI_TELEMETRY": "0"}

    def run(self, folder):
        return [*self.command, "-p", "--provider", "bench", "--model", "bench-1", TASK]


class OpenCode(Agent):
    shell_more = {"description": "run it"}
    read_path = "filePath"

    def env(self, url):
        self.write(".config/opencode/opencode.json", {
            "$schema": "https://opencode.ai/config.json", "autoupdate": False, "share": "disabled",
            "model": "bench/bench-1", "small_model": "bench/bench-1", "permission": "allow",
            "provider": {"bench": {"npm": "@ai-sdk/openai-compatible", "name": "bench",
                                   "options": {"baseURL": url, "apiKey": "k"},
                                   "models": {"bench-1": {"name": "bench-1", "tool_call": True,
                                                          "limit": {"context": 200000, "output": 8000}}}}}})
        off = ("OPENCODE_DISABLE_AUTOUPDATE", "OPENCODE_DISABLE_MODELS_FETCH", "OPENCODE_DISABLE_LSP_DOWNLOAD",
               "OPENCODE_DISABLE_DEFAULT_PLUGINS", "OPENCODE_DISABLE_SHARE")
        return super().env(url) | {name: "1" for name in off}

    def run(self, folder):
        return [*self.command, "run", "--model", "bench/bench-1", TASK]


class GeminiCli(Agent):
    wire = "gemini"
    shell_name = "run_shell_command"
    read_name = "read_file"
    settings = ".gemini/settings.json"

    def env(self, url):
        self.write(self.settings, {"general": {"disableAutoUpdate": True, "disableUpdateNag": True, "enableAutoUpdate": False},
                                   "privacy": {"usageStatisticsEnabled": False}, "telemetry": {"enabled": False},
                                   "security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": False}},
                                   "model": {"name": "gemini-2.5-pro"}})
        return super().env(url) | {"GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": url.removesuffix("/v1"),
                                   "GEMINI_CLI_TRUST_WORKSPACE": "true"}

    def run(self, folder):
        return [*self.command, "--yolo", "-m", "gemini-2.5-pro", "-p", TASK]

    def read(self, request, file):
        known = tools_of(request).get("read_file", {}).get("properties", {})
        name = next((each for each in ("file_path", "absolute_path", "path") if each in known), "file_path")
        return ("read_file", {name: str(file)})


class QwenCode(GeminiCli):
    wire = "chat"
    shell_more = {"is_background": False}
    settings = ".qwen/settings.json"

    def env(self, url):
        env = super().env(url)
        self.write(self.settings, {"general": {"disableAutoUpdate": True, "enableAutoUpdate": False},
                                   "privacy": {"usageStatisticsEnabled": False}, "telemetry": {"enabled": False},
                                   "security": {"auth": {"selectedType": "openai"}, "folderTrust": {"enabled": False}}})
        return env | {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": url, "OPENAI_MODEL": "bench-1"}

    def run(self, folder):
        return [*self.command, "--yolo", "-p", TASK]
