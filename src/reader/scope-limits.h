/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * What one file may cost. n: its size in bytes. Weights hardly compress, so an answer of many times the file's
 * size is a trap rather than a model; the rest leaves room for half precision, for compressed tables
 * and for files of a few kilobytes.
 */
#define SCOPE_MIB (G_GUINT64_CONSTANT (1) << 20)
#define SCOPE_GIB (G_GUINT64_CONSTANT (1) << 30)

/* All arrays of the answer together. */
#define SCOPE_LIMIT_ANSWER(n) (512 * SCOPE_MIB + 12 * (n))
/* A member of an archive, unpacked. */
#define SCOPE_LIMIT_MEMBER(n) (256 * SCOPE_MIB + 4 * (n))
/* Address space: file, member and answer side by side, the program and its libraries. */
#define SCOPE_LIMIT_MEMORY(n) (SCOPE_GIB + 20 * (n))
/* Seconds of computing: what unpacking the largest answer takes, several times over. */
#define SCOPE_LIMIT_SECONDS(n) (8 + (n) / (2 * SCOPE_MIB))

/* Keras refuses the same: keras/src/saving/saving_lib.py (CVE-2026-0897). */
#define SCOPE_LIMIT_BOMB_BYTES (4 * SCOPE_GIB)
#define SCOPE_LIMIT_DATASET_RATIO 1000
#define SCOPE_LIMIT_MEMBER_RATIO 100

/* One attribute, as model_config, or one text of an archive; and all of them. */
#define SCOPE_LIMIT_TEXT (64 * SCOPE_MIB)
#define SCOPE_LIMIT_TEXTS (128 * SCOPE_MIB)
#define SCOPE_LIMIT_LIST 1000000
#define SCOPE_LIMIT_DEPTH 64
/* Moments that are given in double precision besides, all together. */
#define SCOPE_LIMIT_EXACT (4 * 1024 * 1024)
