/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scope-layer.h"

G_BEGIN_DECLS

/**
 * ScopeInitialiserKind: what Keras's initialisers come to, once a matrix's shape is known.
 */
typedef enum
{
  SCOPE_INITIALISER_UNKNOWN,    /* not named in the file, or none of Keras's */
  SCOPE_INITIALISER_CONSTANT,   /* zeros, ones, constant: all are @a */
  SCOPE_INITIALISER_UNIFORM,    /* from @a to @b */
  SCOPE_INITIALISER_NORMAL,     /* mean @a, standard deviation @b */
  SCOPE_INITIALISER_TRUNCATED,  /* the same before it was cut at two standard deviations */
  SCOPE_INITIALISER_ORTHOGONAL, /* @a times entries of random vectors of length 1 in @n dimensions */
  SCOPE_INITIALISER_IDENTITY,   /* @a on the diagonal, a share @b of all, 0 elsewhere */
} ScopeInitialiserKind;

/**
 * ScopeInitialiser: the distribution that a matrix's numbers came from before training.
 * @kind: which
 * @named: whether the file names it; FALSE: it says nothing, and Keras's own default is taken
 * @name: Keras's word for it, in snake case: "glorot_uniform"
 * @a, @b: its parameters, see #ScopeInitialiserKind
 * @n: dimensions of an orthogonal one, rows or columns, whichever are more
 */
typedef struct
{
  ScopeInitialiserKind kind;
  gboolean named;
  char name[32];
  double a;
  double b;
  gsize n;
} ScopeInitialiser;

/**
 * scope_initialiser_read:
 * @layer: its configuration
 * @key: "kernel_initializer", "recurrent_initializer", "bias_initializer"
 * @n_rows, @n_columns: of the matrix that was filled at once: Keras 2 and 3 fill that of all gates together, so that fan_out is
 *     gates × units, Keras 1 gate by gate
 * @initialiser: (out)
 *
 * With Keras's own default where the file does not name one; unknown where that is none of Keras's. glorot: variance
 * 2/(fan_in + fan_out); he: 2/fan_in; lecun: 1/fan_in; uniform limit √(3·variance); normals cut at two standard deviations are
 * divided by 0.87962566103423978 first, so that the variance is what was asked for (all but Keras 1, and Keras 2 by itself
 * before 2.2.3; keras/initializers.py).
 */
void scope_initialiser_read (ScopeLayer *layer, const char *key, gsize n_rows, gsize n_columns,
                             ScopeInitialiser *initialiser);

/* All are @value. */
void scope_initialiser_init_constant (ScopeInitialiser *self, const char *name, double value);

/* Share of the numbers at most @x, and under @x; NaN where unknown. Both are the same where no number has a share of its own. */
double scope_initialiser_get_cdf (const ScopeInitialiser *self, double x);
double scope_initialiser_get_cdf_below (const ScopeInitialiser *self, double x);
/* Of the distribution; NaN where unknown. */
double scope_initialiser_get_mean (const ScopeInitialiser *self);
double scope_initialiser_get_sd (const ScopeInitialiser *self);
/* "glorot_uniform: evenly from −0.19 to 0.19". Translated. */
char *scope_initialiser_dup_text (const ScopeInitialiser *self);

G_END_DECLS
