"""What a class may send."""

import uuid
import zoneinfo
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from studyapp.answers import CONFIDENCE
from studyapp.classes import codes
from studyapp.classes.decks import STAGE_WORDS, choices
from studyapp.classes.roster import decoded
from studyapp.models import Classroom, Deck, Person
from studyapp.models.classes import RULES
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Unreadable

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
MOMENT = "Write a day and an hour, such as 2026-12-01 18:00."
TRIES = ("invalid", "min_value", "max_value")
ONE_HOUR_MS = 3_600_000
ZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")


class CodeForm(forms.Form):
    """A code, and what one wants to be called."""

    code = forms.CharField(max_length=20, error_messages={"required": "Type the six characters from the wall."})
    name = forms.CharField(max_length=160, required=False)
    keep = forms.BooleanField(required=False)

    def clean_code(self) -> str:
        code = codes.clean(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("A code has six letters and digits, without 0, O, 1, I and L.")
        return code


class VoteForm(forms.Form):
    """A vote in the open phase of a round, read by the question's kind."""

    round = forms.IntegerField(min_value=1)
    phase = forms.IntegerField(min_value=1, max_value=2)
    confidence = forms.TypedChoiceField(choices=CONFIDENCE, coerce=int, empty_value=None, required=False)
    milliseconds = forms.IntegerField(required=False, min_value=0)
    give_up = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, item: Item) -> None:
        super().__init__(data)
        self.item = item

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("give_up"):
            return {**cleaned, "response": None}
        try:
            cleaned["response"] = KINDS[self.item.kind].read(self.data, self.item)  # type: ignore[arg-type]
        except Unreadable as why:
            self.add_error(None, str(why))
        return cleaned

    def clean_milliseconds(self) -> int | None:
        value: int | None = self.cleaned_data["milliseconds"]
        return None if value is None else min(value, ONE_HOUR_MS)


class TryForm(VoteForm):
    """One try at a question of a homework."""

    def __init__(self, data: QueryDict, item: Item) -> None:
        super().__init__(data, item)
        for name in ("round", "phase"):
            del self.fields[name]


class MoveForm(forms.Form):
    """One click of the teacher."""

    place = forms.IntegerField(min_value=1, max_value=500, required=False)
    move = forms.CharField(max_length=16)
    seen = forms.CharField(max_length=8, required=False)
    participant = forms.UUIDField(required=False)


class ClassForm(forms.Form):
    """A new class."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give the class a name."})
    term = forms.CharField(max_length=40, required=False)
    time_zone = forms.ChoiceField(choices=[(name, name) for name in ZONES], required=False)

    def clean_time_zone(self) -> str:
        return str(self.cleaned_data["time_zone"] or "UTC")


class DeckForm(forms.Form):
    """A deck: questions in the order in which they were ticked, or as they stand."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give the deck a name."})
    question = forms.MultipleChoiceField(error_messages={"required": "Choose at least one question."})
    own = forms.MultipleChoiceField(required=False)  # those of which each phone gets a world of its own
    stage = forms.ChoiceField(choices=list(STAGE_WORDS.items()), required=False)
    seed = forms.IntegerField(min_value=0, max_value=2**53 - 1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.id, one.title) for one in choices()]
        for name in ("question", "own"):
            self.fields[name].choices = known  # type: ignore[attr-defined]


class TimesForm(forms.Form):
    """A day and hour on the clocks of a class."""

    due = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages={"invalid": MOMENT})

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zoneinfo.ZoneInfo(classroom.time_zone)

    def _here(self, name: str) -> datetime | None:
        """The moment as the class means it. Of an hour that comes twice, when clocks go back, the later one."""
        plain: datetime | None = self.cleaned_data[name]
        if plain is None:
            return None
        meant = plain.replace(tzinfo=self._zone, fold=1)
        if meant.astimezone(UTC).astimezone(self._zone).hour != plain.hour:
            raise forms.ValidationError("That hour does not exist: clocks go forward that day. Take the next one.")
        return meant

    def clean_due(self) -> datetime | None:
        return self._here("due")


class MoreTimeForm(TimesForm):
    """Another due date for somebody, or none needed."""

    who = forms.CharField(max_length=40)
    excused = forms.BooleanField(required=False)
    undo = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("due", "excused", "undo")):
            self.add_error("due", "Give a day and hour, or tick “excused”.")
        return cleaned


class HomeworkForm(TimesForm):
    """A deck to be done between two moments in the class's own time zone."""

    deck = forms.ModelChoiceField(queryset=Deck.objects.none(), error_messages={"required": "Choose a deck."})
    title = forms.CharField(max_length=80, error_messages={"required": "Give it a title."})
    opens = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages={"invalid": MOMENT})
    rule = forms.ChoiceField(choices=[(name, name) for name in RULES], required=False)
    attempts = forms.IntegerField(
        min_value=1, max_value=10, initial=3, required=False, error_messages=dict.fromkeys(TRIES, "1 to 10 tries.")
    )

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, classroom=classroom, **kwargs)
        self.fields["deck"].queryset = classroom.decks.all()  # type: ignore[attr-defined]

    def clean_opens(self) -> datetime | None:
        return self._here("opens")

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"] or RULES[0])

    def clean_attempts(self) -> int:
        return int(self.cleaned_data["attempts"] or 3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, due = cleaned.get("opens"), cleaned.get("due")
        if opens and due and due <= opens:
            self.add_error("due", "It is due before it opens.")
        return cleaned


class RosterForm(forms.Form):
    """A list of people, typed in or as a file. Raises roster.Unreadable for a file that is no text."""

    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        text = decoded(file.read()) if file else cleaned.get("text", "")
        if not text.strip():
            raise forms.ValidationError("Paste the names, one a line, or choose a file.")
        return {**cleaned, "text": text}


class PeopleForm(forms.Form):
    """What is done with people of the roster."""

    person = forms.ModelMultipleChoiceField(queryset=Person.objects.none())
    what = forms.ChoiceField(choices=[(name, name) for name in ("code", "over", "remove")])
    sure = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, classroom: Classroom) -> None:
        super().__init__(data)
        self.fields["person"].queryset = Person.objects.filter(classroom=classroom)  # type: ignore[attr-defined]

    def clean_person(self) -> list[uuid.UUID]:
        return [person.pk for person in self.cleaned_data["person"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == "remove" and not cleaned.get("sure"):
            raise forms.ValidationError("Tick the box if you mean it.")
        return cleaned


class OwnCodeForm(forms.Form):
    """The code of one's slip."""

    own_code = forms.CharField(max_length=20, error_messages={"required": "Type the eight characters of your slip."})

    def clean_own_code(self) -> str:
        code = codes.clean(self.cleaned_data["own_code"], codes.OWN_LENGTH)
        if not code:
            raise forms.ValidationError(
                "The code of a slip has eight letters and digits, without 0, O, 1, I and L. The wall’s has six."
            )
        return code
