/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The listing and unpacking of .keras archives, which gatescope-reader does; without its sandbox. */
#include "fuzz.h"

#include "scope-messenger.h"
#include "scope-source.h"

#include <string.h>

/* Nobody listens here. */
void
scope_messenger_progress (guint64 done, guint64 total)
{
}

void
scope_messenger_alive (void)
{
}

/* A zip archive of one stored member, with a wrong sum: PKWARE's APPNOTE.TXT 4.3. */
GPtrArray *
fuzz_dup_seeds (void)
{
  static const char text[] =
      "PK\x03\x04\x14\0\0\0\0\0\0\0\x21\0\0\0\0\0\x02\0\0\0\x02\0\0\0\x0b\0\0\0"
      "config.json{}"
      "PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\x21\0\0\0\0\0\x02\0\0\0\x02\0\0\0"
      "\x0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0config.json"
      "PK\x05\x06\0\0\0\0\x01\0\x01\0\x39\0\0\0\x2b\0\0\0\0\0";
  GPtrArray *seeds = g_ptr_array_new ();

  g_ptr_array_add (seeds, g_bytes_new_static (text, sizeof text - 1));
  return seeds;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t n_bytes)
{
  g_autoptr (GBytes) copy = fuzz_copy (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (ScopeSource) source = scope_source_unwrap ("fuzz", copy, &error);

  g_assert ((source != NULL) != (error != NULL));
  if (source != NULL)
    g_assert (source->trees->len == 1);
  return 0;
}
