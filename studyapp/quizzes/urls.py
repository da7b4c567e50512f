"""Addresses of practice, of questions and of answers to them."""

from django.urls import path

from studyapp.quizzes import practice_views, preview, views

app_name = "quizzes"
urlpatterns = [
    path("practice/", practice_views.index, name="practice"),
    path("practice/next/", practice_views.following, name="next"),
    path("questions/<str:question_id>/", views.question, name="question"),
    path("questions/<str:question_id>/preview/", preview.preview, name="preview"),
    path("questions/<str:question_id>/answers/<uuid:key>/", views.answer, name="answer"),
    path("questions/<str:question_id>/answers/<uuid:key>/mind/", views.mind, name="mind"),
    path("questions/<str:question_id>/answers/<uuid:key>/dispute/", views.dispute, name="dispute"),
]
