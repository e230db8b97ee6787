"""The machine that a figure came from, and the versions of what was measured."""

import os
import platform
import re
import shutil
import subprocess


def facts():
    return {"cpu": cpu_model(), "cores": os.cpu_count(), "kernel": platform.release(),
            "memory_mib": memory("MemTotal") // 2**20, "load_at_start": round(os.getloadavg()[0], 2),
            "root": os.geteuid() == 0}


def cpu_model():
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def memory(name):
    """Bytes, from /proc/meminfo: MemTotal, MemAvailable."""
    with open("/proc/meminfo") as lines:
        for line in lines:
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    raise SystemExit(f"/proc/meminfo does not tell {name}")


def versions(plumb):
    return {"plumb": said([plumb, "--version"]), **{tool: said([tool, "--version"]) for tool in ("rg", "git", "bwrap")}}


def said(command):
    """The version in the first line that a command prints; None where it is not installed."""
    if not shutil.which(str(command[0])):
        return None
    done = subprocess.run(command, text=True, capture_output=True, timeout=60)
    line = (done.stdout or done.stderr).strip().split("\n")[0]
    number = re.search(r"\d+\.\d+\S*", line)
    return number.group() if number else line
