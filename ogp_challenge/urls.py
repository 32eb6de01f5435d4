"""The table of the site. Apps are named by string, so that the project stays at the bottom of the imports."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.i18n import set_language

from ogp_challenge import accounts, views

admin.site.site_header = admin.site.site_title = _("Open Gov Challenge: staff")
admin.site.index_title = _("The catalogue")

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
    path("admin/second-factor/", accounts.second_factor, name="admin-second-factor"),
    path("admin/second-factor/qr.svg", accounts.second_factor_qr, name="admin-second-factor-qr"),
    path("admin/language/", set_language, name="admin-language"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("commitments.urls")),
        path("", include("members.urls")),
    ),
]

handler400 = "ogp_challenge.views.bad_request"
handler403 = "ogp_challenge.views.permission_denied"
handler404 = "ogp_challenge.views.not_found"
handler500 = "ogp_challenge.views.server_error"
