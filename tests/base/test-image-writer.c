/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-test.h"

#include "scope-image-writer.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
test_refuses (void)
{
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  const gsize huge[] = { G_MAXSIZE / 2, 8 };
  const gsize one[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };

  g_assert_true (scope_image_writer_add_text (writer, "a", "text"));
  g_assert_false (scope_image_writer_add_text (writer, "a", "again"));

  g_assert_false (scope_image_writer_add_group (writer, "a", NULL));
  g_assert_false (scope_image_writer_add_group (writer, "/a/", NULL));
  g_assert_false (scope_image_writer_add_group (writer, "", NULL));
  g_assert_true (scope_image_writer_add_group (writer, "/a", NULL));
  g_assert_false (scope_image_writer_add_group (writer, "/a", NULL));
  g_assert_false (scope_image_writer_add_link (writer, "/a", "soft", "/b"));
  g_assert_true (scope_image_writer_add_link (writer, "/b", "soft", "/a"));
  /* Nothing stands in a link or in a dataset. */
  g_assert_false (scope_image_writer_add_group (writer, "/b/c", NULL));

  g_assert_false (scope_image_writer_add_dataset (writer, "/c", "int8", "", 2, huge, TRUE, NULL));
  g_assert_false (scope_image_writer_add_dataset (writer, "/c", "int8", "", 9, one, FALSE, NULL));
  g_assert_true (scope_image_writer_add_dataset (writer, "/c", "int8", "", 2, huge, FALSE, NULL));
  g_assert_cmpuint (scope_image_writer_get_array_bytes (writer), ==, 0);
}

/* What the reader does: the block is a memory file that somebody else maps afterwards. */
static void
test_memory_file (void)
{
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (ScopeImage) image = NULL;
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GError) error = NULL;
  const gsize dims[] = { 3 };
  const float numbers[] = { 1, 2, 3 };
  int fd = memfd_create ("test", MFD_CLOEXEC);

  g_assert_true (
      scope_image_writer_add_dataset (writer, "/a/b", "float32", "compact", 1, dims, TRUE, NULL));
  g_assert_cmpuint (scope_image_writer_get_array_bytes (writer), ==, sizeof numbers);
  g_assert_true (scope_image_writer_lay_out (writer, fd, &error));
  g_assert_no_error (error);
  memcpy (scope_image_writer_get_array (writer, "/a/b"), numbers, sizeof numbers);
  g_assert_null (scope_image_writer_finish (writer));

  mapped = g_mapped_file_new_from_fd (fd, FALSE, &error);
  g_assert_no_error (error);
  close (fd);
  block = g_mapped_file_get_bytes (mapped);
  image = scope_image_new (block, "file", &error);
  g_assert_no_error (error);
  scope_assert_array (scope_image_find (image, "/a/b")->array, 1, dims, numbers, 0);
}

static void
test_no_memory (void)
{
  g_autoptr (ScopeImageWriter) writer = scope_image_writer_new ("hdf5");
  g_autoptr (GError) error = NULL;
  const gsize dims[] = { G_MAXSSIZE / 16 };

  g_assert_true (scope_image_writer_add_dataset (writer, "/a", "float32", "", 1, dims, TRUE, NULL));
  g_assert_false (scope_image_writer_lay_out (writer, -1, &error));
  scope_assert_error (error, SCOPE_ERROR_UNSUPPORTED, "memory");
}

int
main (int argc, char **argv)
{
  scope_test_init (&argc, &argv);
  g_test_add_func ("/image-writer/refuses", test_refuses);
  g_test_add_func ("/image-writer/memory-file", test_memory_file);
  g_test_add_func ("/image-writer/no-memory", test_no_memory);
  return g_test_run ();
}
