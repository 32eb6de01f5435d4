"""Forms of the admin as a browser would send them back."""

from django.urls import reverse


def change_url(record):
    """The address of the form of `record`."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def form_data(response):
    """What a browser would send back of the admin form in `response`, untouched."""
    forms = [response.context["adminform"].form]
    for formset in response.context.get("inline_admin_formsets", []):
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            data[bound.html_name] = value
    if opened := response.context.get("opened"):
        data["opened"] = opened
    return data


def with_row(data, prefix, **values):
    """`data` with one more row in the inline form `prefix`."""
    number = int(data.get(f"{prefix}-TOTAL_FORMS", 0))
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | {f"{prefix}-INITIAL_FORMS": number, f"{prefix}-TOTAL_FORMS": number + 1} | row


def edit(client, record, **values):
    """Open the form of `record`, change `values` in it and save."""
    url = change_url(record)
    return client.post(url, form_data(client.get(url)) | values)


def address(model, view, record):
    """The address of a view of `record`."""
    match view:
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
    prefix = "auth_user" if view == "password_change" else f"{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"admin:{prefix}_{view}", args=arguments)


def form_of(commitment):
    """The form of `commitment` as one who may do everything sees it: what a forger would send."""
    names = ("pk", "state", "public_snapshot", "is_public", "published_at")
    data = {
        field.name: field.value_from_object(commitment)
        for field in commitment._meta.concrete_fields
        if field.name not in names and field.value_from_object(commitment) not in (None, False)
    }
    for prefix in ("involvements", "milestones", "progress_reports", "assessments", "former_slugs"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data
