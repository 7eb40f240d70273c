/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-reader.h"

#include <string.h>

#define HDF5 "\x89HDF\r\n\x1a\n"

static void
check (const char *folder, const void *data, gsize n, ScopeFileKind expected)
{
  g_autoptr (GError) error = NULL;
  /* The name says one thing, and nobody listens. */
  g_autofree char *path = scope_test_write (folder, "table.csv", data, n);
  ScopeFileKind kind;

  g_assert_true (scope_reader_sniff (path, &kind, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kind, ==, expected);
}

static void
check_text (const char *folder, const char *text, ScopeFileKind expected)
{
  check (folder, text, strlen (text), expected);
}

static void
test_kinds (void)
{
  g_autofree char *folder = scope_test_make_folder ();

  check_text (folder, "", SCOPE_FILE_EMPTY);
  check_text (folder, HDF5, SCOPE_FILE_HDF5);
  check_text (folder, "PK\x03\x04 and so on", SCOPE_FILE_ARCHIVE);
  check (folder, "PK\x03\x04\0\0", 6, SCOPE_FILE_ARCHIVE);
  check (folder, "\x93NUMPY\x01\0", 8, SCOPE_FILE_NPY);
  check (folder, "CDF\x01\0", 5, SCOPE_FILE_NETCDF);
  check (folder, "CDF\x02\0", 5, SCOPE_FILE_NETCDF);
  check (folder, "CDF\x05\0", 5, SCOPE_FILE_NETCDF);
  check_text (folder, "CDF,of,a,name\n", SCOPE_FILE_TEXT);
  check_text (folder, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
              SCOPE_FILE_LFS);
  check_text (folder, " \n{\"a\": 1}", SCOPE_FILE_JSON);
  check_text (folder, "\xef\xbb\xbf[1]", SCOPE_FILE_JSON);
  check_text (folder, "time;T\n2013-01-01;5,0\n", SCOPE_FILE_TEXT);
  /* Latin-1 and UTF-16 are text; which it is, the table's reader finds out. */
  check_text (folder,
              "time,T (\xb0"
              "C)\r\n",
              SCOPE_FILE_TEXT);
  check (folder, "\xff\xfet\0,\0", 6, SCOPE_FILE_TEXT);
  check (folder, "a\0b", 3, SCOPE_FILE_UNKNOWN);
  check_text (folder,
              "\x7f"
              "ELF\x02",
              SCOPE_FILE_UNKNOWN);
  scope_test_remove_folder (folder);
}

/* HDF5 after a block of the user's own: at 512, 1024, 2048 … and nowhere else. */
static void
test_user_block (void)
{
  g_autofree char *folder = scope_test_make_folder ();
  char data[5000];

  for (gsize at = 512; at < sizeof data; at += 512)
    {
      memset (data, 'x', sizeof data);
      memcpy (data + at, HDF5, 8);
      check (folder, data, sizeof data,
             (at & (at - 1)) == 0 ? SCOPE_FILE_HDF5
             : at < 4096          ? SCOPE_FILE_UNKNOWN
                                  : SCOPE_FILE_TEXT);
    }
  scope_test_remove_folder (folder);
}

static void
test_fixtures (void)
{
  static const struct
  {
    const char *path;
    ScopeFileKind kind;
  } cases[] = {
    { "bad/git-lfs-pointer.h5", SCOPE_FILE_LFS }, { "bad/empty.h5", SCOPE_FILE_EMPTY },
    { "bad/pytorch.h5", SCOPE_FILE_ARCHIVE },     { "bad/text.h5", SCOPE_FILE_TEXT },
    { "bad/truncated.h5", SCOPE_FILE_HDF5 },      { "hdf5/types.h5", SCOPE_FILE_HDF5 },
    { "hdf5/userblock.h5", SCOPE_FILE_HDF5 },     { "npy/f4.npy", SCOPE_FILE_NPY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = scope_test_fixture_path (cases[i].path);
      g_autoptr (GError) error = NULL;
      ScopeFileKind kind;

      g_assert_true (scope_reader_sniff (path, &kind, &error));
      g_assert_cmpint (kind, ==, cases[i].kind);
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  ScopeFileKind kind;

  g_assert_false (scope_reader_sniff ("/nowhere/at.all", &kind, &error));
  scope_assert_error (error, SCOPE_ERROR_UNREADABLE, "/nowhere/at.all", "no such file");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/sniff/kinds", test_kinds);
  g_test_add_func ("/sniff/user-block", test_user_block);
  g_test_add_func ("/sniff/fixtures", test_fixtures);
  g_test_add_func ("/sniff/missing", test_missing);
  return g_test_run ();
}
