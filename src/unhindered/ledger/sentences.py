"""Public statements in sentences. Each says who said it and when; what a State did is never said bare.

Every kind that reading proposes is told in `document_sentences.py`, and nowhere else. What this version does
not know is not guessed at: the sentence then says who wrote about which State and when, and the quoted words
stand beside it.
"""

from markupsafe import Markup

from unhindered.core.casework.statement import PublicStatement, Source
from unhindered.ledger.document_sentences import what_it_says
from unhindered.ledger.places import Places
from unhindered.ledger.words import day, edtf, listed, on_day


def sentence(statement: PublicStatement, places: Places) -> Markup:
    """“X wrote on D that …”, with each value in its own direction."""
    if statement.source is None:
        return _of_a_case(statement)
    told = what_it_says(statement.fact_kind, statement.values, places)
    if not told:
        return _about(statement, statement.source, places)
    return Markup("{} {}.").format(_who_wrote_when(statement.source), told)


def in_plain_text(said: Markup) -> str:
    """The sentence without its marks of direction, for data files and tests."""
    return said.striptags()


def _of_a_case(statement: PublicStatement) -> Markup:
    told = Markup("<bdi>{}</bdi> reported on {}").format(
        statement.documented_by.name, day(statement.confirmed_on)
    )
    if statement.period:
        told += Markup(", about a case of {}").format(edtf(statement.period))
    return told + Markup(": <bdi>{}</bdi>").format(statement.text)


def _who_wrote_when(source: Source) -> Markup:
    return Markup("<bdi>{}</bdi> wrote {}").format(source.publisher, on_day(source.dated))


def _about(statement: PublicStatement, source: Source, places: Places) -> Markup:
    told = _who_wrote_when(source)
    if statement.states:
        names = listed([places.of(code).in_a_sentence for code in statement.states])
        told += Markup(" about <bdi>{}</bdi>").format(names)
    return told + "."
