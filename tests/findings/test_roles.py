"""What each amount is: one sentence in, its role out."""

import pytest

from pipeline.contributions import read_money
from pipeline.findings.money_roles import find_roles
from tests.helpers.readings import EDITION, reading_of


def roles_in(text: str) -> list[str]:
    readings = [reading_of(text)]
    return [role.role for role in find_roles(readings, read_money(readings, EDITION))]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Norway gave $2 million to Kenya.", "contribution"),
        ("For example, Norway gave $2 million to Kenya.", "example"),
        ("Since 2007, Norway has given $2 million to Kenya.", "cumulative"),
        ("The national budget of Kenya was $26 billion.", "budget"),
        ("UNHCR needs $270 million for refugees.", "need"),
        ("The UN launched an appeal for $119 million.", "need"),
        ("The road cost $40 million.", "cost"),
        ("The earthquake caused damage of $7 billion.", "loss"),
        ("Global losses from cybercrime reached $600 billion.", "loss"),
        pytest.param(
            "Many people live on less than $1.90 a day.",
            "threshold",
            marks=pytest.mark.xfail(strict=True, reason="the reader takes it for a price"),
        ),
        ("The poverty line is set at $3.20.", "threshold"),
        ("Remittances to Nepal amounted to $8 billion.", "income"),
        ("The company reported a turnover of $3 billion.", "income"),
    ],
)
def test_an_amount_is_what_the_words_around_it_say(text, role):
    assert roles_in(text) == [role]


def test_every_amount_of_every_reading_has_one_role():
    text = "Kenya needs $9 million. Norway gave $2 million to Kenya; the road cost $1 million."
    reading = reading_of(text)
    assert len(roles_in(text)) == len(reading.amounts) == 3
