"""What the matrix of roles is made of: people, records of every kind, forged forms, and asking an admin view."""

from contextlib import contextmanager

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from commitments.models import (
    ActionPlan,
    Assessment,
    ChallengeArea,
    Commitment,
    Evidence,
    FormerSlug,
    GuideChapter,
    Involvement,
    Milestone,
    OpenGovernmentValue,
    ProgressReport,
    PublicChange,
    State,
)
from commitments.workflow import move
from members.models import Institution, Locality, Member, Region
from tests.forms import form_data, form_of

ROLES = ("anonymous", "reader", "groupless", "editor", "reviewer", "administrator", "superuser")
#: Who is not let in at all; who is let in and may do nothing.
OUTSIDERS, GROUPS = ("anonymous", "reader"), ("editor", "reviewer", "administrator")
STATES = tuple(State.values)


def person(role):
    """Somebody of a role."""
    if role == "anonymous":
        return AnonymousUser()
    user = User.objects.create_user(f"the-{role}", is_staff=role != "reader", is_superuser=role == "superuser")
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=role))
    return user


# Records


def new_commitment(state, **values):
    """A commitment in `state` that has all the public needs, and a row of everything."""
    like = Commitment.objects.filter(level="national").first()
    draft = Commitment.objects.create(
        **{"slug": "made", "title_en": "Made", "title_fr": "Fait", "title_state_en": "original"},
        **{"summary_en": "Something.", "member": like.member, "area": like.area, "level": "national"},
        **{"branch": "executive", "position": 1000, "ogp_code": "CR9000"},
        **values,
    )
    institution = Institution.objects.create(slug="made", name_en="Made", member=like.member)
    Involvement.objects.create(commitment=draft, institution=institution)
    Milestone.objects.create(commitment=draft, title_en="Made")
    report = ProgressReport.objects.create(
        commitment=draft, reported_on="2026-05-01", status="complete", source_url="https://example.com/"
    )
    Evidence.objects.create(report=report, title_en="Made", url="https://example.org/")
    Assessment.objects.create(commitment=draft, report_title="Made", assessed_on="2026-06-01")
    FormerSlug.objects.create(commitment=draft, slug="formerly")
    for to in {"draft": [], "in-review": ["in-review"], "withdrawn": ["published", "withdrawn"]}.get(state, [state]):
        move(draft, State(to), reason="Because.")
    return draft


def own_commitment(editor):
    """A draft that `editor` has made: the history is where a record says whose it is."""
    draft = new_commitment("draft")
    draft.history.update(history_user=editor.pk)
    return draft


def new_plan():
    like = ActionPlan.objects.filter(locality=None).first()
    return ActionPlan.objects.create(slug="made", name_en="Made", member=like.member, start_year=2024, end_year=2028)


def new_user(**values):
    """Somebody else, with a second factor."""
    user = User.objects.create_user("somebody", is_staff=True, **values)
    TOTPDevice.objects.create(user=user, name="phone")
    return user


def new_chapter():
    chapter = GuideChapter.objects.create(slug="made", name_en="Made", url="https://example.com/")
    chapter.areas.add(ChallengeArea.objects.first())
    return chapter


def named(model, **values):
    return {"any": lambda editor: model.objects.create(slug="made", name_en="Made", **values)}


def by_state(make):
    return {state: lambda editor, state=state: make(state) for state in STATES}


def role_with_an_editor():
    user = new_user()
    user.groups.add(Group.objects.get(name="editor"))
    return user


#: Model -> kind of record -> what makes one. One kind is the editor's own.
RECORDS = {
    User: {"editor": lambda editor: role_with_an_editor(), "superuser": lambda editor: new_user(is_superuser=True)},
    Group: {"any": lambda editor: Group.objects.create(name="made")},
    Region: named(Region),
    Member: named(Member, iso2="ZZ", iso3="ZZZ", iso_numeric="999"),
    Locality: {
        "any": lambda editor: Locality.objects.create(slug="made", name_en="Made", member=Member.objects.first()),
    },
    Institution: named(Institution)
    | by_state(lambda state: new_commitment(state) and Institution.objects.get(slug="made")),
    Commitment: by_state(new_commitment) | {"own": own_commitment},
    ProgressReport: by_state(lambda state: new_commitment(state).progress_reports.get()),
    Assessment: by_state(lambda state: new_commitment(state).assessments.get()),
    ChallengeArea: named(ChallengeArea),
    GuideChapter: {"any": lambda editor: new_chapter()},
    OpenGovernmentValue: named(OpenGovernmentValue),
    ActionPlan: {"any": lambda editor: new_plan()}
    | by_state(lambda state: new_commitment(state, action_plan=new_plan(), route="action-plan").action_plan),
    PublicChange: {"any": lambda editor: PublicChange.objects.first()},
}


# Forged forms

PASSWORD = {"password1": "a-long-forged-password", "password2": "a-long-forged-password"}
NAMED = {"slug": "forged", "name_en": "Forged"}
#: Model -> what an added record is made of. Whatever else its form holds is as in the form of an existing one.
NEW = {
    User: {"username": "forged", **PASSWORD},
    Group: {"name": "forged"},
    Member: NAMED | {"iso2": "YY", "iso3": "YYY", "iso_numeric": "998"},
    Commitment: {"slug": "forged", "ogp_code": "", "former_slugs-TOTAL_FORMS": 0},
    ProgressReport: {"reported_on": "2026-07-01", "evidence-TOTAL_FORMS": 0, "evidence-INITIAL_FORMS": 0},
    Assessment: {"assessed_on": "2026-07-01"},
    PublicChange: {"kind": "changed", "reason": "Forged."},
}
#: Model -> what is changed.
CHANGED = {
    User: {"first_name": "Forged", "is_superuser": "on"},
    Group: {"name": "forged"},
    Commitment: {"title_fr": "Forgé"},
    ProgressReport: {"reported_on": "2026-07-01"},
    Assessment: {"assessed_on": "2026-07-01"},
    PublicChange: {"reason": "Forged."},
}
#: Rows in the forms of other records -> what a new one is made of, and what is changed in an existing one.
ROWS = {
    Involvement: (
        {"institution": lambda: Institution.objects.last().pk, "role": "supporting", "position": 7},
        {"position": 7},
    ),
    Milestone: ({"title_en": "Forged", "position": 7}, {"title_en": "Forged"}),
    ProgressReport: (
        {"reported_on": "2026-07-01", "status": "complete", "source_url": "https://example.com/"},
        {"reported_on": "2026-07-01"},
    ),
    Assessment: (
        {"report_title": "Forged", "assessed_on": "2026-07-01", "verifiable": "yes", "relevant": "yes"},
        {"report_title": "Forged"},
    ),
    FormerSlug: ({"slug": "forged"}, {"slug": "forged"}),
    Evidence: ({"title_en": "Forged", "url": "https://example.com/"}, {"title_en": "Forged"}),
}


def whole_form(record, superuser):
    """The form of `record` as somebody who may do everything would send it back."""
    if type(record) is PublicChange:  # nobody has a form of it
        return {"commitment": record.commitment_id}
    response = ask(superuser, url_of(type(record), "change", record))
    response.context = response.context_data
    data = form_data(response)
    if opened := response.context.get("opened"):
        data["opened"] = opened
    return data | form_of(record) | {key: data[key] for key in data if "-" in key} if is_commitment(record) else data


def is_commitment(record):
    return isinstance(record, Commitment)


def forged(view, record, superuser):
    """A form that does, or would do, what `view` of `record` is for."""
    model = type(record)
    match view:
        case "add":
            return without_rows(whole_form(record, superuser)) | NEW.get(model, NAMED)
        case "change" | "simple_history":
            return whole_form(record, superuser) | CHANGED.get(model, {"name_en": "Forged"})
        case "delete":
            return {"post": "yes"}
        case "password_change":
            return PASSWORD | {"usable_password": "true"}
        case "changelist":  # as if its rows could be edited
            row = {f"form-0-{name}": value for name, value in CHANGED.get(model, {"name_en": "Forged"}).items()}
            return {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": record.pk, "_save": "Save"} | row
    return {}


def forged_row(verb, row, model, data):
    """What the form `data` of a record says instead, to add a row or to change or delete the one there."""
    (to_record,) = [field for field in row._meta.concrete_fields if field.related_model is model]
    prefix = to_record.remote_field.get_accessor_name()
    number = data[f"{prefix}-TOTAL_FORMS"]
    new, changed = ROWS[row]
    match verb:
        case "add":
            added = {name: value() if callable(value) else value for name, value in new.items()}
            added = {f"{prefix}-{number}-{name}": value for name, value in added.items()}
            return added | {f"{prefix}-TOTAL_FORMS": number + 1}
        case "change":
            return {f"{prefix}-0-{name}": value for name, value in changed.items()}
    return {f"{prefix}-0-DELETE": "on"}


def without_rows(data):
    return data | {key: 0 for key in data if key.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))}


# Asking


class Unread(BaseStorage):
    """Messages that nobody reads."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, *args, **kwargs):
        return []


def ask(user, path, data=None):
    """The answer of an admin view to `user`."""
    factory = RequestFactory()
    request = factory.get(path) if data is None else factory.post(path, data)
    request.user, request.session, request._dont_enforce_csrf_checks = user, SessionStore(), True
    request._messages = Unread(request)
    match = request.resolver_match = resolve(request.path_info)
    return match.func(request, *match.args, **match.kwargs)


def status(user, path, data=None):
    """The status that `ask` comes to."""
    try:
        return ask(user, path, data).status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    except BadRequest:
        return 400


@contextmanager
def undone():
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored(record):
    """The columns of `record` as they are stored now; none when it is gone."""
    now = type(record)._base_manager.filter(pk=record.pk).first()
    return now and {field.name: field.value_from_object(now) for field in now._meta.concrete_fields}


def fingerprint(record):
    """What can be done to `record`: whether it is there, what it says, whether another has come."""
    seen = [type(record)._base_manager.count(), stored(record)]
    if isinstance(record, User):
        seen += [list(record.groups.values_list("pk")), TOTPDevice.objects.filter(user=record.pk).count()]
    return seen


def outcome(user, path, data, record):
    """ "done" if the forged form has changed something of `record`, else the status of the answer."""
    with undone():
        before = fingerprint(record)
        code = status(user, path, data)
        return "done" if fingerprint(record) != before else code


# Addresses


def views(model):
    """The name of every page of a model's admin, without the prefix of the model; "" for the one without a name."""
    model_admin = admin.site._registry[model]
    prefix = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
    return [(pattern.name or "").removeprefix(prefix) for pattern in model_admin.get_urls()]


def url_of(model, view, record):
    """The address of a view of `record`."""
    match view:
        case "":
            return reverse(f"admin:{prefix(model)}_change", args=[record.pk]).removesuffix("change/")
        case "changelist" | "add" | "deleted" | "import" | "import_confirm":
            arguments = []
        case "export":
            arguments = ["csv"]
        case "preview":
            arguments = [record.pk, "fr"]
        case "simple_history":
            arguments = [record.pk, record.history.first().history_id]
        case _:
            arguments = [record.pk]
    return reverse(f"admin:{prefix(model)}_{view}", args=arguments)


def prefix(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"
