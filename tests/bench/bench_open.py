# SPDX-License-Identifier: GPL-3.0-or-later
"""Gatescope beside h5py and NumPy: how long the weights of one file take to open, in one run.

Prints the median seconds of both and their ratio for each way in which a model of the given size is stored. Both start from the
path; Gatescope has each file read by a gatescope-reader of its own, which waits as it does in the window, and ends with a model whose layers
have their weights. Both read from the
system's cache. They take turns, so that what else the machine does meets both alike.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import tempfile
import time
import zipfile

import h5py
import numpy as np


def arrays(megabytes):
    """Two LSTMs and a Dense of about that many megabytes in float32."""
    units = int((megabytes * 1e6 / 4 / 13) ** 0.5)
    rng = np.random.default_rng(7)
    shapes = {
        "lstm": [(units // 4, 4 * units), (units, 4 * units), (4 * units,)],
        "lstm_1": [(units, 4 * units), (units, 4 * units), (4 * units,)],
        "dense": [(units, units), (units,)],
    }
    return units, {n: [rng.standard_normal(s, np.float32) for s in shape] for n, shape in shapes.items()}


def layer(kind, name, **config):
    return {"class_name": kind, "config": {"name": name, **config}}


def configuration(units, key):
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        layer("InputLayer", "input", **{key: [None, 24, units // 4]}),
        layer("LSTM", "lstm", units=units, return_sequences=True),
        layer("LSTM", "lstm_1", units=units),
        layer("Dense", "dense", units=units),
    ]}}


NAMES = {3: ["kernel:0", "recurrent_kernel:0", "bias:0"], 2: ["kernel:0", "bias:0"]}


def write_legacy(path, units, weights, **options):
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = "2.15.0"
        file.attrs["model_config"] = json.dumps(configuration(units, "batch_input_shape"))
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [n.encode() for n in weights]
        for name, list_ in weights.items():
            below = group.create_group(name)
            names = [f"{name}/{n}" for n in NAMES[len(list_)]]
            below.attrs["weight_names"] = [n.encode() for n in names]
            for n, a in zip(names, list_):
                below.create_dataset(n, data=a, **options)


def write_archive(path, units, weights):
    inner = io.BytesIO()
    with h5py.File(inner, "w") as file:
        for name, list_ in weights.items():
            for k, a in enumerate(list_):
                file[f"layers/{name}{'/cell' if 'lstm' in name else ''}/vars/{k}"] = a
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.10.0"}))
        archive.writestr("config.json", json.dumps(configuration(units, "batch_shape")))
        archive.writestr("model.weights.h5", inner.getvalue())


def read_all(file):
    found = []
    file.visititems(lambda _, item: found.append(item[()]) if isinstance(item, h5py.Dataset) else None)
    return found


def peer(path):
    begun = time.perf_counter()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
            found = read_all(file)
    else:
        with h5py.File(path, "r") as file:
            found = read_all(file)
    return time.perf_counter() - begun, float(sum(a.sum(dtype=np.float64) for a in found))


class Ours:
    def __init__(self, program, path):
        self.process = subprocess.Popen([program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def open(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        seconds, total = self.process.stdout.readline().split()
        return float(seconds), float(total)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(title, program, path, rounds):
    ours = Ours(program, path)
    times = [], []
    for k in range(rounds + 1):
        a, total = ours.open()
        b, expected = peer(path)
        assert abs(total - expected) <= 1e-6 * max(1, abs(expected)) + 1e-3, (total, expected)
        if k > 0:  # the first round fills the cache
            times[0].append(a)
            times[1].append(b)
    ours.close()
    a, b = (statistics.median(t) for t in times)
    size = os.path.getsize(path) / 1e6
    print(f"{title:<28} {size:6.1f} MB   Gatescope {a:.3f} s   h5py and NumPy {b:.3f} s   ratio {a / b:.2f}", flush=True)
    return a / b


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    units, weights = arrays(options.megabytes)
    with tempfile.TemporaryDirectory() as folder:
        forms = [
            ("HDF5", "model.h5", lambda p: write_legacy(p, units, weights)),
            (".keras archive", "model.keras", lambda p: write_archive(p, units, weights)),
            ("HDF5, chunked and gzipped", "packed.h5",
             lambda p: write_legacy(p, units, weights, chunks=True, compression="gzip", compression_opts=1)),
        ]
        worst = 0
        for title, name, write in forms:
            path = os.path.join(folder, name)
            write(path)
            worst = max(worst, compare(title, options.program, path, options.rounds))
            os.remove(path)
    print(f"largest ratio {worst:.2f}; at most 1.10 is wanted")


if __name__ == "__main__":
    main()
