"""Addresses from the root of the site: the topics, their pages, and search."""

from django.urls import path

from education.pages import views

app_name = "education"

urlpatterns = [
    path("spms/", views.index, name="index"),
    path("spms/<slug:slug>/", views.page, name="page"),
    path("search/", views.search, name="search"),
]
