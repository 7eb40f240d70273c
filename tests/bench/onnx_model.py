# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes LSTM -> Dense as an ONNX file, weights as initializers.

An ONNX file is a protocol buffer (onnx.proto of the ONNX project). The few message types that are needed are encoded here, so
that no package but the peer itself has to be installed.
"""

import struct

import numpy as np

FLOAT, INT64 = 1, 7
ATTRIBUTE_INT = 2


def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def number(field, n):
    return varint(field << 3) + varint(n)


def text(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def tensor(name, array):
    kind = INT64 if array.dtype == np.int64 else FLOAT
    return (
        b"".join(number(1, n) for n in array.shape)
        + number(2, kind)
        + text(8, name)
        + text(9, np.ascontiguousarray(array).tobytes())
    )


def value_info(name, dims):
    shape = b"".join(text(1, text(2, d) if isinstance(d, str) else number(1, d)) for d in dims)
    return text(1, name) + text(2, text(1, number(1, FLOAT) + text(2, shape)))


def node(kind, inputs, outputs, **attributes):
    return (
        b"".join(text(1, i) for i in inputs)
        + b"".join(text(2, o) for o in outputs)
        + text(4, kind)
        + b"".join(text(5, text(1, k) + number(3, n) + number(20, ATTRIBUTE_INT)) for k, n in attributes.items())
    )


def gates(matrix, units):
    """Keras's columns i, f, c, o as ONNX's rows i, o, f, c."""
    i, f, c, o = (matrix[..., k * units : (k + 1) * units] for k in range(4))
    return np.concatenate([i, o, f, c], axis=-1).T


def write(path, kernel, recurrent, bias, head, head_bias, steps):
    """Input x (steps, batch, features), as the peer's LSTM takes it; output y (batch, outputs)."""
    features, units = kernel.shape[0], recurrent.shape[0]
    b = np.concatenate([gates(bias, units), np.zeros(4 * units, np.float32)])
    arrays = {
        "W": gates(kernel, units)[None],
        "R": gates(recurrent, units)[None],
        "B": b[None],
        "state": np.array([-1, units], np.int64),
        "H": head,
        "hb": head_bias,
    }
    nodes = [
        node("LSTM", ["x", "W", "R", "B"], ["", "last"], hidden_size=units),
        node("Reshape", ["last", "state"], ["h"]),
        node("Gemm", ["h", "H", "hb"], ["y"]),
    ]
    graph = (
        b"".join(text(1, n) for n in nodes)
        + text(2, "lstm")
        + b"".join(text(5, tensor(k, a)) for k, a in arrays.items())
        + text(11, value_info("x", [steps, "batch", features]))
        + text(12, value_info("y", ["batch", head.shape[1]]))
    )
    model = number(1, 8) + text(7, graph) + text(8, text(1, "") + number(2, 17))
    with open(path, "wb") as file:
        file.write(model)
