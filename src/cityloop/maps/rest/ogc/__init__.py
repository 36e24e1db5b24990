"""OGC API - Features: Part 1 (core, GeoJSON, HTML, OpenAPI 3.0) and Part 2 (coordinate reference systems)."""

from django.urls import path

from cityloop.maps.rest.ogc import views

urlpatterns = [
    path("", views.landing),
    path("/", views.landing),
    path("/api", views.definition),
    path("/conformance", views.conformance),
    path("/collections", views.collections),
    path("/collections/<str:name>", views.collection),
    path("/collections/<str:name>/items", views.items),
    path("/collections/<str:name>/items/<str:key>", views.feature),
]
