"""What each name does in its sentence: gives, hands on, carries out, receives, is a place."""

import pytest
from readings import EDITION, reading_of

from pipeline.contributions import find_contributions
from pipeline.tables.name_rows import roles_in_gifts

GOLD = (
    (
        "Japan gave $2 million to Kenya through UNDP.",
        "Japan provider; Kenya recipient; UNDP channel",
    ),
    ("Norway provided 40 million kroner to Chad.", "Norway provider; Chad recipient"),
    ("The EU contributed €5 million to Mali via UNICEF.", "EU provider; Mali recipient"),
    ("In FY2018, Canada granted C$3 million to WFP for Haiti.", "Canada provider; WFP channel"),
    ("Sweden gave Nepal $1 million.", "Sweden provider; Nepal recipient"),
    ("The seminar was held in Nairobi, Kenya.", "Nairobi venue"),
    ("The summit took place in Accra.", "Accra venue"),
    ("Ministers met in Vientiane.", "Vientiane venue"),
    ("The treaty was signed in Lusaka.", "Lusaka venue"),
    ("The bank is headquartered in Manila.", "Manila seat"),
    ("A centre was established in Singapore.", "Singapore seat"),
    ("The network, based in Bangkok, has ten members.", "Bangkok seat"),
    ("Poverty fell in Malawi.", "Malawi context"),
    ("Droughts hit Somalia and Ethiopia.", "Somalia context; Ethiopia context"),
    ("They sailed the Gulf of Guinea.", "Guinea name_part"),
    ("The University of Tokyo helped.", "Tokyo name_part"),
    ("The ASEAN-Japan Centre opened.", "ASEAN name_part; Japan name_part"),
    ("The Bank of Ghana lent money.", "Ghana name_part"),
)


def told(text: str) -> dict[str, str]:
    reading = reading_of(text)
    roles = roles_in_gifts(find_contributions([reading], EDITION))
    return {
        m.text: m.role
        if m.role == "name_part"
        else roles.get((reading.block.block_id, (m.start, m.end)), m.role)
        for m in reading.mentions
    }


@pytest.mark.parametrize(("text", "gold"), GOLD)
def test_the_role_of_each_name(text: str, gold: str) -> None:
    wanted = dict(pair.rsplit(" ", 1) for pair in gold.split("; "))
    found = told(text)
    assert {name: found.get(name) for name in wanted} == wanted
