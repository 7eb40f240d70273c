#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skill and influence of the sample, worked out again from its three files alone.

Shares nothing with train.py: csv, numpy and h5py, the network written out in double precision.
"""

import csv
import io
import json
import os
import zipfile
from datetime import datetime

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def load():
    with open(f"{HERE}/sample.recipe.json") as f:
        recipe = json.load(f)
    with open(f"{HERE}/{recipe['table']}", newline="") as f:
        rows = list(csv.DictReader(f))
    with zipfile.ZipFile(f"{HERE}/{recipe['model']}") as z:
        with h5py.File(io.BytesIO(z.read("model.weights.h5"))) as f:
            cell, dense = f["layers/lstm/cell/vars"], f["layers/dense/vars"]
            weights = [cell[k][()].astype(float) for k in "012"] + [dense[k][()].astype(float) for k in "01"]
    return recipe, rows, weights


def number(recipe, text):
    return float("nan") if text in recipe["reading"]["missing"] else float(text)


def scaled(x, how):
    return x if how["kind"] == "none" else (x - how["mean"]) / how["scale"]


def features(recipe, rows, times):
    columns = []
    for feature in recipe["features"]:
        if feature["column"]:
            x = np.array([number(recipe, row[feature["column"]]) for row in rows])
        else:
            d = feature["derived"]
            hour = np.array([t.hour + t.minute / 60 + t.second / 3600 for t in times])
            x = {"sin": np.sin, "cos": np.cos}[d["function"]](2 * np.pi * hour / d["period"])
        columns.append(scaled(x, feature["scaling"]))
    return np.column_stack(columns)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def forward(weights, x):
    w, u, b, dense, bias = weights
    n = u.shape[0]
    h = c = np.zeros((len(x), n))
    for t in range(x.shape[1]):
        z = x[:, t] @ w + h @ u + b
        i, f, g, o = (z[:, k * n : (k + 1) * n] for k in range(4))
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h @ dense + bias


def main():
    recipe, rows, weights = load()
    times = [datetime.strptime(row["time_hour"], recipe["time"]["format"][0]) for row in rows]
    z = features(recipe, rows, times).astype("float32").astype(float)
    window, targets = recipe["window"], recipe["targets"]
    lead = recipe["lead_steps"]
    values = {t["column"]: np.array([number(recipe, row[t["column"]]) for row in rows]) for t in targets}
    starts = []
    for s in range(len(rows) - window - lead + 1):
        last, valid = s + window - 1, s + window - 1 + lead
        steady = all((times[k + 1] - times[k]).total_seconds() == 3600 for k in range(s, valid))
        whole = not np.isnan(z[s : last + 1]).any()
        there = all(not np.isnan(v[valid]) and not np.isnan(v[last]) for v in values.values())
        if steady and whole and there:
            starts.append(s)
    starts = np.array(starts)
    valid = starts + window - 1 + lead
    x = np.stack([z[s : s + window] for s in starts])
    y = forward(weights, x)
    lo, hi = (datetime.fromisoformat(recipe["scored"][k]) for k in ("from", "to"))
    scored = np.array([lo <= times[v] <= hi for v in valid])
    print(f"{len(starts)} windows, {scored.sum()} of them scored")
    rmse = {}
    for target in targets:
        observed = values[target["column"]]
        how = target["inverse"]
        forecast = y[:, target["output_index"]] * how["scale"] + how["mean"]
        e = (forecast - observed[valid])[scored]
        p = (observed[starts + window - 1] - observed[valid])[scored]
        rmse[target["column"]] = np.sqrt((e**2).mean())
        print(
            f"{target['column']:11} mae {abs(e).mean():.4f}  rmse {rmse[target['column']]:.4f}  bias {e.mean():+.4f}  "
            f"persistence {np.sqrt((p**2).mean()):.4f}  skill {1 - (e**2).mean() / (p**2).mean():+.4f}"
        )
    primary = targets[recipe["primary_target"]]
    k, size = primary["output_index"], primary["inverse"]["scale"]
    # the value a day before the valid time is the row window - 1 + lead - 24 of the window
    observed = values[primary["column"]]
    e = (y[:, k] * size + primary["inverse"]["mean"] - observed[valid])[scored]
    day = (observed[valid - 24] - observed[valid])[scored]
    print(f"against the value of the same hour a day before: skill {1 - (e**2).mean() / (day**2).mean():+.4f}")

    first, last = recipe["fitted_rows"]
    baseline = np.nanmean(z[first : last + 1], axis=0)
    chosen = x[np.linspace(0, len(x) - 1, 200).round().astype(int)]
    reference = forward(weights, chosen)[:, k]
    report = lambda v: f"median {np.median(v):.4f}  95th percentile {np.percentile(v, 95):.4f}"
    print(f"occlusion of lag k in 200 windows, {primary['column']}; a tenth of the rmse is {rmse[primary['column']] / 10:.4f}")
    for lag in range(1, window + 1):
        changed = chosen.copy()
        changed[:, window - lag] = baseline
        print(f"  {lag:2} {report(abs(forward(weights, changed)[:, k] - reference) * size)}")
    print("all but the last k steps replaced")
    for keep in range(1, window + 1):
        changed = chosen.copy()
        changed[:, : window - keep] = baseline
        print(f"  {keep:2} {report(abs(forward(weights, changed)[:, k] - reference) * size)}")


if __name__ == "__main__":
    main()
