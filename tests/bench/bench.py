# SPDX-License-Identifier: GPL-3.0-or-later
"""Gatescope beside ONNX Runtime: the same weights, windows and number of threads, in one run.

Prints windows a second of both and their ratio. Every window of a series is run; the peer needs each as a copy, whose making is
timed apart and not counted. Runs take turns, and the median counts, so that what else the machine does meets both alike.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time

import numpy as np
import onnxruntime

import onnx_model

SIZES = [(14, 32), (14, 128), (20, 512)]
STEPS = 120
MULTIPLICATIONS = 3e10  # of one thread in a second, about


def save_model(folder, features, units, n_windows):
    rng = np.random.default_rng(units)
    bound = np.sqrt(6 / (features + 4 * units)), np.sqrt(6 / (units + 4 * units))
    arrays = {
        "kernel": rng.uniform(-bound[0], bound[0], (features, 4 * units)),
        "recurrent": rng.uniform(-bound[1], bound[1], (units, 4 * units)),
        "bias": np.concatenate([np.zeros(units), np.ones(units), np.zeros(2 * units)]),
        "head": rng.uniform(-0.3, 0.3, (units, features)),
        "head_bias": rng.uniform(-0.3, 0.3, features),
        "rows": rng.normal(0, 1, (n_windows + STEPS - 1, features)),
    }
    arrays = {k: a.astype(np.float32) for k, a in arrays.items()}
    for name, a in arrays.items():
        np.save(os.path.join(folder, name), a)
    return arrays


class Peer:
    def __init__(self, path, rows, n_threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.windows = np.lib.stride_tricks.sliding_window_view(rows, STEPS, axis=0)  # (windows, features, steps)
        self.copying = None

    def prepare(self, batch, n_windows):
        begun = time.perf_counter()
        parts = [
            np.ascontiguousarray(self.windows[i : i + batch].transpose(2, 0, 1))
            for i in range(0, n_windows, batch)
        ]
        self.copying = time.perf_counter() - begun
        return parts

    def run(self, parts):
        begun = time.perf_counter()
        answers = [self.session.run(["y"], {"x": part})[0] for part in parts]
        return time.perf_counter() - begun, answers

    def best_batch(self, n_windows):
        rates = {}
        for batch in (8, 16, 32, 64, 128, 256, 512, 1024):
            if batch > n_windows:
                break
            parts = self.prepare(batch, batch * max(1, min(n_windows, 512) // batch))
            self.run(parts[:1])
            seconds = min(self.run(parts)[0] for _ in range(3))
            rates[batch] = sum(part.shape[1] for part in parts) / seconds
        return max(rates, key=rates.get)


class Ours:
    def __init__(self, program, folder, n_threads, level):
        environment = dict(os.environ)
        if level:
            environment["GATESCOPE_LEVEL"] = level
        self.process = subprocess.Popen(
            [program, folder, str(STEPS), str(n_threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.level, self.n_windows = self.process.stdout.readline().rsplit(" ", 1)

    def run(self, word="run"):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="bench-network of a build folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.5, help="length of a run, about")
    parser.add_argument("--levels", default="", help="levels to try beside this machine's best: avx2,baseline")
    arguments = parser.parse_args()

    print(f"ONNX Runtime {onnxruntime.__version__}, {arguments.threads} thread(s), {STEPS} steps, "
          f"median of {arguments.rounds}")
    for features, units in SIZES:
        n_windows = max(192, int(arguments.seconds * MULTIPLICATIONS / (4 * units * (units + features)) / STEPS))
        with tempfile.TemporaryDirectory() as folder:
            arrays = save_model(folder, features, units, n_windows)
            path = os.path.join(folder, "model.onnx")
            onnx_model.write(path, *(arrays[k] for k in ("kernel", "recurrent", "bias", "head", "head_bias")), STEPS)
            peer = Peer(path, arrays["rows"], arguments.threads)
            batch = peer.best_batch(n_windows)
            parts = peer.prepare(batch, n_windows)

            for level in [""] + [word for word in arguments.levels.split(",") if word]:
                ours = Ours(arguments.program, folder, arguments.threads, level)
                peer.run(parts[:1])
                ours.run("write")
                times = [(ours.run(), peer.run(parts)[0]) for _ in range(arguments.rounds)]
                ours.close()
                answers = np.concatenate(peer.run(parts)[1])
                difference = np.abs(np.load(os.path.join(folder, "ours.npy")) - answers).max()
                mine, theirs = (n_windows / statistics.median(t[k] for t in times) for k in (0, 1))
                ratio = statistics.median(t[1] / t[0] for t in times)
                print(f"({features}, {units}) {ours.level:8}: Gatescope {mine:9.0f} windows/s, "
                      f"ONNX Runtime {theirs:9.0f} (batch {batch}), ratio {ratio:.2f}; "
                      f"copying {n_windows} windows took the peer {peer.copying:.3f} s more; "
                      f"largest difference {difference:.1e}", flush=True)


main()
