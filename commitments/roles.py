"""The three roles of staff, as groups with their permissions. Made after every migrate; what is there is kept."""

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop as _

#: Models that belong to the everyday work on a commitment, by app.
WORK = {
    "commitments": (
        *("commitment", "involvement", "milestone", "progressreport"),
        *("evidence", "assessment", "actionplan"),
    ),
    "members": ("institution",),
}
#: Models that change rarely and concern everybody.
COMMON = {
    "commitments": ("challengearea", "guidechapter", "opengovernmentvalue", "formerslug"),
    "members": ("region", "member", "locality"),
}

#: Role -> the verbs it has on work and on what is common. Records that are public have a further guard: only those
#: who may publish change or delete them (`commitments/admin.py`).
ROLES = {
    _("editor"): ({"view", "add", "change", "delete"}, {"view"}),
    _("reviewer"): ({"view", "add", "change", "delete"}, {"view", "add", "change"}),
    _("administrator"): ({"view", "add", "change", "delete"}, {"view", "add", "change", "delete"}),
}
#: Roles that decide what the public sees.
PUBLISHERS = ("reviewer", "administrator")


def verbs(on, models_of):
    """The permissions of each verb on each model, as (app, codename)."""
    return [(app, f"{verb}_{model}") for app, models in models_of.items() for model in models for verb in on]


def install(using):
    """Create the groups and give them what they lack. Permissions added by hand stay."""
    permissions = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for role, (on_work, on_common) in ROLES.items():
        wanted = [*verbs(on_work, WORK), *verbs(on_common, COMMON)]
        wanted.append(("commitments", "view_publicchange"))
        if role in PUBLISHERS:
            wanted.append(("commitments", "publish_commitment"))
        if role == "administrator":
            # What a group may do is for superusers: who could change that could give themselves everything.
            wanted += [*verbs(on_work, {"auth": ("user",)}), ("auth", "view_group")]
        group, _made = Group.objects.using(using).get_or_create(name=role)
        group.permissions.add(*(permissions[key] for key in wanted if key in permissions))
