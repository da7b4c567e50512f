"""Addresses of classes: the door, the phone, the wall, the teacher's pages."""

from django.urls import path, re_path, register_converter

from studyapp.classes import class_views, lean, live_views, look_views, present_views, roster_views, work_views


class Code:
    """Six letters and digits; what cannot be a code reaches the door, which says so."""

    regex = "[A-Za-z0-9]{6}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(Code, "code")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
app_name = "classes"
urlpatterns = [
    path("join/", live_views.enter, name="join"),
    path("join/name/", roster_views.own_name, name="own_name"),
    path("join/<code:code>/", live_views.enter_by_code, name="join_code"),
    path("c/<code:code>/", live_views.phone, name="phone"),
    path("c/<code:code>/state", lean.state, name="state"),
    path("c/<code:code>/vote", live_views.vote, name="vote"),
    path("c/<code:code>/mine", live_views.mine, name="mine"),
    path("c/<code:code>/screen/", live_views.screen, name="screen"),
    path("c/<code:code>/present/", present_views.present, name="present"),
    path("c/<code:code>/move/", present_views.move, name="move"),
    path("c/<code:code>/students/", present_views.students, name="students"),
    path("classes/", class_views.index, name="index"),
    path("classes/begin/", class_views.begin, name="begin"),
    path("classes/welcome/<str:token>/", class_views.welcome, name="welcome"),
    path("classes/rehearsal/", class_views.rehearsal, name="rehearsal"),
    path("classes/<uuid:pk>/", class_views.classroom, name="classroom"),
    path("classes/<uuid:pk>/roster/", roster_views.roster, name="roster"),
    path("classes/<uuid:pk>/roster/people/", roster_views.people_change, name="people"),
    path("classes/<uuid:pk>/roster/slips/", roster_views.slips, name="slips"),
    path("classes/<uuid:pk>/start/", class_views.start, name="start"),
    path("classes/<uuid:pk>/change/", class_views.change, name="change"),
    path("classes/<uuid:pk>/decks/", class_views.deck, name="deck"),
    path("classes/<uuid:pk>/decks/<uuid:deck>/sheet/", class_views.run_sheet, name="sheet"),
    path("classes/<uuid:pk>/sessions/<uuid:session>/", class_views.session_report, name="report"),
    path("classes/<uuid:pk>/sessions/<uuid:session>/delete/", class_views.delete_session, name="delete_session"),
    path("classes/<uuid:pk>/homework/", work_views.assign, name="assign"),
    path("classes/<uuid:pk>/homework/<uuid:homework>/", work_views.marks, name="marks"),
    path("classes/<uuid:pk>/homework/<uuid:homework>/extend/", work_views.extend, name="extend"),
    path("classes/<uuid:pk>/homework/<uuid:homework>/change/", work_views.work_change, name="work_change"),
    path("classes/<uuid:pk>/homework/<uuid:homework>/<str:key>/<int:place>/", work_views.tries, name="tries"),
    path("classes/<uuid:pk>/objectives/", look_views.objectives, name="objectives"),
    path("classes/<uuid:pk>/gradebook/", look_views.gradebook, name="gradebook"),
    path("classes/<uuid:pk>/gradebook.csv", look_views.gradebook_csv, name="gradebook_csv"),
    path("classes/<uuid:pk>/items/", look_views.items, name="items"),
    re_path(rf"^classes/(?P<pk>{UUID})/export\.(?P<kind>csv|xlsx)$", look_views.export, name="export"),
    re_path(
        rf"^classes/(?P<pk>{UUID})/decks/(?P<deck>{UUID})/snapshot\.(?P<kind>gift|xml)$",
        look_views.snapshot,
        name="snapshot",
    ),
    path("homework/<uuid:pk>/", work_views.homework, name="homework"),
    path("homework/<uuid:pk>/<int:place>/", work_views.question, name="question"),
]
