"""The Python side of the line protocol (README.md); the twin of serve.mjs."""

import json
import os
import re
import sys
import time
import traceback

import numpy


class Unable(Exception):
    """Raised by prepare for a task that the contender cannot do; the text says why."""


def read_task(folder):
    with open(os.path.join(folder, "task.json")) as file:
        task = json.load(file)
    for entry in task["tensors"].values():
        values = numpy.fromfile(os.path.join(folder, entry["file"]), dtype=entry["type"])
        entry["values"] = values.reshape(entry["shape"])
    return task


def serve(prepare):
    """Answers the harness until it closes the line. prepare(task, settings) gives a model: run(steps), loss(), notes."""
    lines = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # standard output is the protocol's alone
    task = settings = model = None
    at_start = False
    for line in sys.stdin:
        message = json.loads(line)
        try:
            if message["do"] == "prepare":
                task, settings = read_task(message["folder"]), message.get("settings") or {}
                model, at_start = prepare(task, settings), True
                reply = {"ready": True, "notes": getattr(model, "notes", [])}
            elif message["do"] == "train":
                if not at_start:
                    model = None
                    model = prepare(task, settings)
                at_start = False
                model.run(message["steps"])
                reply = {"loss": model.loss()}
            elif message["do"] == "time":
                at_start = False
                reply = time_model(model, message["milliseconds"] / 1000)
            else:
                reply = {"kilobytes": peak_kilobytes()}
        except Unable as reason:
            reply = {"unable": str(reason)}
        except Exception:
            reply = {"error": traceback.format_exc()}
        lines.write(json.dumps(reply) + "\n")


def time_model(model, seconds):
    steps, count = 0, getattr(model, "piece", 1)
    start = before = time.perf_counter()
    while True:
        model.run(count)
        steps += count
        now = time.perf_counter()
        if now - start >= seconds:
            model.piece = count
            return {"steps": steps, "seconds": now - start}
        if now - before < seconds / 50:
            count *= 2
        before = now


def peak_kilobytes():
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return int(re.search(r"VmHWM:\s*(\d+)", file.read()).group(1))
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def blas_in_use():
    """Which BLAS was really loaded, and for which processor its kernels are: 'openblas-openmp (Haswell)'."""
    try:
        with open("/proc/self/maps") as file:
            paths = {line.split()[-1] for line in file if re.search(r"/lib(openblas|mkl_rt|blas|blis)[^/]*$", line)}
    except OSError:
        return "BLAS unknown"
    for path in sorted(paths, key=lambda path: "openblas" not in path):
        real = os.path.realpath(path)
        name = next((part for part in real.split("/") if re.match(r"openblas-|atlas|mkl|blis", part)), os.path.basename(real))
        if "openblas" not in real:
            return name
        import ctypes

        library = ctypes.CDLL(path)
        for symbol in ("openblas_get_corename", "openblas_get_corename64_", "scipy_openblas_get_corename64_"):
            if hasattr(library, symbol):
                call = getattr(library, symbol)
                call.restype = ctypes.c_char_p
                return f"{name} ({call().decode()})"
        return name
    return "BLAS built in"
