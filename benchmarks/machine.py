"""The machine that a figure is of, in a few lines, and how busy others keep it."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

_TOLD = ("amx_int8", "avx512_vnni", "avx_vnni", "avx2")  # what passes in 8 bits live on, the best first
_PACKAGES = ("dragoman", "onnxruntime", "numpy", "pyarrow", "distributed", "sqlalchemy")


def description() -> dict[str, str]:
    """What it is: processor, memory, system, versions, and its load over the last minute."""
    said = _fields(Path("/proc/cpuinfo"))
    flags = set(said.get("flags", "").split())
    memory = _fields(Path("/proc/meminfo")).get("MemTotal", "")
    return {
        "processor": said.get("model name") or platform.processor() or platform.machine(),
        "it can": ", ".join(flag for flag in _TOLD if flag in flags) or "not known",
        "processors": str(cores()),
        "memory": f"{int(memory.split()[0]) / 2**20:.0f} GB" if memory else "not known",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known",
    }


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _fields(file: Path) -> dict[str, str]:
    """The first value of each `name: value`."""
    found: dict[str, str] = {}
    if file.exists():
        for line in file.read_text().splitlines():
            name, _, value = line.partition(":")
            found.setdefault(name.strip(), value.strip())
    return found
