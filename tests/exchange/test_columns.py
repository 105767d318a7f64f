"""Each table has the columns that its readers expect, in their order; the lists are typed a second time here."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman import exchange

from .conftest import make_told, rows


def columns(typed: str) -> list[str]:
    """Names between bars, on one line or several."""
    return [" ".join(name.split()) for name in typed.split("|")]


GDELT = columns("""
GLOBALEVENTID | SQLDATE | MonthYear | Year | FractionDate | Actor1Code | Actor1Name | Actor1CountryCode |
Actor1KnownGroupCode | Actor1EthnicCode | Actor1Religion1Code | Actor1Religion2Code | Actor1Type1Code |
Actor1Type2Code | Actor1Type3Code | Actor2Code | Actor2Name | Actor2CountryCode | Actor2KnownGroupCode |
Actor2EthnicCode | Actor2Religion1Code | Actor2Religion2Code | Actor2Type1Code | Actor2Type2Code |
Actor2Type3Code | IsRootEvent | EventCode | EventBaseCode | EventRootCode | QuadClass | GoldsteinScale |
NumMentions | NumSources | NumArticles | AvgTone | Actor1Geo_Type | Actor1Geo_FullName | Actor1Geo_CountryCode |
Actor1Geo_ADM1Code | Actor1Geo_ADM2Code | Actor1Geo_Lat | Actor1Geo_Long | Actor1Geo_FeatureID | Actor2Geo_Type |
Actor2Geo_FullName | Actor2Geo_CountryCode | Actor2Geo_ADM1Code | Actor2Geo_ADM2Code | Actor2Geo_Lat |
Actor2Geo_Long | Actor2Geo_FeatureID | ActionGeo_Type | ActionGeo_FullName | ActionGeo_CountryCode |
ActionGeo_ADM1Code | ActionGeo_ADM2Code | ActionGeo_Lat | ActionGeo_Long | ActionGeo_FeatureID | DATEADDED | SOURCEURL
""")
MENTIONS = columns("""
GLOBALEVENTID | EventTimeDate | MentionTimeDate | MentionType | MentionSourceName | MentionIdentifier | SentenceID |
Actor1CharOffset | Actor2CharOffset | ActionCharOffset | InRawText | Confidence | MentionDocLen | MentionDocTone |
MentionDocTranslationInfo | Extras
""")
ICEWS = columns("""
Event ID | Event Date | Source Name | Source Sectors | Source Country | Event Text | CAMEO Code | Intensity |
Target Name | Target Sectors | Target Country | Story ID | Sentence Number | Publisher | City | District | Province |
Country | Latitude | Longitude
""")
POLECAT = columns("""
Event ID | Event Date | Event Type | Event Mode | Intensity | Quad Code | Contexts | Actor Name | Actor Country |
Actor COW | Primary Actor Sector | Actor Sectors | Actor Title | Actor Name Raw | Wikipedia Actor ID | Recipient Name |
Recipient Country | Recipient COW | Primary Recipient Sector | Recipient Sectors | Recipient Title |
Recipient Name Raw | Wikipedia Recipient ID | Placename | City | District | Province | Country | Latitude | Longitude |
GeoNames ID | Raw Placename | Feature Type | Source | Publication Date | Story People | Story Organizations |
Story Locations | Language | Version | Evidence | Evidence Start | Evidence End | Source URL
""")
WANTED = {"gdelt": (GDELT, 61), "gdelt-mentions": (MENTIONS, 16), "icews": (ICEWS, 20), "polecat": (POLECAT, 44)}


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_table_has_the_columns_of_its_format_in_order(name: str, tmp_path: Path) -> None:
    wanted, count = WANTED[name]
    assert len(wanted) == count
    exchange.write(name, [make_told()], tmp_path / "x", header=True)
    header, *others = rows(tmp_path / "x")
    assert header == wanted
    assert others and all(len(row) == count for row in others)


def test_gdelt_files_have_no_header_unless_it_is_asked_for_and_the_others_have_one(tmp_path: Path) -> None:
    for name in WANTED:
        exchange.write(name, [make_told()], tmp_path / name)
    assert rows(tmp_path / "gdelt")[0][0].isdigit()
    assert rows(tmp_path / "gdelt-mentions")[0][0].isdigit()
    assert rows(tmp_path / "icews")[0][0] == rows(tmp_path / "polecat")[0][0] == "Event ID"
