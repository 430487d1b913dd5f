from importlib.resources import files

import pytest

from unhindered.core.errors import Refused
from unhindered.facts.rows import Status
from unhindered.facts.urgent import read_urgent, urgent_mechanisms, urgent_sources


def table(name):
    return (files("unhindered.facts") / "tables" / f"{name}.csv").read_bytes()


def test_every_body_to_ask_today_has_a_source_and_was_read_or_sourced():
    known = urgent_sources()

    assert len(urgent_mechanisms()) > 12
    for row in urgent_mechanisms():
        assert set(row.sources) <= set(known), row.id
        assert row.status in (Status.READ, Status.SOURCED, Status.PARTLY), row.id
        assert "" not in (row.asks_for, row.needs, row.consent, row.how_soon), row.id


def test_every_source_is_used():
    assert {source for row in urgent_mechanisms() for source in row.sources} == set(urgent_sources())


@pytest.mark.parametrize(
    ("was", "becomes"), [(b",S,", b",G,"), (b"srdefenders,S", b",S"), (b"srdefenders,S", b"hearsay,S")]
)
def test_a_row_of_general_knowledge_or_without_a_listed_source_is_refused(was, becomes):
    def spoiled(name):
        return table(name).replace(was, becomes, 1) if name == "urgent_mechanisms" else table(name)

    with pytest.raises(Refused):
        read_urgent(spoiled)


def test_no_address_stands_in_the_table_since_addresses_change():
    assert b"@" not in table("urgent_mechanisms")
    assert b"http" not in table("urgent_mechanisms")
