/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/*
 * What a fuzz target has. fuzz-main.c drives it with mutations of its own, by a seed, wherever there is a compiler; with
 * -Dfuzz=true and clang libFuzzer drives it, which looks for new ways through the code.
 */

/* One input. Ends the program where something is wrong. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes);

/* (element-type GBytes): well-formed inputs to begin with, besides the files that are given. */
GPtrArray *fuzz_dup_seeds (void);

/* @data, as memory of exactly @n_bytes: a sanitizer sees who reads past its end. */
static inline GBytes *
fuzz_copy (const uint8_t *data, size_t n_bytes)
{
  return g_bytes_new (data, n_bytes);
}

G_END_DECLS
