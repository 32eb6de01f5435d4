"""Files as people upload them: exports of the catalogue, changed, broken and hostile ones."""

import csv
import io
import zipfile
from functools import cache

from commitments.columns import columns, for_rows, row
from commitments.models import Commitment
from ogp_challenge.downloads import csv_stream, xlsx_response

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def exported(kind="csv", queryset=None):
    """The commitments as the admin exports them."""
    chosen = columns()
    rows = (row(record, chosen) for record in for_rows(Commitment.objects.all() if queryset is None else queryset))
    write = {"csv": csv_stream, "xlsx": xlsx_response}[kind]
    return write("commitments", [column.name for column in chosen], rows).getvalue()


@cache
def original(kind="csv"):
    """The export of the catalogue as it is before a test changes it."""
    return exported(kind)


def table(data=None):
    """The rows of an export as dictionaries, to be changed."""
    return list(csv.DictReader(io.StringIO((data or original()).decode(), newline="")))


def as_csv(rows):
    """Rows as the bytes of a CSV file; the first one gives the header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def edited(slug, **values):
    """An export in which the row of one commitment has other cells."""
    rows = table()
    next(row for row in rows if row["slug"] == slug).update(values)
    return as_csv(rows)


def new_row(**values):
    """A row of a national commitment that the catalogue does not have."""
    like = next(row for row in table() if row["level"] == "national" and row["lead_institutions"])
    return (
        like | {"slug": "quite-new", "ogp_code": "", "position": "900", "state": "", "title_en": "Quite New"} | values
    )


def parts(sheet, **more):
    """The parts of a workbook whose sheet has the XML `sheet`."""
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SPREADSHEET}"><si><t>slug</t></si>'
        "<si><r><t>Two </t></r><r><t>runs</t></r><rPh><t>spoken</t></rPh></si></sst>",
        "xl/worksheets/sheet1.xml": sheet,
    } | more


def sheet(*cells):
    """The XML of a sheet of one row per list of cells, each cell as XML."""
    rows = "".join(f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(cells, start=1))
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'


def text_cell(place, text):
    """A cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def zipped(members):
    """The parts of a workbook as a file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(*cells, **more):
    """A workbook of one sheet."""
    return zipped(parts(sheet(*cells), **more))


def rewritten(data, change):
    """A workbook whose sheet went through `change`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    return zipped(members | {name: change(members[name].decode())})


#: The columns of the tracker's pages, and of its older page the two that name participant and title.
TRACKER = {
    "fr": (
        *("Engagement", "Niveau de Gouvernement", "Établissement principal", "Primaire Zone de défi"),
        *("Branche du gouvernement", "Région", "Participant", "Titre"),
    ),
    "en": (
        *("Summary", "Level of Government", "Lead Institution", "Primary Challenge Area"),
        *("Branch of Government", "Region", "Country/Local", "Title of Reform"),
    ),
}
ENGLISH = {
    **{"national": "National", "local-member": "Local (OGP Local member)", "local-non-member": "Local (non-member)"},
    **{"gender-and-inclusion": "Gender & Inclusion", "climate-and-environment": "Climate & Environment"},
    "africa-and-the-middle-east": "Africa & Middle East",
}


def tracker_row(record, language="fr", **cells):
    """The row of a commitment on the tracker's page: in French as it was copied, in English as it would be."""
    if language == "fr":
        names = ("level", "institution", "area", "branch", "region")
        row = {"summary": f"Résumé : {record.summary_fr}\nLire la suite"}
        return row | {name: getattr(record, f"source_{name}") for name in names} | cells
    leads = record.involvements.filter(role="lead").select_related("institution")
    codes = {"level": record.level, "area": record.area.slug, "region": record.member.region.slug}
    names = {"area": record.area.name_en, "region": record.member.region.name_en}
    row = {"summary": record.summary_en, "branch": record.branch.title()}
    row |= {name: ENGLISH.get(code, names.get(name)) for name, code in codes.items()}
    return row | {"institution": ", ".join(lead.institution.name_en for lead in leads)} | cells


def tracker(rows, language="fr"):
    """A copy of the tracker as somebody makes it in a spreadsheet."""
    names = ("summary", "level", "institution", "area", "branch", "region", "participant", "title")
    labels = dict(zip(names, TRACKER[language], strict=True))
    used = [name for name in names if any(name in row for row in rows)]
    return as_csv([{labels[name]: row.get(name, "") for name in used} for row in rows])
