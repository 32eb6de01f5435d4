"""Files in the admin of commitments: the list as a file, and a file into the list, with a preview in between.

What was uploaded waits for the confirmation as the rows that differ, in a session of its own in the session table:
every node sees it, it belongs to one person's log-in, it ends after an hour by itself, and no request but these pages
loads it. A temporary file would be on one node only and outlive a killed process; a signed hidden field would
exceed the size that a form may have.
"""

from importlib import import_module

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from commitments import reading, reconciliation, tracker, workflow, writing
from commitments.columns import columns, for_rows, row
from ogp_challenge.downloads import TooLongError, csv_stream, xlsx_response
from ogp_challenge.refusal import RefusedError
from ogp_challenge.tables import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Line

#: Differences of one kind that the preview prints; all of them are written.
SHOWN = 200
#: Rows that one request writes: less than the ten seconds that others wait to write on SQLite before they are refused.
MOST_WRITTEN = 2_000
#: Seconds that an upload waits for its confirmation.
WAITS = 60 * 60
#: The key of the waiting upload in the person's session.
WAITING = "waiting_import"

FORMATS = {"csv": csv_stream, "xlsx": xlsx_response}


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, or XLSX."),
        allow_empty_file=True,  # refused with all other files that hold no table
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class FilesAdmin:
    """Import and export for the admin of commitments."""

    def get_urls(self):
        """The pages of this class before those of the admin, whose last pattern takes everything."""
        pages = [
            path(address, self.admin_site.admin_view(never_cache(view)), name=f"commitments_commitment_{name}")
            for address, view, name in (
                ("import/", self.import_view, "import"),
                ("import/confirm/", self.confirm_view, "import_confirm"),
                ("export/<str:kind>/", self.export_view, "export"),
            )
        ]
        return [*pages, *super().get_urls()]

    def has_import_permission(self, request):
        """Whether the person may bring a file: those who may add and change commitments."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        """The list, with the way to files for those who may."""
        extra = {"may_import": self.has_import_permission(request), "formats": FORMATS}
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    def export_view(self, request, kind):
        """What the list shows under its filters and search, all pages of it, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in FORMATS:
            raise Http404
        chosen = columns()
        try:
            records = for_rows(self.get_changelist_instance(request).queryset)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:commitments_commitment_changelist"))
        name = f"open-gov-challenge-commitments-{timezone.now():%Y-%m-%d}"
        rows = (row(record, chosen) for record in records.iterator(chunk_size=reconciliation.TOGETHER))
        try:
            return FORMATS[kind](name, [column.name for column in chosen], rows)
        except TooLongError as error:
            line, place = error.cell
            text = _("A text is too long for a cell of a spreadsheet: row %(row)d, column %(column)s. Use CSV.")
            self.message_user(request, text % {"row": line, "column": chosen[place - 1].name}, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:commitments_commitment_changelist"))

    def import_view(self, request):
        """The form, and what an uploaded file would do."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if not form.is_valid():
            return self.page(request, form=form)
        upload = form.cleaned_data["file"]
        try:
            # One byte too many is enough to be refused: more is not read.
            data = upload.read(MOST_BYTES + 1)
            upload.close()  # a large upload is a temporary file, which would outlive a killed process
            sheet = tracker.read(upload.name, data)
            comparison = reconciliation.compare(sheet, self.rights(request))
        except RefusedError as error:
            return self.page(request, form=form, problems=[error.problem], name=upload.name)
        if comparison.applicable and len(comparison.rows) <= MOST_WRITTEN:
            keep(request, upload.name, sheet, comparison)
        return self.page(request, form=UploadForm(), comparison=comparison, name=upload.name)

    def confirm_view(self, request):
        """Write what was shown, if it is still what would be written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:commitments_commitment_import"))
        waiting = kept(request)
        if waiting is None:
            self.message_user(request, _("There is no file that waits. Upload it again."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:commitments_commitment_import"))
        sheet, name = waiting["sheet"], waiting["name"]
        comparison = reconciliation.compare(sheet, self.rights(request))
        if comparison.fingerprint == waiting["fingerprint"] == request.POST.get("fingerprint"):
            try:
                writing.apply(comparison, by=request.user, reason=_("import of %s") % name)
            except RefusedError as error:
                return self.page(request, form=UploadForm(), problems=[error.problem], name=name)
            except writing.OutdatedError:
                comparison = reconciliation.compare(sheet, self.rights(request))
            else:
                return self.written(request, comparison)
        text = _(
            "Nothing was written: the catalogue, or the file that waits, is another than the one you saw. Look again."
        )
        self.message_user(request, text, messages.WARNING)
        if comparison.applicable:
            keep(request, name, sheet, comparison)
        return self.page(request, form=UploadForm(), comparison=comparison, name=name)

    def written(self, request, comparison):
        """Say what was written, and go to the list."""
        forget(request)
        for number, text in (
            (len(comparison.added), ngettext("%d commitment added.", "%d commitments added.", len(comparison.added))),
            (
                len(comparison.changed),
                ngettext("%d commitment changed.", "%d commitments changed.", len(comparison.changed)),
            ),
        ):
            if number:
                self.message_user(request, text % number, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:commitments_commitment_changelist"))

    def rights(self, request):
        """What the person may do with a file: what they may do with the form."""
        return reconciliation.Rights(
            publish=workflow.may_publish(request.user),
            change=lambda record: self.has_change_permission(request, record),
        )

    def page(self, request, **context):
        """The page of the import, in whatever stage."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import commitments"),
            "opts": self.model._meta,
            "most_written": MOST_WRITTEN,
            "shown": SHOWN,
            "shown_slice": f":{SHOWN}",
            "most": {"megabytes": MOST_BYTES // 1_000_000, "rows": MOST_ROWS, "columns": MOST_COLUMNS},
            "formats": FORMATS,
            **context,
        }
        return render(request, "admin/commitments/commitment/import.html", context)


def _store(key=None):
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def keep(request, name, sheet, comparison):
    """Let the rows of `sheet` that differ wait for the confirmation, instead of whatever waited before."""
    forget(request)
    store = _store()
    store.set_expiry(WAITS)
    rows = comparison.rows
    store["upload"] = {
        "name": name,
        "fingerprint": comparison.fingerprint,
        "places": sheet.places,
        "lines": [[line.number, line.cells] for line in sheet.lines if line.number in rows],
    }
    store.create()
    request.session[WAITING] = store.session_key


def kept(request):
    """The upload that waits in this log-in, or None: its name, its rows as a Sheet and its fingerprint."""
    key = request.session.get(WAITING)
    upload = _store(key).get("upload") if key else None
    if upload is None:
        return None
    lines = [Line(number, tuple(cells)) for number, cells in upload["lines"]]
    return {**upload, "sheet": reading.Sheet(upload["places"], lines, whole=False)}


def forget(request):
    """Nothing waits any more in this log-in."""
    if key := request.session.pop(WAITING, None):
        _store(key).delete()
