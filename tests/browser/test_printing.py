"""What goes to paper: the cheat sheet is one page, and a sheet of the course shows no button."""

import re

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_is_one_page(visit, paper):
    page = visit("/cheat-sheet/")
    assert len(PAGE.findall(page.pdf(format=paper))) == 1
