"""What a typical developer writes on the same database: one GROUP BY a facet, icontains, COUNT, a plain template.

The middleware and the server are those that `startproject` and gunicorn give; nothing is compressed. The page has the
`data-` hooks of the project's own list, so that the same checks hold for both.
"""

import os
import secrets

import django
import django_filters
from django.conf import settings
from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, render
from django.urls import path

LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Commitments</title></head><body>
<header><a href="/commitments/">Catalogue</a></header>
<form method="get">{{ filter.form.as_p }}<button>Filter</button></form>
<nav>{% for name, values in facets.items %}<h3>{{ name }}</h3><ul>{% for value, label, count in values %}
<li data-facet="{{ name }}" data-value="{{ value }}" data-count="{{ count }}">
<a href="?{{ name }}={{ value|urlencode }}">{{ label }}</a> {{ count }}</li>{% endfor %}</ul>{% endfor %}</nav>
<main data-total="{{ page.paginator.count }}"><p>{{ page.paginator.count }} commitments</p>
{% for commitment in page %}<article data-commitment="{{ commitment.slug }}">
<h2><a href="/commitments/{{ commitment.slug }}/">{{ commitment.title }}</a></h2><p>{{ commitment.summary }}</p>
<p>{% for lead in commitment.leads.all %}{{ lead.institution.name }} · {% endfor %}
{{ commitment.locality.name }} {{ commitment.member.name }} · {{ commitment.member.region.name }} ·
{{ commitment.area.name }} · {{ commitment.branch }} · {{ commitment.level }}</p></article>{% endfor %}
<p>Page {{ page.number }} of {{ page.paginator.num_pages }}
{% if page.has_previous %}<a href="?page={{ page.previous_page_number }}">previous</a>{% endif %}
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">next</a>{% endif %}</p></main></body></html>"""
DETAIL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ commitment.title }}</title></head>
<body><h1>{{ commitment.title }}</h1><p>{{ commitment.summary }}</p><dl>
<dt>Who</dt><dd>{{ commitment.locality.name }} {{ commitment.member.name }}, {{ commitment.member.region.name }}</dd>
<dt>Area</dt><dd>{{ commitment.area.name }}</dd><dt>Branch</dt><dd>{{ commitment.branch }}</dd>
<dt>Level</dt><dd>{{ commitment.level }}</dd></dl>
<ul>{% for lead in commitment.leads.all %}<li>{{ lead.institution.name }}</li>{% endfor %}</ul></body></html>"""
TEMPLATES = {"list.html": LIST, "detail.html": DETAIL}

settings.configure(
    SECRET_KEY=secrets.token_urlsafe(64),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"]}},
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django_filters",
        __name__,
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            ("django.template.loaders.locmem.Loader", TEMPLATES),
                            "django.template.loaders.app_directories.Loader",
                        ],
                    )
                ]
            },
        }
    ],
)
django.setup()


class Named(models.Model):
    """A record with a slug and an English name."""

    slug = models.SlugField()
    name = models.CharField(max_length=300, db_column="name_en")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Region(Named):
    class Meta:
        managed, db_table = False, "members_region"


class Member(Named):
    region = models.ForeignKey(Region, models.PROTECT)

    class Meta:
        managed, db_table = False, "members_member"


class Locality(Named):
    class Meta:
        managed, db_table = False, "members_locality"


class Institution(Named):
    class Meta:
        managed, db_table = False, "members_institution"


class Area(Named):
    class Meta:
        managed, db_table = False, "commitments_challengearea"


class Commitment(models.Model):
    slug = models.SlugField()
    title = models.CharField(max_length=300, db_column="title_en")
    title_fr = models.CharField(max_length=300)
    summary = models.TextField(db_column="summary_en")
    summary_fr = models.TextField()
    branch = models.CharField(max_length=12)
    level = models.CharField(max_length=16)
    position = models.PositiveIntegerField()
    is_public = models.BooleanField()
    member = models.ForeignKey(Member, models.PROTECT)
    locality = models.ForeignKey(Locality, models.PROTECT, null=True)
    area = models.ForeignKey(Area, models.PROTECT)

    class Meta:
        managed, db_table = False, "commitments_commitment"

    def __str__(self):
        return self.title


class Lead(models.Model):
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="leads")
    institution = models.ForeignKey(Institution, models.PROTECT)
    position = models.PositiveIntegerField()

    class Meta:
        managed, db_table, ordering = False, "commitments_involvement", ["position"]

    def __str__(self):
        return str(self.institution)


#: Facet -> the columns of its value and of its label.
FACETS = {
    "country": ("member__slug", "member__name"),
    "region": ("member__region__slug", "member__region__name"),
    "area": ("area__slug", "area__name"),
    "branch": ("branch", "branch"),
    "level": ("level", "level"),
}


class CommitmentFilter(django_filters.FilterSet):
    """The same parameters as the project's own, one value each."""

    q = django_filters.CharFilter(method="search")
    country = django_filters.CharFilter(field_name="member__slug")
    region = django_filters.CharFilter(field_name="member__region__slug")
    area = django_filters.CharFilter(field_name="area__slug")

    class Meta:
        model = Commitment
        fields = ["branch", "level"]

    def search(self, queryset, name, value):
        """Records with the text in any of four columns."""
        return queryset.filter(
            Q(title__icontains=value)
            | Q(title_fr__icontains=value)
            | Q(summary__icontains=value)
            | Q(summary_fr__icontains=value)
        )


def commitment_list(request):
    """The list: a page of twenty and five facets."""
    found = CommitmentFilter(request.GET, Commitment.objects.filter(is_public=True))
    facets = {
        name: found.qs.values_list(F(value), F(label)).annotate(count=Count("id"))
        for name, (value, label) in FACETS.items()
    }
    records = found.qs.select_related("member__region", "locality", "area").prefetch_related("leads__institution")
    page = Paginator(records.order_by("position", "id"), 20).get_page(request.GET.get("page"))
    return render(request, "list.html", {"filter": found, "facets": facets, "page": page})


def commitment_detail(request, slug):
    """One commitment."""
    return render(request, "detail.html", {"commitment": get_object_or_404(Commitment, slug=slug, is_public=True)})


urlpatterns = [path("commitments/", commitment_list), path("commitments/<slug:slug>/", commitment_detail)]
application = get_wsgi_application()
