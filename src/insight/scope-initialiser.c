/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-initialiser.h"

#include <glib/gi18n.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* Standard deviation of a normal distribution of 1 that is cut at 2 on both sides: √(1 − 4φ(2)/(2Φ(2) − 1)). */
#define CUT_SD 0.87962566103423978

/* Up to 0.x and 1.x an orthogonal matrix was made a little longer. */
#define KERAS1_GAIN 1.1

typedef enum
{
  MODE_FAN_IN,
  MODE_FAN_OUT,
  MODE_FAN_AVG,
} Mode;

/* Names that are a scale, a mode and a distribution. */
static const struct
{
  const char *name;
  double scale;
  Mode mode;
  gboolean uniform;
} scaled[] = {
  { "glorot_uniform", 1, MODE_FAN_AVG, TRUE }, { "glorot_normal", 1, MODE_FAN_AVG, FALSE },
  { "he_uniform", 2, MODE_FAN_IN, TRUE },      { "he_normal", 2, MODE_FAN_IN, FALSE },
  { "lecun_uniform", 1, MODE_FAN_IN, TRUE },   { "lecun_normal", 1, MODE_FAN_IN, FALSE },
};

/* Words that Keras 0 and 1, and classes, have for others. */
static const struct
{
  const char *old;
  const char *name;
} synonyms[] = {
  { "zero", "zeros" },
  { "one", "ones" },
  { "uniform", "random_uniform" },
  { "normal", "random_normal" },
  { "orthogonal_initializer", "orthogonal" },
  { "identity_initializer", "identity" },
  { "eye", "identity" },
};

/* "GlorotUniform" → "glorot_uniform"; what is in snake case already stays. */
static void
set_name (ScopeInitialiser *self, const char *text)
{
  gsize n = 0;

  for (const char *c = text; *c != '\0' && n + 2 < sizeof self->name; c++)
    {
      if (g_ascii_isupper (*c) && n > 0 && self->name[n - 1] != '_')
        self->name[n++] = '_';
      self->name[n++] = (char) g_ascii_tolower (*c);
    }
  self->name[n] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (g_str_equal (self->name, synonyms[i].old))
      g_strlcpy (self->name, synonyms[i].name, sizeof self->name);
}

static void
set_parameters (ScopeInitialiser *self, ScopeInitialiserKind kind, double a, double b)
{
  /* A file may say anything. */
  if (!isfinite (a) || !isfinite (b) || (kind == SCOPE_INITIALISER_UNIFORM && b < a))
    return;
  if ((kind == SCOPE_INITIALISER_NORMAL || kind == SCOPE_INITIALISER_TRUNCATED) && b == 0)
    kind = SCOPE_INITIALISER_CONSTANT;
  if (kind == SCOPE_INITIALISER_ORTHOGONAL && a == 0)
    kind = SCOPE_INITIALISER_CONSTANT;

  self->kind = kind;
  self->a = a;
  self->b = kind == SCOPE_INITIALISER_UNIFORM ? b : fabs (b);
  /* Numbers that come out as they are come out as the nearest float32. */
  if (kind == SCOPE_INITIALISER_CONSTANT || kind == SCOPE_INITIALISER_IDENTITY)
    self->a = (float) a;
}

static double
scale_variance (double scale, Mode mode, gsize n_rows, gsize n_columns)
{
  double fan = mode == MODE_FAN_IN    ? (double) n_rows
               : mode == MODE_FAN_OUT ? (double) n_columns
                                      : ((double) n_rows + (double) n_columns) / 2;

  return scale / MAX (fan, 1);
}

/* Keras 1 never cut its normals; the first 2.x did, without making up for what is lost. */
static void
set_scaled (ScopeInitialiser *self, ScopeLayer *layer, double variance, gboolean uniform)
{
  guint keras = scope_layer_get_keras (layer);

  if (uniform)
    set_parameters (self, SCOPE_INITIALISER_UNIFORM, -sqrt (3 * variance), sqrt (3 * variance));
  else if (keras < SCOPE_KERAS (2, 0, 0))
    set_parameters (self, SCOPE_INITIALISER_NORMAL, 0, sqrt (variance));
  else if (scope_layer_is_standalone (layer) && keras < SCOPE_KERAS (2, 2, 3))
    set_parameters (self, SCOPE_INITIALISER_TRUNCATED, 0, sqrt (variance));
  else
    set_parameters (self, SCOPE_INITIALISER_TRUNCATED, 0, sqrt (variance) / CUT_SD);
}

static void
read_variance_scaling (ScopeInitialiser *self, ScopeLayer *layer, const char *key, gsize n_rows,
                       gsize n_columns)
{
  const char *mode_text = scope_layer_get_option_string (layer, key, "mode", "fan_in");
  const char *distribution =
      scope_layer_get_option_string (layer, key, "distribution", "truncated_normal");
  double scale = scope_layer_get_option (layer, key, "scale", 1);
  Mode mode = g_str_equal (mode_text, "fan_in")    ? MODE_FAN_IN
              : g_str_equal (mode_text, "fan_out") ? MODE_FAN_OUT
                                                   : MODE_FAN_AVG;
  double variance = scale_variance (scale, mode, n_rows, n_columns);

  if (g_str_equal (distribution, "untruncated_normal"))
    set_parameters (self, SCOPE_INITIALISER_NORMAL, 0, sqrt (variance));
  else
    set_scaled (self, layer, variance, g_str_equal (distribution, "uniform"));

  /* Keras 2.0 to 2.3 write glorot_uniform and its siblings in this way: give them their names back. */
  for (guint i = 0; i < G_N_ELEMENTS (scaled); i++)
    if (scale == scaled[i].scale && mode == scaled[i].mode
        && scaled[i].uniform == (self->kind == SCOPE_INITIALISER_UNIFORM)
        && self->kind != SCOPE_INITIALISER_NORMAL)
      g_strlcpy (self->name, scaled[i].name, sizeof self->name);
}

static void
read_named (ScopeInitialiser *self, ScopeLayer *layer, const char *key, gsize n_rows,
            gsize n_columns)
{
  const char *name = self->name;
  gboolean old = scope_layer_get_keras (layer) < SCOPE_KERAS (2, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (scaled); i++)
    if (g_str_equal (name, scaled[i].name))
      {
        set_scaled (self, layer,
                    scale_variance (scaled[i].scale, scaled[i].mode, n_rows, n_columns),
                    scaled[i].uniform);
        return;
      }

  if (g_str_equal (name, "zeros"))
    set_parameters (self, SCOPE_INITIALISER_CONSTANT, 0, 0);
  else if (g_str_equal (name, "ones"))
    set_parameters (self, SCOPE_INITIALISER_CONSTANT, 1, 0);
  else if (g_str_equal (name, "constant"))
    set_parameters (self, SCOPE_INITIALISER_CONSTANT,
                    scope_layer_get_option (layer, key, "value", 0), 0);
  else if (g_str_equal (name, "random_uniform"))
    set_parameters (self, SCOPE_INITIALISER_UNIFORM,
                    scope_layer_get_option (layer, key, "minval", -0.05),
                    scope_layer_get_option (layer, key, "maxval", 0.05));
  else if (g_str_equal (name, "random_normal") || g_str_equal (name, "truncated_normal"))
    set_parameters (self,
                    g_str_equal (name, "random_normal") ? SCOPE_INITIALISER_NORMAL
                                                        : SCOPE_INITIALISER_TRUNCATED,
                    scope_layer_get_option (layer, key, "mean", 0),
                    scope_layer_get_option (layer, key, "stddev", 0.05));
  else if (g_str_equal (name, "orthogonal"))
    {
      set_parameters (self, SCOPE_INITIALISER_ORTHOGONAL,
                      scope_layer_get_option (layer, key, "gain", old ? KERAS1_GAIN : 1), 0);
      self->n = MAX (n_rows, n_columns);
    }
  else if (g_str_equal (name, "identity"))
    {
      set_parameters (self, SCOPE_INITIALISER_IDENTITY,
                      scope_layer_get_option (layer, key, "gain", 1),
                      1 / (double) MAX (MAX (n_rows, n_columns), 1));
    }
  else if (g_str_equal (name, "variance_scaling"))
    read_variance_scaling (self, layer, key, n_rows, n_columns);
}

void
scope_initialiser_read (ScopeLayer *layer, const char *key, gsize n_rows, gsize n_columns,
                        ScopeInitialiser *initialiser)
{
  const char *fallback;

  g_return_if_fail (layer != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (initialiser != NULL);

  memset (initialiser, 0, sizeof *initialiser);
  fallback = g_str_equal (key, "kernel_initializer")      ? "glorot_uniform"
             : g_str_equal (key, "recurrent_initializer") ? "orthogonal"
                                                          : "zeros";
  initialiser->named = scope_layer_get_string (layer, key, NULL) != NULL;
  set_name (initialiser, scope_layer_get_string (layer, key, fallback));
  read_named (initialiser, layer, key, n_rows, n_columns);
}

void
scope_initialiser_init_constant (ScopeInitialiser *self, const char *name, double value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  memset (self, 0, sizeof *self);
  self->named = TRUE;
  set_parameters (self, SCOPE_INITIALISER_CONSTANT, value, 0);
  g_strlcpy (self->name, name, sizeof self->name);
}

/* One coordinate of a random vector of length 1: x² ~ Beta (1/2, (n − 1)/2), either sign alike. */
static double
orthogonal_cdf (double x, gsize n, gboolean below)
{
  double half;

  if (n <= 1)
    return x < -1 ? 0 : x < 1 ? (below && x == -1 ? 0 : 0.5) : (below && x == 1 ? 0.5 : 1);
  if (fabs (x) >= 1)
    return x > 0 ? 1 : 0;
  half = gsl_cdf_beta_P (x * x, 0.5, ((double) n - 1) / 2) / 2;
  return x < 0 ? 0.5 - half : 0.5 + half;
}

static double
cdf (const ScopeInitialiser *self, double x, gboolean below)
{
  switch (self->kind)
    {
    case SCOPE_INITIALISER_CONSTANT:
      return x > self->a || (!below && x == self->a) ? 1 : 0;
    case SCOPE_INITIALISER_UNIFORM:
      if (!(self->b > self->a))
        return x > self->a || (!below && x == self->a) ? 1 : 0;
      return CLAMP ((x - self->a) / (self->b - self->a), 0, 1);
    case SCOPE_INITIALISER_NORMAL:
      return gsl_cdf_ugaussian_P ((x - self->a) / self->b);
    case SCOPE_INITIALISER_TRUNCATED:
      {
        double z = CLAMP ((x - self->a) / self->b, -2, 2);
        double low = gsl_cdf_ugaussian_P (-2), high = gsl_cdf_ugaussian_P (2);

        return (gsl_cdf_ugaussian_P (z) - low) / (high - low);
      }
    case SCOPE_INITIALISER_ORTHOGONAL:
      return orthogonal_cdf (x / fabs (self->a), self->n, below);
    case SCOPE_INITIALISER_IDENTITY:
      {
        double zero = x > 0 || (!below && x == 0) ? 1 - self->b : 0;
        double one = x > self->a || (!below && x == self->a) ? self->b : 0;

        return zero + one;
      }
    default:
      return NAN;
    }
}

double
scope_initialiser_get_cdf (const ScopeInitialiser *self, double x)
{
  g_return_val_if_fail (self != NULL, NAN);

  return cdf (self, x, FALSE);
}

double
scope_initialiser_get_cdf_below (const ScopeInitialiser *self, double x)
{
  g_return_val_if_fail (self != NULL, NAN);

  return cdf (self, x, TRUE);
}

double
scope_initialiser_get_mean (const ScopeInitialiser *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  switch (self->kind)
    {
    case SCOPE_INITIALISER_CONSTANT:
    case SCOPE_INITIALISER_NORMAL:
    case SCOPE_INITIALISER_TRUNCATED:
      return self->a;
    case SCOPE_INITIALISER_UNIFORM:
      return (self->a + self->b) / 2;
    case SCOPE_INITIALISER_ORTHOGONAL:
      return 0;
    case SCOPE_INITIALISER_IDENTITY:
      return self->a * self->b;
    default:
      return NAN;
    }
}

double
scope_initialiser_get_sd (const ScopeInitialiser *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  switch (self->kind)
    {
    case SCOPE_INITIALISER_CONSTANT:
      return 0;
    case SCOPE_INITIALISER_NORMAL:
      return self->b;
    case SCOPE_INITIALISER_TRUNCATED:
      return self->b * CUT_SD;
    case SCOPE_INITIALISER_UNIFORM:
      return (self->b - self->a) / sqrt (12);
    case SCOPE_INITIALISER_ORTHOGONAL:
      return fabs (self->a) / sqrt ((double) self->n);
    case SCOPE_INITIALISER_IDENTITY:
      return fabs (self->a) * sqrt (self->b * (1 - self->b));
    default:
      return NAN;
    }
}

char *
scope_initialiser_dup_text (const ScopeInitialiser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case SCOPE_INITIALISER_CONSTANT:
      return g_strdup_printf (_ ("%s: all %.4g"), self->name, self->a);
    case SCOPE_INITIALISER_UNIFORM:
      return g_strdup_printf (_ ("%s: evenly from %.4g to %.4g"), self->name, self->a, self->b);
    case SCOPE_INITIALISER_NORMAL:
      return g_strdup_printf (_ ("%s: normal, mean %.4g, standard deviation %.4g"), self->name,
                              self->a, self->b);
    case SCOPE_INITIALISER_TRUNCATED:
      return g_strdup_printf (_ ("%s: normal, mean %.4g, standard deviation %.4g, cut at twice "
                                 "that"),
                              self->name, self->a, self->b);
    case SCOPE_INITIALISER_ORTHOGONAL:
      return g_strdup_printf (_ ("%s: random vectors of length %.4g at right angles"), self->name,
                              self->a);
    case SCOPE_INITIALISER_IDENTITY:
      return g_strdup_printf (_ ("%s: %.4g on the diagonal, 0 elsewhere"), self->name, self->a);
    default:
      return g_strdup_printf (_ ("%s: none of Keras’s own initialisers"), self->name);
    }
}
