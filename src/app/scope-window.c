/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-window.h"

#include "config.h"

#include "scope-accessible.h"
#include "scope-gates-page.h"
#include "scope-look-back-page.h"
#include "scope-model-page.h"
#include "scope-run-page.h"
#include "scope-settings.h"
#include "scope-window-private.h"
#include "scope-words.h"

#include <glib/gi18n.h>

/* Under this the header bar has no room for the page switcher, and the window none for both panes. */
#define NARROW 1100
/* And under this the page wants all of it. */
#define TINY 760

G_DEFINE_FINAL_TYPE (ScopeWindow, scope_window, ADW_TYPE_APPLICATION_WINDOW)

static ScopePage *
get_front_page (ScopeWindow *self)
{
  GtkWidget *child = adw_view_stack_get_visible_child (self->pages);

  return SCOPE_IS_PAGE (child) ? SCOPE_PAGE (child) : NULL;
}

/* Which panes are open: what the person wants, what the page has, and in a narrow window one at most. */
void
scope_window_update_panes (ScopeWindow *self)
{
  ScopePage *page = get_front_page (self);
  GtkWidget *content = page != NULL ? scope_page_get_inspector (page) : NULL;
  gboolean inspector = self->wants_inspector && content != NULL;
  gboolean browser = self->wants_browser && !(self->is_narrow && inspector);

  if (adw_bin_get_child (self->inspector) != content)
    adw_bin_set_child (self->inspector, content);
  gtk_widget_set_visible (self->inspector_frame, inspector);
  gtk_widget_set_visible (GTK_WIDGET (self->browser), browser);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.inspector", content != NULL);
}

/* Panes give way to the page at first; asked for, one of them comes back. */
static void
take_width (ScopeWindow *self, int width)
{
  gboolean is_narrow = width < NARROW;
  gboolean is_tiny = width < TINY;

  if (self->is_narrow != is_narrow)
    {
      self->is_narrow = is_narrow;
      self->wants_inspector = !is_narrow && self->remembers_inspector;
      g_object_notify (G_OBJECT (self), "show-inspector");
    }
  if (self->is_tiny != is_tiny)
    {
      self->is_tiny = is_tiny;
      self->wants_browser = !is_tiny && self->remembers_browser;
      g_object_notify (G_OBJECT (self), "show-browser");
    }
  scope_window_update_panes (self);
}

static void
update_switchers (ScopeWindow *self)
{
  gboolean has_pages = g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "pages") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->switcher), has_pages && !self->is_narrow);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, has_pages && self->is_narrow);
}

/* The surface knows its new size before anything is laid out for it. */
static void
layout_cb (GdkSurface *surface, int width, int height, ScopeWindow *self)
{
  take_width (self, width);
  update_switchers (self);
}

static void
scope_window_realize (GtkWidget *widget)
{
  ScopeWindow *self = SCOPE_WINDOW (widget);
  int width, height;

  GTK_WIDGET_CLASS (scope_window_parent_class)->realize (widget);

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0)
    take_width (self, width);
  update_switchers (self);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "layout",
                           G_CALLBACK (layout_cb), self, 0);
}

/* The width of the inspector is remembered, not the position of its pane, which grows with the window. */
static void
inspector_pane_resized_cb (ScopeWindow *self)
{
  int maximum;

  if (self->inspector_width <= 0)
    return;
  g_object_get (self->inspector_pane, "max-position", &maximum, NULL);
  if (maximum <= 0 || maximum == G_MAXINT)
    return;
  gtk_paned_set_position (self->inspector_pane,
                          gtk_widget_get_width (GTK_WIDGET (self->inspector_pane))
                              - self->inspector_width);
  self->inspector_width = 0;
}

static void
page_changed_cb (ScopeWindow *self)
{
  scope_window_update_panes (self);
  g_object_notify (G_OBJECT (self), "page");
}

/* File and what it is, in the header bar. */
static void
update_title (ScopeWindow *self)
{
  ScopeModel *model = scope_session_get_model (self->session);
  ScopeSeries *series = scope_session_get_series (self->session);
  g_autofree char *subtitle = NULL;
  g_autofree char *title = NULL;
  const char *name = NULL;

  if (model != NULL)
    {
      g_autofree char *count =
          scope_words_dup_count ((gint64) scope_model_get_n_parameters (model));
      g_autofree char *parameters = g_strdup_printf (
          ngettext ("%s parameter", "%s parameters", scope_model_get_n_parameters (model)), count);

      name = scope_model_get_file_name (model);
      if (scope_model_get_keras_version (model) != NULL)
        subtitle =
            g_strdup_printf ("Keras %s · %s", scope_model_get_keras_version (model), parameters);
      else
        subtitle = g_strdup (parameters);
    }
  else if (series != NULL)
    {
      g_autofree char *count = scope_words_dup_count ((gint64) scope_series_get_n_rows (series));

      name = scope_series_get_name (series);
      subtitle =
          g_strdup_printf (ngettext ("%s row", "%s rows", scope_series_get_n_rows (series)), count);
    }

  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (self->title_box, name);
  gtk_widget_set_visible (self->title_box, name != NULL);
  /* Translators: a window's title; %s is a file's name */
  title = name != NULL ? g_strdup_printf (_ ("%s – Gatescope"), name) : g_strdup ("Gatescope");
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

void
scope_window_update_body (ScopeWindow *self)
{
  gboolean is_open = scope_session_get_model (self->session) != NULL
                     || scope_session_get_series (self->session) != NULL;

  /* A window that begins with a file does not greet first. */
  if (scope_file_page_get_file (self->file_page) != NULL)
    gtk_stack_set_visible_child_name (self->body, "file");
  else if (is_open)
    gtk_stack_set_visible_child_name (self->body, "pages");
  else if (self->loading_cancellable != NULL && !self->was_shown)
    gtk_stack_set_visible_child_name (self->body, "blank");
  else
    gtk_stack_set_visible_child_name (self->body, "welcome");
  gtk_widget_set_visible (self->browser_toggle, is_open);
  gtk_widget_set_visible (self->inspector_toggle, is_open);
  update_title (self);
  update_switchers (self);
  scope_window_update_actions (self);
  scope_window_update_panes (self);
}

static void
remember (ScopeWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!gtk_window_is_maximized (GTK_WINDOW (self)) && width > 0 && height > 0)
    {
      scope_settings_set_int ("window-width", width);
      scope_settings_set_int ("window-height", height);
    }
  scope_settings_set_boolean ("window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  scope_settings_set_boolean ("browser", self->remembers_browser);
  scope_settings_set_boolean ("inspector", self->remembers_inspector);
  if (gtk_widget_get_width (GTK_WIDGET (self->browser)) > 0)
    scope_settings_set_int ("browser-width", gtk_paned_get_position (self->browser_pane));
  if (gtk_widget_get_width (self->inspector_frame) > 0)
    scope_settings_set_int ("inspector-width", gtk_widget_get_width (self->inspector_frame));
  scope_settings_set_string ("page", scope_window_get_page (self));
}

static gboolean
scope_window_close_request (GtkWindow *window)
{
  ScopeWindow *self = SCOPE_WINDOW (window);

  remember (self);
  scope_window_cancel_opening (self);
  scope_session_cancel_jobs (self->session);
  return GTK_WINDOW_CLASS (scope_window_parent_class)->close_request (window);
}

enum
{
  PROP_0,
  PROP_PAGE,
  PROP_SHOW_BROWSER,
  PROP_SHOW_INSPECTOR,
  N_PROPS
};

static void
scope_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ScopeWindow *self = SCOPE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PAGE:
      g_value_set_string (value, scope_window_get_page (self));
      break;
    case PROP_SHOW_BROWSER:
      g_value_set_boolean (value, self->wants_browser);
      break;
    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, self->wants_inspector);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ScopeWindow *self = SCOPE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PAGE:
      scope_window_show_page (self, g_value_get_string (value));
      break;
    case PROP_SHOW_BROWSER:
      self->wants_browser = g_value_get_boolean (value);
      if (!self->is_tiny)
        self->remembers_browser = self->wants_browser;
      /* In a narrow window one pane takes the other's place. */
      if (self->wants_browser && self->is_narrow && self->wants_inspector)
        {
          self->wants_inspector = FALSE;
          g_object_notify (object, "show-inspector");
        }
      scope_window_update_panes (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHOW_INSPECTOR:
      self->wants_inspector = g_value_get_boolean (value);
      if (!self->is_narrow)
        self->remembers_inspector = self->wants_inspector;
      scope_window_update_panes (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scope_window_dispose (GObject *object)
{
  ScopeWindow *self = SCOPE_WINDOW (object);

  scope_window_dispose_opening (self);
  /* An inspector belongs to its page, which goes with the template. */
  if (self->inspector != NULL)
    adw_bin_set_child (self->inspector, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SCOPE_TYPE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (scope_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, body);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, file_page);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, title_box);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, browser_toggle);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, inspector_toggle);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, browser_pane);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, inspector_pane);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, browser);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, inspector_frame);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, drop_open);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, drop_compare);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, loading);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, loading_label);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, ScopeWindow, open_menu);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, inspector_pane_resized_cb);
}

static void
scope_window_class_init (ScopeWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = scope_window_dispose;
  object_class->get_property = scope_window_get_property;
  object_class->set_property = scope_window_set_property;
  widget_class->realize = scope_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = scope_window_close_request;

  g_object_class_install_property (object_class, PROP_PAGE,
                                   g_param_spec_string ("page", NULL, NULL, "model", flags));
  g_object_class_install_property (object_class, PROP_SHOW_BROWSER,
                                   g_param_spec_boolean ("show-browser", NULL, NULL, TRUE, flags));
  g_object_class_install_property (
      object_class, PROP_SHOW_INSPECTOR,
      g_param_spec_boolean ("show-inspector", NULL, NULL, TRUE, flags));

  g_type_ensure (SCOPE_TYPE_BROWSER);
  g_type_ensure (SCOPE_TYPE_FILE_PAGE);
  g_type_ensure (SCOPE_TYPE_WELCOME_PAGE);
  g_type_ensure (SCOPE_TYPE_MODEL_PAGE);
  g_type_ensure (SCOPE_TYPE_GATES_PAGE);
  g_type_ensure (SCOPE_TYPE_RUN_PAGE);
  g_type_ensure (SCOPE_TYPE_LOOK_BACK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gatescope/Gatescope/scope-window.ui");
  bind_children (widget_class);
  scope_window_class_install_actions (widget_class);
  scope_window_class_install_file_actions (widget_class);
}

static void
give_session (ScopeWindow *self)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->pages));

  scope_browser_set_session (self->browser, self->session);
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (AdwViewStackPage) item = g_list_model_get_item (pages, i);
      ScopePage *page = SCOPE_PAGE (adw_view_stack_page_get_child (item));

      scope_page_set_session (page, self->session);
      scope_accessible_track (GTK_WIDGET (page));
      g_signal_connect_object (page, "notify::inspector", G_CALLBACK (scope_window_update_panes),
                               self, G_CONNECT_SWAPPED);
    }
}

/* The arrow of a split button has a tooltip of its own, and no name. */
static void
name_arrow (GtkWidget *split_button)
{
  for (GtkWidget *child = gtk_widget_get_first_child (split_button); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Recent files"), -1);
}

static void
recall (ScopeWindow *self)
{
  g_autofree char *page = scope_settings_dup_string ("page", "model");

  self->wants_browser = self->remembers_browser = scope_settings_get_boolean ("browser", TRUE);
  self->wants_inspector = self->remembers_inspector =
      scope_settings_get_boolean ("inspector", TRUE);
  self->inspector_width = scope_settings_get_int ("inspector-width", 304);
  gtk_paned_set_position (self->browser_pane, scope_settings_get_int ("browser-width", 280));
  gtk_window_set_default_size (GTK_WINDOW (self), scope_settings_get_int ("window-width", 1280),
                               scope_settings_get_int ("window-height", 800));
  if (scope_settings_get_boolean ("window-maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));
  scope_window_show_page (self, page);
  g_object_notify (G_OBJECT (self), "show-browser");
  g_object_notify (G_OBJECT (self), "show-inspector");
}

static void
scope_window_init (ScopeWindow *self)
{
  self->session = scope_session_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  if (DEVELOPMENT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  give_session (self);
  name_arrow (GTK_WIDGET (self->open_button));
  scope_accessible_track_stack (self->body);
  scope_accessible_track (GTK_WIDGET (self->browser));
  scope_accessible_track (self->inspector_frame);
  scope_accessible_track (gtk_revealer_get_child (self->drop_hint));
  scope_accessible_track (gtk_revealer_get_child (self->loading));
  scope_window_init_opening (self);
  /* Another model, or another page of it, is what is wanted now. */
  g_signal_connect_object (self->session, "notify::model",
                           G_CALLBACK (scope_window_leave_structure), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child",
                           G_CALLBACK (scope_window_leave_structure), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::model", G_CALLBACK (scope_window_update_body),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::series", G_CALLBACK (scope_window_update_body),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify", G_CALLBACK (scope_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  recall (self);
  scope_window_update_body (self);
}

ScopeWindow *
scope_window_new (GtkApplication *application)
{
  return g_object_new (SCOPE_TYPE_WINDOW, "application", application, NULL);
}

ScopeSession *
scope_window_get_session (ScopeWindow *self)
{
  g_return_val_if_fail (SCOPE_IS_WINDOW (self), NULL);
  return self->session;
}

gboolean
scope_window_show_page (ScopeWindow *self, const char *name)
{
  g_return_val_if_fail (SCOPE_IS_WINDOW (self), FALSE);

  if (name == NULL || adw_view_stack_get_child_by_name (self->pages, name) == NULL)
    return FALSE;
  adw_view_stack_set_visible_child_name (self->pages, name);
  return TRUE;
}

const char *
scope_window_get_page (ScopeWindow *self)
{
  g_return_val_if_fail (SCOPE_IS_WINDOW (self), NULL);
  return adw_view_stack_get_visible_child_name (self->pages);
}

void
scope_window_set_first_page (ScopeWindow *self, const char *name)
{
  g_return_if_fail (SCOPE_IS_WINDOW (self));

  self->keeps_page = scope_window_show_page (self, name);
}
