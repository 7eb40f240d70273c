/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-gate-words.h"

#include "scope-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *letter;
  const char *sentence;
} GateWords;

static const GateWords words[] = {
  { "i",
    N_ ("Decides how much of the candidate is written into the unit’s memory: 0 nothing, 1 all "
        "of it.") },
  { "f", N_ ("Decides how much of the unit’s old memory is kept: 0 nothing, 1 all of it.") },
  { "c", N_ ("Proposes what to write into the unit’s memory, from what comes in now and from what "
             "the units said one step before.") },
  { "o", N_ ("Decides how much of its memory the unit tells the other units and the next layer: 0 "
             "nothing, 1 all of it.") },
  { "z", N_ ("Decides how much of the unit’s old state is kept; the rest is taken from the "
             "candidate.") },
  { "r", N_ ("Decides how much of what the units said one step before reaches the candidate.") },
};

static gboolean
has_resets (ScopeGates *gates)
{
  return scope_gates_find (gates, "r") >= 0;
}

const char *
scope_gate_words_get_sentence (ScopeGates *gates, guint gate)
{
  const char *letter;

  g_return_val_if_fail (gates != NULL && gate < scope_gates_get_n_gates (gates), NULL);

  letter = scope_gates_get_letter (gates, gate);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (letter, words[i].letter) == 0)
      return _ (words[i].sentence);
  return has_resets (gates) ? _ ("Proposes the unit’s new state, from what comes in now and from "
                                 "what the reset gate lets through of the step before.")
                            : _ ("Is the unit’s new state, made of what comes in now and of what "
                                 "the units said one step before; nothing else is remembered.");
}

/* A GRU's candidate. Two biases, or one, say where the reset acts; without biases the configuration does. */
static const char *
get_candidate_sum (ScopeGates *gates, ScopeLayer *layer, gboolean has_bias)
{
  if (scope_gates_get_recurrent_bias (gates).data != NULL)
    return "W xₜ + b + rₜ ∘ (U hₜ₋₁ + b′)";
  if (has_bias)
    return "W xₜ + U (rₜ ∘ hₜ₋₁) + b";
  if (scope_layer_get_boolean (layer, "reset_after",
                               strcmp (scope_layer_get_class (layer), "CuDNNGRU") == 0))
    return "W xₜ + rₜ ∘ (U hₜ₋₁)";
  return "W xₜ + U (rₜ ∘ hₜ₋₁)";
}

char *
scope_gate_words_dup_equation (ScopeGates *gates, ScopeLayer *layer, guint gate)
{
  const char *letter, *activation, *sum, *sign;
  gboolean has_bias;

  g_return_val_if_fail (gates != NULL && gate < scope_gates_get_n_gates (gates), NULL);
  g_return_val_if_fail (layer != NULL, NULL);

  letter = scope_gates_get_letter (gates, gate);
  sign = scope_words_get_gate_sign (gates, gate);
  activation = scope_activation_get_symbol (scope_gates_get_activation (gates, gate));
  has_bias = scope_gates_get_view (gates, gate, SCOPE_MATRIX_B).data != NULL;
  if (strcmp (letter, "h") == 0 && has_resets (gates))
    sum = get_candidate_sum (gates, layer, has_bias);
  else
    sum = has_bias ? "W xₜ + U hₜ₋₁ + b" : "W xₜ + U hₜ₋₁";
  return g_strdup_printf ("%sₜ = %s(%s)", sign, activation, sum);
}

const char *
scope_gate_words_get_cell_sentence (ScopeGates *gates)
{
  g_return_val_if_fail (gates != NULL, NULL);

  if (scope_gates_get_forget (gates) >= 0)
    return _ ("The memory c is what is kept of the old one and what is written anew; the unit’s "
              "answer h is what the output gate lets out of it.");
  if (has_resets (gates))
    return _ ("The state h, which is also the unit’s answer, is a mixture of the old one and the "
              "candidate.");
  return NULL;
}

const char *
scope_gate_words_get_cell_equation (ScopeGates *gates)
{
  g_return_val_if_fail (gates != NULL, NULL);

  if (scope_gates_get_forget (gates) >= 0)
    return "cₜ = fₜ ∘ cₜ₋₁ + iₜ ∘ c̃ₜ\nhₜ = oₜ ∘ a(cₜ)";
  if (has_resets (gates))
    return "hₜ = zₜ ∘ hₜ₋₁ + (1 − zₜ) ∘ h̃ₜ";
  return NULL;
}
