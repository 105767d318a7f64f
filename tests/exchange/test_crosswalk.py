"""The tables between codings, both ways."""

from __future__ import annotations

import pytest

from dragoman import ontology
from dragoman.exchange import crosswalk
from dragoman.knowledge import gazetteer

TABLES = crosswalk.load()
STATES = sorted(TABLES.states.values(), key=lambda state: state.iso)


def test_every_state_of_the_gazetteer_stands_in_the_table_and_no_other() -> None:
    assert set(TABLES.states) == {country.code for country in gazetteer.load().countries if country.code}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.iso)
def test_a_state_comes_back_from_each_coding(state: crosswalk.State) -> None:
    iso = state.iso
    if state.fips:
        assert TABLES.iso_of_fips(state.fips) == iso
    if state.cow:
        assert TABLES.iso_of_cow(str(state.cow)) == iso
    assert TABLES.iso_of_cameo(TABLES.cameo_country(iso) or "") == iso
    assert TABLES.iso_of_name(TABLES.name(iso) or "") == iso
    assert TABLES.iso_of_name(TABLES.icews_name(iso) or "") == iso


def test_where_a_state_has_no_code_the_table_says_why() -> None:
    for state in STATES:
        lacking = {name for name in ("fips", "cow") if getattr(state, name) is None}
        assert lacking <= set(state.lacks), state.iso
        assert not {name for name in state.lacks if getattr(state, name)}, state.iso
    assert [state.iso for state in STATES if state.fips is None] == ["ALA"]


@pytest.mark.parametrize(
    ("fips", "iso"),
    [
        ("IZ", "IRQ"),
        ("IR", "IRN"),
        ("IS", "ISR"),
        ("GZ", "PSE"),
        ("WE", "PSE"),
        ("GM", "DEU"),
        ("CH", "CHN"),
        ("NA", None),
    ],
)
def test_fips_codes_are_not_iso_codes(fips: str, iso: str | None) -> None:
    assert TABLES.iso_of_fips(fips) == iso


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("Russian Federation", "RUS"),
        ("Occupied Palestinian Territory", "PSE"),
        ("Cote d'Ivoire", "CIV"),
        ("congo", "COG"),
        ("Soviet Union", "RUS"),
        ("Namibia", "NAM"),
        ("Ruritania", None),
    ],
)
def test_states_are_read_by_english_names_of_any_vintage(name: str, iso: str | None) -> None:
    assert TABLES.iso_of_name(name) == iso


# The manual of PLOVER has one type where CAMEO has several roots, and the other way round: what is lost.
LOST = {
    ("CONCEDE", None, "economic"): "RETREAT",
    ("SANCTION", None, "economic"): "COERCE",
    ("SANCTION", "discontinue", "economic"): "COERCE",
    ("RETREAT", None, None): "CONCEDE",
    ("RETREAT", "resign", None): "CONCEDE",
    ("SANCTION", "convict", None): "ACCUSE",
}


def test_every_type_but_a_few_comes_back_from_its_cameo_code() -> None:
    lines = [line for lines in ontology.load().codes.values() for line in lines]
    back = {(line.type, line.mode, line.context): (TABLES.plover(line.code) or ("?",))[0] for line in lines}
    assert {key: type for key, type in back.items() if type != key[0]} == LOST
    assert all(TABLES.cameo_name(line.code) for line in lines)


@pytest.mark.parametrize(
    ("code", "plover"),
    [
        ("036", ("AGREE", None)),
        ("043", ("CONSULT", "visit")),
        ("057", ("SUPPORT", None)),
        ("081", ("CONCEDE", None)),
        ("0811", ("CONCEDE", None)),
        ("0813", ("RETREAT", None)),
        ("0814", ("RETREAT", None)),
        ("0841", ("RETREAT", "release")),
        ("087", ("RETREAT", None)),
        ("1011", ("REQUEST", "assist")),
        ("094", ("ACCUSE", "investigate")),
        ("161", ("SANCTION", "withdraw")),
        ("163", ("COERCE", "restrict")),
        ("1712", ("ASSAULT", "destroy")),
        ("175", ("ASSAULT", None)),
        ("191", ("COERCE", "restrict")),
        ("192", ("COERCE", "seize")),
        ("193", ("ASSAULT", "firearms")),
        ("201", ("ASSAULT", None)),
        ("010", None),
        ("0231", None),
        ("13y", None),
    ],
)
def test_a_cameo_code_has_the_plover_type_of_the_conversion_table(code: str, plover: object) -> None:
    assert TABLES.plover(code) == plover


def test_there_is_a_reason_for_each_root_that_plover_has_no_type_for() -> None:
    untyped = {code for code in TABLES.acts if TABLES.plover(code) is None}
    assert {code[:2] for code in untyped} == {"01", "02"}
    assert all(TABLES.dropped(code) for code in untyped)


def test_every_sector_has_a_name_in_cameo_and_icews_or_a_reason() -> None:
    assert set(TABLES.sectors) == set(ontology.load().sectors)
    for sector in TABLES.sectors.values():
        lacking = {name for name in ("cameo", "icews") if getattr(sector, name) is None}
        assert lacking == set(sector.lacks), sector.plover
        if sector.cameo:
            assert TABLES.sector_of_role(sector.cameo) == sector.plover
        if sector.icews:
            assert TABLES.sector_of_icews([sector.icews]) == sector.plover


def test_doctors_and_media_are_not_mixed_up() -> None:
    assert TABLES.cameo_role("JRN") == "MED"
    assert TABLES.sector_of_role("MED") == "JRN"
    assert TABLES.cameo_role("MED") == "HLH"


def test_every_body_is_one_that_the_gazetteer_knows_and_comes_back() -> None:
    known = {body.code.partition(":")[2] for body in gazetteer.load().organisations if body.code.startswith("IGO:")}
    for body in TABLES._sectors.bodies:
        assert body.body in known
        assert TABLES.body_of_cameo(TABLES.cameo_body(body.body) or "") == body.body


def test_the_tables_are_named_with_version_and_digest() -> None:
    found = {table.name: table for table in TABLES.tables()}
    assert {"exchange/cameo.yaml", "exchange/countries.yaml", "exchange/sectors.yaml", "ontology/cameo.yaml"} < set(
        found
    )
    assert all(table.version and len(table.sha256) == 64 for table in found.values())
