/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-command.h"
#include "scope-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

/* Exit statuses, a promise to scripts. */
enum
{
  EXIT_DONE = 0,
  EXIT_INPUT = 1, /* the input is at fault */
  EXIT_CALL = 2,  /* the call is */
};

static const ScopeCommand *const commands[] = {
  &scope_command_info,     &scope_command_tree,    &scope_command_weights, &scope_command_stats,
  &scope_command_heatmap,  &scope_command_predict, &scope_command_verify,  &scope_command_run,
  &scope_command_lookback, &scope_command_compare,
};

static void
print_help (void)
{
  g_print ("%s\n\n",
           _ ("Gatescope's engine without a display: what a Keras model learned of the weather."));
  g_print ("%s\n", _ ("Usage:"));
  g_print ("  gatescope-cli %s\n\n", _ ("COMMAND ARGUMENTS… [OPTION…]"));
  g_print ("%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-9s %-22s %s\n", commands[i]->name, commands[i]->arguments,
             _ (commands[i]->summary));
  g_print ("\n%s\n", _ ("gatescope-cli COMMAND --help lists a command's options."));
  g_print ("%s\n", _ ("Exit status: 0 done, 1 the input is at fault, 2 the call is."));
}

/* A command asked for its version is of this program's. */
static int
print_version (void)
{
  g_print ("gatescope-cli %s\n", GATESCOPE_VERSION);
  return EXIT_DONE;
}

static int
run_command (const ScopeCommand *command, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (command->run (argc, argv, &error))
    return EXIT_DONE;

  g_printerr ("gatescope-cli %s: %s\n", command->name, error->message);
  if (!g_error_matches (error, SCOPE_ERROR, SCOPE_ERROR_USAGE))
    return EXIT_INPUT;

  g_printerr (_ ("gatescope-cli %s --help says how it is called.\n"), command->name);
  return EXIT_CALL;
}

/*
 * A caller may have closed a standard stream. The next file opened would take its number, and the answer would go into
 * that file. The opposite access (reading for the outputs) keeps what is written there the error that it is.
 */
static void
keep_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) == -1 && errno == EBADF
        && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      _exit (EXIT_INPUT);
}

int
main (int argc, char **argv)
{
  keep_standard_streams ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc >= 2 && strcmp (argv[1], "--version") == 0)
    return print_version ();
  if (argc >= 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      print_help ();
      return EXIT_DONE;
    }

  for (guint i = 0; argc >= 2 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i]->name) == 0)
      {
        g_autofree char *program = g_strconcat ("gatescope-cli ", argv[1], NULL);

        if (argc == 3 && strcmp (argv[2], "--version") == 0)
          return print_version ();
        g_set_prgname (program);
        return run_command (commands[i], argc - 1, argv + 1);
      }

  if (argc >= 2)
    g_printerr (_ ("gatescope-cli: there is no command “%s”.\n"), argv[1]);
  else
    g_printerr ("%s\n", _ ("gatescope-cli: a command is missing."));
  g_printerr ("%s\n", _ ("gatescope-cli --help lists the commands."));
  return EXIT_CALL;
}
