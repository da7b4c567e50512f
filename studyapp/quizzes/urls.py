"""Addresses of questions and of answers to them."""

from django.urls import path

from studyapp.quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("<str:question_id>/", views.question, name="question"),
    path("<str:question_id>/answers/<uuid:key>/", views.answer, name="answer"),
    path("<str:question_id>/answers/<uuid:key>/mind/", views.mind, name="mind"),
]
