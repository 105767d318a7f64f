"""The ontology as a whole: what ships is sound and as published, and what is not sound is refused."""

from importlib import resources

import pytest

from dragoman.errors import DataError
from dragoman.ontology import build, load

FILES = resources.files("dragoman.ontology")
PLOVER = (FILES / "plover.yaml").read_text(encoding="utf-8")
CAMEO = (FILES / "cameo.yaml").read_text(encoding="utf-8")

# The manual's tables, typed here a second time: (quad number, score of the type, scores of its modes).
# ACCUSE and SANCTION as mended; `ban` and `execute`, which the tables leave out, with our choice.
PUBLISHED = {
    "AGREE": (1, 2.5, {}),
    "CONSULT": (1, 2.5, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": (1, 5, {}),
    "CONCEDE": (1, 4.5, {}),
    "COOPERATE": (2, 9.5, {}),
    "AID": (2, 10, {}),
    "RETREAT": (
        2,
        6.5,
        {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    ),
    "REQUEST": (3, 0, {"assist": 0.5, "change": -1, "yield": -1, "meet": 0}),
    "ACCUSE": (3, -3, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (3, -2, {"assist": -1.5, "change": -2, "yield": -2, "meet": -2}),
    "THREATEN": (
        3,
        -3.5,
        {
            "restrict": -3,
            "arrest": -3.5,
            "relations": -3.5,
            "expel": -3.5,
            "territory": -4,
            "violence": -3.5,
        },
    ),
    "PROTEST": (
        4,
        -5,
        {"demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5},
    ),
    "SANCTION": (4, -6, {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6}),
    "MOBILIZE": (4, -5.5, {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6}),
    "COERCE": (
        4,
        -7,
        {
            "seize": -7,
            "restrict": -7,
            "ban": -7,
            "censor": -6.5,
            "curfew": -6.5,
            "martial-law": -7.5,
            "arrest": -7,
            "deport": -7,
            "withhold": -7,
            "misinformation": -6.5,
            "cyber": -7,
        },
    ),
    "ASSAULT": (
        4,
        -9,
        {
            "abduct": -8.5,
            "beat": -7.5,
            "torture": -8.5,
            "execute": -9,
            "sexual": -8.5,
            "targeted": -9.5,
            "destroy": -8.5,
            "primitive": -8,
            "firearms": -9,
            "explosives": -9,
            "suicide-attack": -9.5,
            "aerial": -9.5,
            "drone": -9.5,
            "heavy-weapons": -9.5,
            "crowd-control": -7.5,
            "unconventional": -10,
        },
    ),
}

CONTEXTS = """
    military intelligence executive legislative election political_institutions pro_democracy
    pro_autocracy economic legal reparations human_rights rights_freedoms repression human_security
    gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration
    disasters natural_resource environment technology terrorism cbrn cyber misinformation crime
    corruption illegal_drugs trafficking
"""

SECTORS = """
    GOV MIL COP JUD LEG SPY PRM PTY OPP REB UAF BUS LAB AGR CVL SOC JRN MED REL EDU REF ELI CRM PRE UNK
    OTH NGO
"""

# GDELT's CAMEO.goldsteinscale.txt, the part that is used.
GOLDSTEIN = {
    10.0: "0874",
    9.0: "086 0861 0862 0863 0871 0873",
    8.5: "074",
    8.3: "072",
    7.4: "062 063 071 073",
    7.0: "034 0342 0343 064 070 075 0841 085",
    6.4: "061",
    6.0: "0334 060",
    5.2: "0311 0312 0313 0314 0333",
    5.0: "080 081 0811 083 0831 0832 0833",
    4.5: "032",
    4.0: "030",
    3.5: "050",
    2.5: "044",
    1.9: "042",
    1.0: "040 041",
    -2.0: "090 091 092 093 110 111 112 1121 1122 1123 1125 115 116",
    -4.0: ("120 121 1211 1212 1213 1223 1224 123 1231 1232 1233 1234 124 1241 1242 1243 1244 1245 1246 160 161"),
    -4.4: "130",
    -5.0: (
        "100 101 1011 1012 1013 1014 102 1033 1034 104 1041 1042 1043 1044 105 1051 1052 1053 "
        "1054 1055 1056 106 107 125 127 172 1721 1722 1723 1724 173 174"
    ),
    -5.6: "1622 1623",
    -5.8: "1311 1312 1313 132",
    -6.5: "140 141 1411 1412 1413 1414 142 1421 1422 1423 1424 143 1431 1432 1433 1434",
    -7.0: "136 137 138 1381 1382 1385 166 1661 1662 1663 170",
    -7.2: "150 152 153 154",
    -7.5: "144 1441 1442 1443 1444 145 1451 1452 1453 1454",
    -8.0: "163",
    -9.0: "175 180 181 1821 1822",
    -9.2: "1711 1712",
    -9.5: "182 191",
    -10.0: "183 1831 186 190 193 194 195 204",
}
GOLDSTEIN_OF = {code: value for value, codes in GOLDSTEIN.items() for code in codes.split()}

# Not a CAMEO root of the conversion table for the type, and why.
OUTSIDE_THEIR_ROOTS = {
    ("SANCTION", "116"),  # CAMEO counts a verdict as disapproval
    ("ASSAULT", "1712"),  # destroying property is coercion in CAMEO
    ("ASSAULT", "175"),  # violent repression too
    ("COERCE", "191"),  # a blockade is fighting in CAMEO
}
ROOTS = {
    "AGREE": {"03"},
    "CONSULT": {"04"},
    "SUPPORT": {"05"},
    "CONCEDE": {"08"},
    "COOPERATE": {"06"},
    "AID": {"07"},
    "RETREAT": {"08"},
    "REQUEST": {"10"},
    "ACCUSE": {"09", "11"},
    "REJECT": {"12"},
    "THREATEN": {"13"},
    "PROTEST": {"14"},
    "SANCTION": {"16"},
    "MOBILIZE": {"15"},
    "COERCE": {"17"},
    "ASSAULT": {"18", "19", "20"},
}

TYPES_AND_MODES = [(name, mode) for name, (_, _, modes) in PUBLISHED.items() for mode in (None, *modes)]


@pytest.fixture(scope="module")
def ontology():
    return load()


def test_the_sixteen_types_stand_in_plovers_order(ontology):
    assert list(ontology.types) == list(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_type_has_the_published_modes(ontology, name):
    assert [mode.name for mode in ontology.types[name].modes] == list(PUBLISHED[name][2])


@pytest.mark.parametrize(("name", "mode"), TYPES_AND_MODES)
def test_each_score_is_the_published_one(ontology, name, mode):
    _, score, modes = PUBLISHED[name]
    assert ontology.score(name, mode) == (score if mode is None else modes[mode])


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_quad_is_the_published_one(ontology, name):
    assert ontology.quads[ontology.quad(name)].number == PUBLISHED[name][0]


def test_the_quads_are_numbered_as_in_gdelt(ontology):
    assert {quad.name: quad.number for quad in ontology.quads.values()} == {
        "verbal-cooperation": 1,
        "material-cooperation": 2,
        "verbal-conflict": 3,
        "material-conflict": 4,
    }


def test_three_types_need_a_recipient(ontology):
    assert {t.name for t in ontology.types.values() if t.recipient_required} == {
        "COOPERATE",
        "AID",
        "SANCTION",
    }


def test_three_types_are_symmetric(ontology):
    assert {t.name for t in ontology.types.values() if t.symmetric} == {"AGREE", "CONSULT", "COOPERATE"}


def test_contexts_sectors_and_modalities_are_complete(ontology):
    assert list(ontology.contexts) == CONTEXTS.split()
    assert list(ontology.sectors) == SECTORS.split()
    assert list(ontology.modalities) == ["done", "future", "hypothetical", "negated", "historical"]


def test_only_the_older_marks_stand_for_other_sectors(ontology):
    older = {sector.name: sector.stands_for for sector in ontology.sectors.values() if sector.stands_for}
    assert older == {"OTH": ("ELI", "UNK"), "NGO": ("SOC",)}


def test_every_definition_is_one_sentence(ontology):
    modes = [mode for event_type in ontology.types.values() for mode in event_type.modes]
    tables = (ontology.types, ontology.contexts, ontology.sectors, ontology.modalities, ontology.quads)
    for term in [*modes, *(term for table in tables for term in table.values())]:
        assert term.gist.endswith("."), term.name
        assert ". " not in term.gist, term.name


def test_the_two_faults_of_the_manual_are_documented_and_mended(ontology):
    taken = {fault.subject: fault.taken for fault in ontology.faults}
    assert taken == {"ACCUSE": -3.0, "SANCTION": "material-conflict"}
    assert all(fault.printed for fault in ontology.faults)
    assert ontology.score("ACCUSE", None) == taken["ACCUSE"]
    assert ontology.quad("SANCTION") == taken["SANCTION"]


def test_each_choice_of_ours_is_what_is_scored(ontology):
    assert [choice.subject for choice in ontology.choices] == ["COERCE ban", "ASSAULT execute"]
    for choice in ontology.choices:
        assert ontology.score(*choice.subject.split()) == choice.taken


def test_the_source_and_its_licence_are_named(ontology):
    assert ontology.source["licence"] == "CC BY-SA 4.0"
    assert ontology.source["publisher"] == "Open Event Data Alliance"


@pytest.mark.parametrize(("name", "mode"), TYPES_AND_MODES)
def test_each_type_and_mode_has_a_cameo_code_of_its_root(ontology, name, mode):
    code, goldstein = ontology.cameo(name, mode, [])
    assert code[:2] in ROOTS[name] or (name, code) in OUTSIDE_THEIR_ROOTS
    assert goldstein == GOLDSTEIN_OF[code]


def test_every_line_for_cameo_agrees_with_the_goldstein_table(ontology):
    lines = [line for lines in ontology.codes.values() for line in lines]
    assert {line.code: line.goldstein for line in lines} == GOLDSTEIN_OF
    for line in lines:
        assert line.code[:2] in ROOTS[line.type] or (line.type, line.code) in OUTSIDE_THEIR_ROOTS


@pytest.mark.parametrize(
    ("name", "mode", "contexts", "code"),
    [
        ("AID", None, [], "070"),
        ("AID", None, ["military"], "072"),
        ("AID", None, ["economic"], "071"),
        ("AID", None, ["asylum"], "075"),
        ("COOPERATE", None, ["economic"], "061"),
        ("COOPERATE", None, ["military"], "062"),
        ("COOPERATE", None, ["legal"], "063"),
        ("COOPERATE", None, ["intelligence"], "064"),
        ("REJECT", "assist", ["military"], "1212"),
        ("REJECT", "meet", [], "125"),
        ("SANCTION", "expel", ["diplomatic"], "161"),
        ("SANCTION", "discontinue", ["economic"], "163"),
        ("CONSULT", "visit", ["gender"], "042"),
    ],
)
def test_a_context_can_change_the_cameo_code(ontology, name, mode, contexts, code):
    assert ontology.cameo(name, mode, contexts)[0] == code


def test_the_order_of_the_contexts_does_not_matter(ontology):
    assert ontology.cameo("AID", None, ["economic", "military"]) == ("072", 8.3)
    assert ontology.cameo("AID", None, ["military", "economic"]) == ("072", 8.3)


@pytest.mark.parametrize(
    "ask",
    [
        lambda ontology: ontology.score("DEMAND", None),
        lambda ontology: ontology.score("CONSULT", "host"),
        lambda ontology: ontology.score("AGREE", "visit"),
        lambda ontology: ontology.quad("agree"),
        lambda ontology: ontology.cameo("ASSAULT", "arrest", []),
        lambda ontology: ontology.cameo("AID", None, ["humanitarian"]),
    ],
)
def test_asking_for_what_plover_does_not_have_is_refused(ontology, ask):
    with pytest.raises(DataError):
        ask(ontology)


def test_loading_twice_gives_the_same_ontology(ontology):
    assert load() is ontology


def test_records_are_frozen(ontology):
    with pytest.raises(AttributeError):
        ontology.types["AID"].score = 0.0


def test_the_fingerprint_follows_the_data(ontology):
    assert len(ontology.fingerprint) == 12
    assert int(ontology.fingerprint, 16) >= 0
    assert build(PLOVER.encode(), CAMEO.encode()).fingerprint == ontology.fingerprint
    assert build(f"{PLOVER}# touched\n".encode(), CAMEO.encode()).fingerprint != ontology.fingerprint
    assert build(PLOVER.encode(), f"{CAMEO}# touched\n".encode()).fingerprint != ontology.fingerprint


def swap(text, old, new):
    """The text with the first `old` replaced; fails where the file no longer has it."""
    assert old in text
    return text.replace(old, new, 1)


VISIT = """      - name: visit
        gist: The actor travels to the recipient, who is the host.
        score: 4.0
"""
FIRST_LINE = "  - type: AGREE\n    mode: null\n    context: null\n    code: '030'\n    goldstein: 4.0\n"
PHONE_LINE = "  - type: CONSULT\n    mode: phone\n    context: null\n    code: '041'\n    goldstein: 1.0\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("score: 9.5", "score: 10.5", "<= 10", id="score too high"),
        pytest.param("score: -9.0", "score: -11", ">= -10", id="score too low"),
        pytest.param("score: 9.5", "score: .nan", "float", id="score not a number"),
        pytest.param("score: 9.5", "score: high", "float", id="score a word"),
        pytest.param("score: -3.0 #", "score: 3.0 #", "odds with its quad", id="the manual's ACCUSE"),
        pytest.param("quad: verbal-conflict", "quad: verbal", "unknown quad", id="unknown quad"),
        pytest.param("name: AID\n", "name: AGREE\n", "duplicate 'AGREE'", id="type twice"),
        pytest.param(VISIT, VISIT * 2, "duplicate 'visit'", id="mode twice"),
        pytest.param("name: cyber\n    gist", "name: cbrn\n    gist", "duplicate 'cbrn'", id="context twice"),
        pytest.param("name: MIL\n", "name: GOV\n", "duplicate 'GOV'", id="sector twice"),
        pytest.param("      - ELI\n", "      - XYZ\n", "unknown sector 'XYZ'", id="sector unknown"),
        pytest.param("symmetric: true\n", "symmetric: perhaps\n", "bool", id="flag a word"),
        pytest.param("symmetric: true\n", "symetric: true\n", "symetric", id="key misspelt"),
        pytest.param("    symmetric: true\n", "", "symmetric", id="key missing"),
        pytest.param("    quad: ", "    quad: x\n    quad: ", "duplicate key 'quad'", id="key twice"),
        pytest.param("number: 4", "number: 5", "<= 4", id="quad number out of range"),
        pytest.param("contexts:\n", "contexts: [\n", "plover.yaml", id="no YAML"),
        pytest.param(PLOVER, "", "null", id="empty"),
    ],
)
def test_a_bad_ontology_is_refused(old, new, said):
    with pytest.raises(DataError) as refusal:
        build(swap(PLOVER, old, new).encode(), CAMEO.encode())
    assert said in str(refusal.value)
    assert refusal.value.where.startswith("plover.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(PHONE_LINE, "", "no CAMEO code for CONSULT, mode phone", id="mode without a code"),
        pytest.param(FIRST_LINE, "", "no CAMEO code for AGREE, mode None", id="type without a code"),
        pytest.param(FIRST_LINE, FIRST_LINE * 2, "duplicate line for AGREE", id="line twice"),
        pytest.param("mode: phone", "mode: telex", "no mode 'telex'", id="unknown mode"),
        pytest.param("type: AID", "type: HELP", "no event type 'HELP'", id="unknown type"),
        pytest.param("context: asylum", "context: exile", "unknown context 'exile'", id="unknown context"),
        pytest.param("code: '041'", "code: '21'", "regex", id="root that CAMEO has not"),
        pytest.param("code: '041'", "code: 41", "str", id="code read as a number"),
        pytest.param("goldstein: 8.3", "goldstein: 83", "<= 10", id="value out of range"),
        pytest.param("'0333'\n    goldstein: 5.2", "'0333'\n    goldstein: 5.0", "two Goldstein", id="two values"),
        pytest.param("    mode: phone\n", "    mode: phone\n    note: x\n", "note", id="unknown key"),
    ],
)
def test_a_bad_cameo_table_is_refused(old, new, said):
    with pytest.raises(DataError) as refusal:
        build(PLOVER.encode(), swap(CAMEO, old, new).encode())
    assert said in str(refusal.value)


def test_bytes_that_are_not_text_are_refused():
    with pytest.raises(DataError):
        build(b"\xff\xfe\x00", CAMEO.encode())
