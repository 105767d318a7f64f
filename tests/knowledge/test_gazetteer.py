"""The gazetteer as a whole: what ships is sound and complete, names resolve, and nonsense is refused."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.core import get_global

from dragoman import ontology
from dragoman.errors import DataError
from dragoman.knowledge import gazetteer
from dragoman.knowledge.gazetteer import City, Country, Gazetteer, Name, Organisation, Person
from dragoman.languages import packs
from dragoman.phrases import words
from spelling import faults, lists, repeated_keys, strings

KNOWN = gazetteer.load()
PLOVER = ontology.load()
LANGUAGES = packs.LANGUAGES
YAML_FILES = sorted(name for name in KNOWN.files if name.endswith(".yaml"))
CODES = {country.code for country in KNOWN.countries if country.code}

_MEMBERS = """
    AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA
    CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH
    FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA
    JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX
    MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG
    POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD
    TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
"""
UNITED_NATIONS = _MEMBERS.split()

# Territories of ISO 3166 without a government that reports name as one.
NO_ENTRY = {
    *("ATA", "BVT", "HMD", "ATF", "UMI"),  # nobody lives there
    *("BES", "BLM", "CCK", "CXR", "MAF", "NFK", "PCN", "SHN", "SPM", "TKL", "WLF"),  # a few thousand people
}
# CLDR's name says more than a report ever does; each of its halves is ours.
CLDR_EXPLAINS = {"COD", "COG", "HKG", "MAC", "MMR"}
# Not in ISO 3166 or not under a code of their own, and the code they go by.
PARTLY_RECOGNISED = {
    "Kosovo": "XKX",
    "Taiwan": "TWN",
    "Palestine": "PSE",
    "Western Sahara": "ESH",
    "Northern Cyprus": "CYP",
    "Abkhazia": "GEO",
    "South Ossetia": "GEO",
    "Transnistria": "MDA",
    "Somaliland": "SOM",
    "Nagorno-Karabakh": "AZE",
    "Crimea": "UKR",
    "Iraqi Kurdistan": "IRQ",
}
# Offices that share their word with another one in that language.
UNNAMED_OFFICES = {("prince", "ar"), ("princess", "fa"), ("secretary-of-state-us", "ar")}


def cities() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(KNOWN.files["cities.csv"].decode())))


def readings(language: str, text: str) -> list[tuple[Name, ...]]:
    return [named.names for named in KNOWN.find(language, packs.load(language).tokens(text, 0, len(text)))]


def code_of(name: Name) -> str:
    """What an event would carry."""
    match name.entry:
        case Country():
            return name.entry.iso
        case Organisation():
            return name.entry.code
        case Person():
            return name.entry.spells[-1].country or name.entry.spells[-1].organisation or ""
        case City():
            return name.entry.country or ""
        case _:
            return name.entry.sector


def states() -> dict[str, Country]:
    """Those that exist today and code for themselves."""
    return {c.code: c for c in KNOWN.countries if c.code and not c.until and not c.parent}


# --- the spelling of everything ----------------------------------------------------------------------


def _names_by_language(value: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every name with its language and place, wherever a mapping has languages for keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in LANGUAGES:
                yield from ((key, name, f"{path}/{key}") for _, name in strings(inner))
            else:
                yield from _names_by_language(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            place = inner.get("id") or inner.get("code") if isinstance(inner, dict) else number
            yield from _names_by_language(inner, f"{path}/{place}")


@pytest.mark.parametrize("file", YAML_FILES)
def test_every_name_is_spelt_in_the_letters_of_its_language(file: str) -> None:
    content = yaml.load(KNOWN.files[file], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = [
        (place, name, fault)
        for language, name, place in _names_by_language(content)
        for fault in faults(language, name)
    ]
    assert found == []
    repeated = [place for place, names in lists(content) if len(set(names)) < len(names)]
    assert repeated == []


def test_every_city_is_spelt_in_the_letters_of_its_language() -> None:
    found = [
        (line, name, fault)
        for line, row in enumerate(cities(), start=2)
        for language, column in (("en", "name"), ("ar", "ar"), ("fa", "fa"))
        for name in row[column].split("|")
        for fault in faults(language, name)
    ]
    assert found == []


@pytest.mark.parametrize("file", YAML_FILES)
def test_no_key_stands_twice(file: str) -> None:
    assert repeated_keys(KNOWN.files[file]) == []


@pytest.mark.parametrize("kind", ["organisations", "offices", "groups", "people"])
def test_every_id_is_its_own_and_every_entry_has_names(kind: str) -> None:
    entries = getattr(KNOWN, kind)
    assert [id_ for id_, count in Counter(entry.id for entry in entries).items() if count > 1] == []
    nameless = {(e.id, language) for e in entries for language in LANGUAGES if not e.names.get(language)}
    assert nameless == (UNNAMED_OFFICES if kind == "offices" else set())


def test_the_files_are_sorted_as_they_promise() -> None:
    own = [country.code for country in KNOWN.countries if country.code and not country.until]
    assert own == sorted(own)
    people = [person.id for person in KNOWN.people]
    assert people == sorted(people)
    for kind in ("city", "region", "water"):
        countries = [row["country"] for row in cities() if row["kind"] == kind]
        assert countries == sorted(countries)


# --- states -------------------------------------------------------------------------------------------


def _alpha_3() -> dict[str, str]:
    """CLDR's two letters by ISO's three."""
    codes = {
        three: two[0] for three, two in get_global("territory_aliases").items() if len(three) == 3 and len(two) == 1
    }
    codes = {three: two for three, two in codes.items() if three.isalpha()}
    return codes | {"XKX": "XK"}


def test_every_territory_of_iso_3166_is_there_or_is_exempt() -> None:
    shown = set(Locale("en").territories)
    fictitious = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    three = defaultdict(set)
    for code, two in _alpha_3().items():
        three[two].add(code)
    wanted = {two for two in shown if len(two) == 2 and two.isalpha()} - fictitious
    missing = {two: three[two] for two in wanted if not three[two] & (CODES | NO_ENTRY)}
    assert missing == {}
    assert not NO_ENTRY & CODES


def test_every_member_of_the_united_nations_is_a_state() -> None:
    assert len(UNITED_NATIONS) == 193
    assert set(UNITED_NATIONS) - states().keys() == set()


@pytest.mark.parametrize(("name", "code"), PARTLY_RECOGNISED.items())
def test_what_is_partly_recognised_has_names_and_a_code_to_go_by(name: str, code: str) -> None:
    (country,) = [c for c in KNOWN.countries if name in c.names["en"] and not c.until]
    assert country.iso == code
    assert all(country.names.get(language) for language in LANGUAGES)
    assert country.note


def test_every_country_has_a_name_in_each_language_and_a_code() -> None:
    assert [c.names["en"][0] for c in KNOWN.countries if not c.iso] == []
    lacking = [(c.names["en"][0], lang) for c in KNOWN.countries for lang in LANGUAGES if not c.names.get(lang)]
    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_cldr_is_ours(language: str) -> None:
    by_two = Locale(language).territories
    ours = defaultdict(set)
    for country in KNOWN.countries:
        ours[country.code] |= {words(name) for name in country.names.get(language, ())}
    two = _alpha_3()
    absent = {
        code: by_two[two[code]]
        for code in CODES - CLDR_EXPLAINS
        if two[code] in by_two and words(by_two[two[code]]) not in ours[code]
    }
    assert absent == {}


@pytest.mark.parametrize("code", UNITED_NATIONS)
def test_every_member_has_a_capital_and_people(code: str) -> None:
    country = states()[code]
    assert set(country.capital) == set(LANGUAGES)
    assert set(country.demonyms) == set(LANGUAGES)
    arabic = country.demonyms["ar"]
    for shape in (("ي",), ("ية",), ("ون", "ين")):
        assert any(form.endswith(shape) for form in arabic), f"no demonym in {shape}"


def test_every_capital_has_a_point() -> None:
    assert set(UNITED_NATIONS) - KNOWN.capitals.keys() == set()


def test_a_name_of_two_states_is_marked_in_all_but_one() -> None:
    unmarked = {}
    for language in LANGUAGES:
        owners = defaultdict(set)
        for name in KNOWN.names(language):
            entry = name.entry
            if not isinstance(entry, Country) or entry.until:
                continue
            if name.spelling not in (*entry.ambiguous, *entry.common):
                owners[words(name.spelling)].add(entry.iso)
        unmarked |= {(language, " ".join(name)): isos for name, isos in owners.items() if len(isos) > 1}
    assert unmarked == {}


def test_what_is_marked_as_ambiguous_is_a_name_of_that_state() -> None:
    for country in KNOWN.countries:
        own = {name for names in (country.names, country.demonyms, country.seats) for n in names.values() for name in n}
        own |= set(country.capital.values())
        assert {*country.ambiguous, *country.common} - own == set(), country.names["en"][0]


# --- cities, bodies, offices, people --------------------------------------------------------------------


def test_there_are_four_hundred_cities_with_points_and_names_in_each_language() -> None:
    whole = [row for row in cities() if row["kind"] == "city" and row["ar"] and row["fa"]]
    assert len(whole) >= 400
    assert {row["kind"] for row in cities()} == {"city", "region", "water"}
    assert {row["country"] for row in cities()} <= CODES | {""}
    assert [key for key, n in Counter((r["name"], r["country"], r["kind"]) for r in cities()).items() if n > 1] == []
    assert [row["name"] for row in cities() if (row["lat"], row["lon"]) == ("0", "0")] == []


def test_there_are_two_hundred_organisations_and_their_codes_are_known() -> None:
    assert len(KNOWN.organisations) >= 200
    for body in KNOWN.organisations:
        for code in (body.code, *(spell.code for spell in body.spells if spell.code)):
            country, _, sector = code.partition(":")
            known = bool(sector) if country == "IGO" else country in CODES | {"---"} and sector in PLOVER.sectors
            assert known, (body.id, code)


def test_the_sectors_of_offices_and_groups_are_plovers() -> None:
    assert {entry.sector for entry in (*KNOWN.offices, *KNOWN.groups)} <= PLOVER.sectors.keys()
    bodies = {body.code for body in KNOWN.organisations}
    assert {o.organisation for o in KNOWN.offices if o.organisation} <= bodies
    assert {o.country for o in KNOWN.offices if o.country} <= CODES


def test_there_are_four_hundred_people_who_held_known_offices_in_sane_years() -> None:
    assert len(KNOWN.people) >= 400
    offices = {office.id for office in KNOWN.offices} | {"other"}
    bodies = {body.code for body in KNOWN.organisations}
    for person in KNOWN.people:
        assert person.spells, person.id
        for spell in person.spells:
            assert spell.office in offices, (person.id, spell.office)
            assert spell.sector in PLOVER.sectors, person.id
            assert spell.country in CODES if spell.country else spell.organisation in bodies, person.id
            assert spell.start is not None and 1945 <= spell.start <= 2025, person.id
            assert spell.until is None or spell.start <= spell.until <= 2025, person.id


def test_a_person_held_the_office_of_the_year() -> None:
    putin = next(person for person in KNOWN.people if person.id == "vladimir-putin")
    assert {year: putin.spell_in(year)[0].office for year in (2005, 2010, 2015)} == {  # type: ignore[union-attr]
        2005: "president",
        2010: "prime-minister",
        2015: "president",
    }
    assert putin.spell_in(2010)[1]
    assert not putin.spell_in(1990)[1]
    assert putin.spell_in(None)[1]


# --- names that resolve ---------------------------------------------------------------------------------

NAMES = [
    ("ar", "واشنطن", "USA"),
    ("ar", "الكرملين", "RUS"),
    ("ar", "باكو", "AZE"),
    ("ar", "تل أبيب", "ISR"),
    ("ar", "الأمريكي", "USA"),
    ("ar", "الأميركيون", "USA"),
    ("ar", "أميركا", "USA"),
    ("ar", "امريكا", "USA"),
    ("ar", "البيت الأبيض", "USA"),
    ("ar", "وطهران", "IRN"),
    ("ar", "للعراق", "IRQ"),
    ("ar", "بالسعودية", "SAU"),
    ("ar", "الايرانيين", "IRN"),
    ("ar", "الفلسطينيون", "PSE"),
    ("ar", "رام الله", "PSE"),
    ("ar", "كوسوفو", "XKX"),
    ("ar", "تايوان", "TWN"),
    ("ar", "الصحراء الغربية", "ESH"),
    ("ar", "أوسيتيا الجنوبية", "GEO"),
    ("ar", "جمهورية شمال قبرص التركية", "CYP"),
    ("ar", "الاتحاد السوفياتي", "RUS"),
    ("ar", "الإليزيه", "FRA"),
    ("ar", "داونينغ ستريت", "GBR"),
    ("ar", "البنتاغون", "USA:MIL"),
    ("ar", "حماس", "PSE:REB"),
    ("ar", "حزب الله", "LBN:REB"),
    ("ar", "الأمم المتحدة", "IGO:UN"),
    ("ar", "مجلس الأمن", "IGO:UN"),
    ("ar", "الجامعة العربية", "IGO:AL"),
    ("ar", "حلف شمال الأطلسي", "IGO:NATO"),
    ("ar", "بوتين", "RUS"),
    ("ar", "إلهام علييف", "AZE"),
    ("ar", "المتظاهرون", "CVL"),
    ("fa", "باکو", "AZE"),
    ("fa", "ایرانی", "IRN"),
    ("fa", "آمریکایی‌ها", "USA"),
    ("fa", "امریکا", "USA"),
    ("fa", "ایالات متحده", "USA"),
    ("fa", "کاخ سفید", "USA"),
    ("fa", "کرملین", "RUS"),
    ("fa", "روس‌ها", "RUS"),
    ("fa", "روسيه", "RUS"),  # typed on an Arabic keyboard
    ("fa", "عربستان سعودی", "SAU"),
    ("fa", "انگلیس", "GBR"),
    ("fa", "فلسطینی‌ها", "PSE"),
    ("fa", "تل‌آویو", "ISR"),
    ("fa", "جمهوری آذربایجان", "AZE"),
    ("fa", "سازمان ملل", "IGO:UN"),
    ("fa", "شورای امنیت", "IGO:UN"),
    ("fa", "سپاه پاسداران", "IRN:MIL"),
    ("fa", "طالبان", "AFG:REB"),
    ("fa", "ولادیمیر پوتین", "RUS"),
    ("fa", "تظاهرکنندگان", "CVL"),
    ("en", "White House", "USA"),
    ("en", "the Kremlin", "RUS"),
    ("en", "U.S.", "USA"),
    ("en", "Americans", "USA"),
    ("en", "Downing Street", "GBR"),
    ("en", "Elysee Palace", "FRA"),
    ("en", "North Korea", "PRK"),
    ("en", "South Ossetia", "GEO"),
    ("en", "Soviet Union", "RUS"),
    ("en", "Baku", "AZE"),
    ("en", "Nato", "IGO:NATO"),
    ("en", "United Nations", "IGO:UN"),
    ("en", "Hezbollah", "LBN:REB"),
    ("en", "Vladimir Putin", "RUS"),
    ("en", "protesters", "CVL"),
]


@pytest.mark.parametrize(("language", "text", "code"), NAMES)
def test_a_name_resolves_to_its_code(language: str, text: str, code: str) -> None:
    (names,) = readings(language, text)
    assert {code_of(name) for name in names} == {code}


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("ar", "واشنطن", {"capital", "place"}),
        ("ar", "تل أبيب", {"seat", "place"}),
        ("en", "White House", {"seat"}),
        ("fa", "تهران", {"capital", "place"}),
        ("en", "Iranian", {"demonym"}),
        ("en", "Iran", {"state"}),
        ("en", "foreign minister", {"office"}),
        ("ar", "بوتين", {"family"}),
        ("ar", "فلاديمير بوتين", {"person"}),
    ],
)
def test_all_readings_of_a_name_are_given(language: str, text: str, kinds: set[str]) -> None:
    (names,) = readings(language, text)
    assert {name.kind for name in names} == kinds


@pytest.mark.parametrize("text", ["us", "turkey and rice", "he saw china plates", "may", "nato"])
def test_english_names_keep_their_capitals(text: str) -> None:
    assert readings("en", text) == []


def test_the_longest_name_is_taken() -> None:
    (names,) = readings("en", "South Korea")
    assert {code_of(name) for name in names} == {"KOR"}
    found = [code_of(names[0]) for names in readings("ar", "بين كوريا الشمالية وكوريا الجنوبية")]
    assert found == ["PRK", "KOR"]


def test_a_country_is_shown_by_its_english_name_and_an_unknown_code_as_it_is() -> None:
    assert KNOWN.display("AZE") == "Azerbaijan"
    assert KNOWN.display("RUS") == "Russia"
    assert KNOWN.display("QQQ") == "QQQ"


# --- nonsense is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("countries.yaml", b"- nmes: {}\n", "nmes"),
        ("countries.yaml", b"- code: USA\n", "names"),
        ("countries.yaml", b"- code: USA\n  names: America\n", "$[0].names"),
        ("organisations.yaml", b"- id: x\n  names: {}\n", "code"),
        ("offices.yaml", b"- id: x\n  sector: 5\n  names: {}\n", "$[0].sector"),
        ("groups.yaml", b"- id: x\n  sector: COP\n  kind: mob\n  names: {}\n", "$[0].kind"),
        ("people.yaml", b"- id: x\n  names: {}\n  spells:\n    - from: long ago\n", "$[0].spells[0].from"),
        ("people.yaml", b"- id: [\n", "while parsing"),
        ("people.yaml", b"", "null"),
        ("cities.csv", b"name,country,lat,lon,ar,fa,kind\nBaku,AZE,forty,49,,,city\n", "not numbers"),
        ("cities.csv", b"name,country,lat,lon,ar,fa,kind\nBaku,AZE,140,49,,,city\n", "off the globe"),
        ("cities.csv", b"name,country,lat,lon,ar,fa,kind\nBaku,AZE\n", "not numbers"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(
    file: str, content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, original in KNOWN.files.items():
        (tmp_path / name).write_bytes(b"[]" if name in ("people.yaml", "organisations.yaml") else original)
    (tmp_path / file).write_bytes(content)
    monkeypatch.setattr(gazetteer, "files", lambda _: tmp_path)
    with pytest.raises(DataError) as refusal:
        Gazetteer()
    assert file in refusal.value.where
    assert said in refusal.value.what


def test_the_fingerprint_follows_the_data() -> None:
    assert len(KNOWN.fingerprint) == 12
    assert gazetteer.load() is KNOWN


@pytest.mark.parametrize(
    ("code", "capital"),
    [
        ("AZE", "Baku"),
        ("CYP", "Nicosia"),
        ("DEU", "Berlin"),
        ("GBR", "London"),
        ("GEO", "Tbilisi"),
        ("IRQ", "Baghdad"),
        ("MDA", "Chisinau"),
        ("PSE", "Ramallah"),
        ("RUS", "Moscow"),
        ("SOM", "Mogadishu"),
        ("SYR", "Damascus"),
        ("UKR", "Kyiv"),
    ],
)
def test_a_states_capital_is_not_that_of_a_part_of_it(code: str, capital: str) -> None:
    assert gazetteer.load().capitals[code].name == capital
