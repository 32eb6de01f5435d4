"""Addresses of every page that shows commitments. They are a contract: other programs rely on them."""

from django.urls import path

from commitments.views import catalogue, changelog, compare, coverage, figures, home, places, styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("commitments/", catalogue.commitment_list, name="commitments"),
    path("commitments/compare/", compare.compare, name="compare"),
    path("commitments/coverage/", coverage.coverage, name="coverage"),
    path("commitments/coverage.csv", coverage.coverage_csv, name="coverage-csv"),
    path("commitments/charts/<slug:name>.svg", figures.chart, name="chart"),
    path("commitments/<slug:slug>/", catalogue.commitment_detail, name="commitment"),
    path("members/<slug:slug>/", places.member_page, name="member"),
    path("members/<slug:member>/<slug:slug>/", places.locality_page, name="locality"),
    path("regions/<slug:slug>/", places.region_page, name="region"),
    path("areas/", places.area_list, name="areas"),
    path("areas/<slug:slug>/", places.area_page, name="area"),
    path("changes/", changelog.change_log, name="changes"),
    path("changes/feed.atom", changelog.ChangeFeed(), name="changes-feed"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
