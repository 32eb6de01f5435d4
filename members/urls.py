"""Addresses of the directory. The page of one place lists commitments, so it lives in that app."""

from django.urls import path

from members import views

urlpatterns = [path("members/", views.directory, name="members")]
