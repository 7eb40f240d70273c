/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-application.h"
#include "scope-reader.h"

#include "config.h"

#include "scope-resources.h"
#include "scope-sample.h"
#include "scope-settings.h"
#include "scope-window.h"

#include <glib/gi18n.h>

struct _ScopeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (ScopeApplication, scope_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and end"), NULL },
  { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the sample model and its weather"), NULL },
  { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Size of the window, for screenshots"),
    N_ ("WIDTHxHEIGHT") },
  { "page", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Page to begin with: model, gates, run or look-back"), N_ ("NAME") },
  { "style", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Style: follow, light or dark"), N_ ("NAME") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE…]") },
  { NULL }
};

void
scope_application_register_resources (void)
{
  g_resources_register (scope_get_resource ());
}

static void
apply_style (const char *style)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (g_strcmp0 (style, "light") == 0)
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  else if (g_strcmp0 (style, "dark") == 0)
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  else
    adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (scope_window_new (GTK_APPLICATION (user_data))));
}

static void
close_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  /* Each remembers its size and ends what it is doing. */
  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
  g_list_free (windows);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about, "transient-for", parent, "modal", TRUE, "application-name", "Gatescope",
                "application-icon", APPLICATION_ID, "version", GATESCOPE_VERSION, "developer-name",
                _ ("The Gatescope project"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _ ("Shows what an LSTM that was trained on weather has learned: which numbers "
                   "belong to which gate, what they do on real observations, and how far back "
                   "the forecast looks."),
                "translator-credits",
                /* Translators: your names, one a line */
                _ ("translator-credits"), NULL);
  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about),
                                      _ ("Colour maps “vik” and “berlin”"),
                                      "Copyright © Fabio Crameri", GTK_LICENSE_MIT_X11, NULL);
  gtk_window_present (GTK_WINDOW (about));
}

static void
style_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *style = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  apply_style (style);
  scope_settings_set_string ("style", style);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
}

static const GActionEntry actions[] = {
  { "new-window", new_window_cb },
  { "quit", close_all_cb },
  { "about", about_cb },
  { "help", help_cb },
  { "style", NULL, "s", "'follow'", style_changed_cb },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.new-window", { "<Control>n" } },
  { "app.help", { "F1" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.open", { "<Control>o" } },
  { "win.open-table", { "<Control><Shift>o" } },
  { "win.compare", { "<Control><Shift>c" } },
  { "win.save-recipe", { "<Control>s" } },
  { "win.close", { "<Control>w" } },
  { "win.search", { "<Control>f" } },
  { "win.browser", { "F9" } },
  { "win.inspector", { "<Control>F9" } },
  { "win.menu", { "F10" } },
  { "win.start", { "F5", "<Control>r" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.page::model", { "<Alt>1" } },
  { "win.page::gates", { "<Alt>2" } },
  { "win.page::run", { "<Alt>3" } },
  { "win.page::look-back", { "<Alt>4" } },
};

static void
scope_application_startup (GApplication *application)
{
  g_autofree char *style = NULL;
  g_autoptr (GVariant) state = NULL;

  scope_application_register_resources ();
  G_APPLICATION_CLASS (scope_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  scope_reader_prepare ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);

  style = scope_settings_dup_string ("style", "follow");
  state = g_variant_ref_sink (g_variant_new_string (style));
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (application), "style")), state);
  apply_style (style);
}

/* The window in front, where nothing is open in it; else a new one. */
static ScopeWindow *
get_empty_window (GApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (SCOPE_IS_WINDOW (active))
    {
      ScopeSession *session = scope_window_get_session (SCOPE_WINDOW (active));

      if (scope_session_get_model (session) == NULL && scope_session_get_series (session) == NULL)
        return SCOPE_WINDOW (active);
    }
  return scope_window_new (GTK_APPLICATION (application));
}

static void
scope_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (scope_window_new (GTK_APPLICATION (application)));
  gtk_window_present (window);
}

static void
open_in (ScopeWindow *window, GPtrArray *files)
{
  /* In this order: a window that begins with a file does not greet first. */
  scope_window_open (window, files);
  gtk_window_present (GTK_WINDOW (window));
}

static void
scope_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (list, g_object_ref (files[i]));
  open_in (get_empty_window (application), list);
}

/* "1280x800" */
static gboolean
parse_size (const char *text, int *width, int *height)
{
  char *end;
  guint64 w = g_ascii_strtoull (text, &end, 10);
  guint64 h = *end == 'x' ? g_ascii_strtoull (end + 1, &end, 10) : 0;

  if (*end != '\0' || w < 1 || h < 1 || w > 16384 || h > 16384)
    return FALSE;
  *width = (int) w;
  *height = (int) h;
  return TRUE;
}

static gboolean
is_one_of (const char *text, const char *const *words)
{
  return text == NULL || g_strv_contains (words, text);
}

static int
scope_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  static const char *const pages[] = { "model", "gates", "run", "look-back", NULL };
  static const char *const styles[] = { "follow", "light", "dark", NULL };
  const char *size = NULL, *page = NULL, *style = NULL;
  int width, height;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("gatescope %s\n", GATESCOPE_VERSION);
      return 0;
    }
  g_variant_dict_lookup (dict, "size", "&s", &size);
  g_variant_dict_lookup (dict, "page", "&s", &page);
  g_variant_dict_lookup (dict, "style", "&s", &style);
  if (size != NULL && !parse_size (size, &width, &height))
    {
      g_printerr (_ ("gatescope: “%s” is no size; expected one like 1280x800\n"), size);
      return 2;
    }
  if (!is_one_of (page, pages))
    {
      g_printerr (_ ("gatescope: there is no page “%s”; expected model, gates, run or look-back\n"),
                  page);
      return 2;
    }
  if (!is_one_of (style, styles))
    {
      g_printerr (_ ("gatescope: there is no style “%s”; expected follow, light or dark\n"), style);
      return 2;
    }
  return -1;
}

static GPtrArray *
list_files (GApplicationCommandLine *line, GVariantDict *dict)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree const char **names = NULL;

  if (g_variant_dict_contains (dict, "sample"))
    {
      g_autoptr (GPtrArray) sample = scope_sample_find ();

      if (sample->len == 0)
        g_application_command_line_printerr (line, "gatescope: %s\n",
                                             _ ("the sample is not installed"));
      g_ptr_array_extend_and_steal (files, g_steal_pointer (&sample));
    }
  if (g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names))
    for (guint i = 0; names[i] != NULL; i++)
      g_ptr_array_add (files, g_application_command_line_create_file_for_arg (line, names[i]));
  return files;
}

static int
scope_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autoptr (GPtrArray) files = list_files (line, dict);
  const char *size = NULL, *page = NULL, *style = NULL;
  ScopeWindow *window;
  int width, height;

  g_variant_dict_lookup (dict, "size", "&s", &size);
  g_variant_dict_lookup (dict, "page", "&s", &page);
  g_variant_dict_lookup (dict, "style", "&s", &style);
  if (style != NULL)
    apply_style (style);

  if (files->len == 0 && size == NULL && page == NULL)
    {
      g_application_activate (application);
      return 0;
    }
  window = get_empty_window (application);
  if (size != NULL && parse_size (size, &width, &height))
    {
      gtk_window_unmaximize (GTK_WINDOW (window));
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
    }
  if (page != NULL)
    scope_window_set_first_page (window, page);
  open_in (window, files);
  return 0;
}

static void
scope_application_class_init (ScopeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = scope_application_startup;
  application_class->activate = scope_application_activate;
  application_class->open = scope_application_open;
  application_class->handle_local_options = scope_application_handle_local_options;
  application_class->command_line = scope_application_command_line;
}

static void
scope_application_init (ScopeApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (
      application, _ ("Shows what an LSTM that was trained on weather has learned."));
}

ScopeApplication *
scope_application_new (void)
{
  return g_object_new (SCOPE_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/gatescope/Gatescope", NULL);
}
