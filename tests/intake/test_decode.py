from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import NotText
from dragoman.intake.decode import decode

from .conftest import ARABIC, ENGLISH, PERSIAN

FRENCH = "Le président français a été reçu à Genève ; l'accord, très attendu, sera signé « bientôt ».\n"
GERMAN = "Der Außenminister erklärte, die Gespräche würden fortgeführt; größere Änderungen lehnte er ab.\n"
# Windows-1256 has keheh but no Farsi yeh: Persian in it is written with the Arabic one.
PERSIAN_1256 = PERSIAN.replace("\u06cc", "\u064a")
WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]

ARABIC_WORDS = st.sampled_from(ARABIC.replace("\n", " ").replace("،", "").replace(".", "").split())
PERSIAN_WORDS = st.sampled_from(PERSIAN.replace("\n", " ").replace(".", "").split())
LETTERS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکی \n0123456789،.", min_size=2, max_size=400)


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", [ARABIC, PERSIAN, ENGLISH, FRENCH, "سلام", "ok"])
def test_unicode_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [ARABIC, PERSIAN_1256, "أعلن AFP 2024", "قال الرئيس"])
def test_windows_1256_is_told_by_its_words(text: str) -> None:
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("text", [FRENCH, GERMAN, ENGLISH, "“We met,” he said – twice.", "café"])
def test_windows_1252_is_not_taken_for_arabic(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@given(st.lists(ARABIC_WORDS, min_size=8, max_size=60), st.sampled_from([*WIDE, "cp1256"]))
def test_arabic_survives_any_encoding(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    assert decode(text.encode(encoding)) == text


@given(st.lists(PERSIAN_WORDS, min_size=8, max_size=60), st.sampled_from([*WIDE, "cp1256"]))
def test_persian_survives_any_encoding(words: list[str], encoding: str) -> None:
    text = " ".join(words)
    if encoding == "cp1256":
        text = text.replace("\u06cc", "\u064a")
    assert decode(text.encode(encoding)) == text


@given(LETTERS.filter(str.strip), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_arabic_letters_survive_marked_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_not_text(data: bytes) -> None:
    try:
        decode(data).encode("utf-8")
    except NotText as error:
        assert error.fix


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?><html>',
    ],
)
def test_a_declared_encoding_is_honoured(head: str) -> None:
    page = f"{head}<p>Президент Азербайджана принял министра</p>"
    assert decode(page.encode("cp1251")) == page


def test_a_server_may_declare_the_encoding() -> None:
    text = "Президент Азербайджана принял министра"
    assert decode(text.encode("koi8-r"), charset="KOI8-R") == text


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    page = f'<meta charset="windows-1256"><p>{ARABIC}</p>'
    assert decode(page.encode()) == page


def test_arabic_wins_over_a_careless_western_declaration() -> None:
    page = f'<meta charset="iso-8859-1"><p>{ARABIC}</p>'
    assert decode(page.encode("cp1256"), charset="iso-8859-1") == page


@pytest.mark.parametrize("name", ["rot13", "hex", "zlib", "utf-7", "idna", "unicode_escape", "nonsense", ""])
def test_odd_declarations_are_left_alone(name: str) -> None:
    page = f'<meta charset="{name}"><p>{ARABIC}</p>'
    assert decode(page.encode("cp1256"), charset=name) == page


def test_a_cut_end_costs_one_character() -> None:
    assert decode(ARABIC.strip()[:-1].encode()[:-1]) == ARABIC.strip()[:-2] + "\ufffd"


def test_a_broken_byte_does_not_turn_the_whole_into_another_encoding() -> None:
    data = ARABIC[:40].encode() + b"\xff" + ARABIC[40:].encode()
    assert decode(data).count("\ufffd") == 1


def _docx() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (_docx(), "a Word document"),
        (b"PK\x03\x04\x14\x00rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"BM\x36\x00\x00\x00", "a BMP image"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a feed"),
        (b'<?xml version="1.0"?><note>text</note>', "XML"),
        (b"some text\x00with a NUL", "binary data"),
        (bytes(random.Random(7).randbytes(5000)), "binary data"),
        (bytes(range(1, 31)) * 10, "binary data"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(NotText, match=f"looks like {kind}") as caught:
        decode(data, where="report.bin")
    assert caught.value.where == "report.bin"
    assert caught.value.fix


def test_an_unknown_encoding_is_not_guessed() -> None:
    russian = "Президент Азербайджана принял министра иностранных дел"
    with pytest.raises(NotText, match="no encoding that is known"):
        decode(russian.encode("cp1251"))


def test_a_text_may_begin_like_a_program() -> None:
    assert decode(b"BM and MZ are letters") == "BM and MZ are letters"


def test_many_comments_before_a_page_take_no_time() -> None:
    data = b"<!-- a -->" * 400 + b"text"
    start = time.monotonic()
    assert decode(data) == data.decode()
    assert time.monotonic() - start < 2
