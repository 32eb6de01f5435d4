"""Configuration of the app: what follows from a migration and from a change of a record."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """What was promised, and all pages that list it."""

    name = "commitments"
    verbose_name = _("Catalogue")

    def ready(self):
        """Connect the signals. Models are not loaded when this module is."""
        from commitments.changes import PRINTED_ON, record_renaming
        from commitments.indexing import BELONGS_TO, reindex_for
        from commitments.models import Involvement

        pre_migrate.connect(make_way_for_migrations, sender=self)
        post_migrate.connect(install_in_database, sender=self)
        for model in (*BELONGS_TO, Involvement):
            post_save.connect(reindex_for, sender=model)
        for model in PRINTED_ON:
            post_save.connect(record_renaming, sender=model)
        post_delete.connect(reindex_for, sender=Involvement)


def make_way_for_migrations(using, **_kwargs):
    """Take away what would stand in the way of a change of tables."""
    from commitments import guards

    guards.remove(connections[using])


def install_in_database(using, **_kwargs):
    """The rules that models cannot state, the full-text index, the roles of staff, and what the log compares with."""
    from commitments import changes, guards, roles
    from commitments.models import SearchEntry
    from ogp_challenge import search

    guards.install(connections[using])
    search.install(SearchEntry, connections[using])
    roles.install(using)
    changes.renew(using)
