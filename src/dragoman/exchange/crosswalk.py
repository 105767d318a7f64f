"""What one format calls a state, a sector or an act, and what another does: three data files, read strictly.

`countries.yaml` joins ISO 3166 alpha-3 with FIPS 10-4, CAMEO, the Correlates of War numbers and the English names of
ICEWS and POLECAT; `sectors.yaml` PLOVER's sectors with CAMEO's and ICEWS's; `cameo.yaml` CAMEO's codes with PLOVER's
types. The way from PLOVER to CAMEO is the ontology's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Any

from msgspec import Meta, Struct

from dragoman import ontology
from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.exchange.account import CodeTable
from dragoman.knowledge import gazetteer

Text = Annotated[str, Meta(min_length=1)]
Three = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Two = Annotated[str, Meta(pattern="^[A-Z]{2}$")]

IGO = "IGO"


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class State(_Strict, frozen=True):
    """One state in all codings; `lacks` says why one is missing."""

    iso: Three
    alpha2: Annotated[str, Meta(pattern="^[a-z]{2}$")]
    fips: Two | None = None
    fips_also: tuple[Two, ...] = ()
    cow: Annotated[int, Meta(ge=2, le=999)] | None = None
    cameo: Three | None = None
    icews: Text | None = None
    also: tuple[Text, ...] = ()
    lacks: dict[str, Text] = {}


class SectorNames(_Strict, frozen=True):
    """One of PLOVER's sectors as CAMEO and ICEWS call it."""

    plover: Three
    cameo: Three | None = None
    cameo_also: tuple[Three, ...] = ()
    icews: Text | None = None
    icews_also: tuple[Text, ...] = ()
    lacks: dict[str, Text] = {}


class Body(_Strict, frozen=True):
    """An international body's acronym and its CAMEO group code."""

    body: Text
    cameo: Three


class Act(_Strict, frozen=True):
    """A CAMEO code with its name; `type` and `mode` are PLOVER's where it does not go by a shorter code."""

    code: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-9]|20)[0-9]{0,2}$")]
    name: Text
    type: Text | None = None
    mode: Text | None = None
    dropped: Text | None = None


class _Countries(_Strict, frozen=True):
    version: Text
    countries: tuple[State, ...]


class _Sectors(_Strict, frozen=True):
    version: Text
    sectors: tuple[SectorNames, ...]
    bodies: tuple[Body, ...]


class _Acts(_Strict, frozen=True):
    version: Text
    codes: tuple[Act, ...]


class Crosswalk:
    """All three files. Every look-up gives None for what it doesn't know."""

    def __init__(self) -> None:
        self._folder = files(__package__)
        self._countries: _Countries = self._read("countries.yaml", _Countries)
        self._sectors: _Sectors = self._read("sectors.yaml", _Sectors)
        self._acts: _Acts = self._read("cameo.yaml", _Acts)
        self.states = {state.iso: state for state in self._countries.countries}
        self.sectors = {sector.plover: sector for sector in self._sectors.sectors}
        self.acts = {act.code: act for act in self._acts.codes}
        self._check()

    # --- states -----------------------------------------------------------------------------------

    def fips(self, iso: str | None) -> str | None:
        """The FIPS 10-4 code of a state."""
        state = self.states.get(iso or "")
        return state.fips if state else None

    def iso_of_fips(self, code: str) -> str | None:
        """The state of a FIPS 10-4 code."""
        return self._by_fips.get(code.strip().upper())

    def cameo_country(self, iso: str | None) -> str | None:
        """The CAMEO country code of a state; a code that is no state's has none."""
        state = self.states.get(iso or "")
        return (state.cameo or state.iso) if state else None

    def iso_of_cameo(self, code: str) -> str | None:
        """The state of a CAMEO country code; the ISO code itself is read too."""
        return self._by_cameo.get(code.strip().upper())

    def cow(self, iso: str | None) -> int | None:
        """The Correlates of War number of a state."""
        state = self.states.get(iso or "")
        return state.cow if state else None

    def iso_of_cow(self, number: str) -> str | None:
        """The state of a Correlates of War number."""
        return self._by_cow.get(number.strip().removesuffix(".0"))

    def name(self, iso: str | None) -> str | None:
        """The English name of a state, as reports and POLECAT have it."""
        return gazetteer.load().display(iso) if iso in self.states and iso else None

    def icews_name(self, iso: str | None) -> str | None:
        """The English name of a state in ICEWS."""
        state = self.states.get(iso or "")
        return (state.icews or self.name(iso)) if state else None

    def iso_of_name(self, name: str) -> str | None:
        """The state of an English name, in any spelling that the gazetteer or the table has."""
        return self._by_name.get(_key(name))

    @cached_property
    def _by_fips(self) -> dict[str, str]:
        return {code: s.iso for s in self.states.values() for code in (s.fips, *s.fips_also) if code}

    @cached_property
    def _by_cameo(self) -> dict[str, str]:
        return {s.iso: s.iso for s in self.states.values()} | {s.cameo: s.iso for s in self.states.values() if s.cameo}

    @cached_property
    def _by_cow(self) -> dict[str, str]:
        return {str(s.cow): s.iso for s in self.states.values() if s.cow}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Today's names win over those of former states, the first over later ones."""
        found: dict[str, str] = {}
        for state in self.states.values():
            for name in (state.icews, *state.also):
                if name:
                    found.setdefault(_key(name), state.iso)
        countries = gazetteer.load().countries
        for country in sorted(countries, key=lambda c: (c.until is not None, c.code is None)):
            for name in country.names.get("en", ()):
                found.setdefault(_key(name), country.iso)
        return found

    # --- sectors and bodies -----------------------------------------------------------------------

    def cameo_role(self, sector: str | None) -> str | None:
        """CAMEO's role code of a sector."""
        known = self.sectors.get(sector or "")
        return known.cameo if known else None

    def sector_of_role(self, role: str) -> str | None:
        """PLOVER's sector of a CAMEO role code."""
        return self._by_role.get(role.strip().upper())

    def icews_sector(self, sector: str | None) -> str | None:
        """ICEWS's name of a sector."""
        known = self.sectors.get(sector or "")
        return known.icews if known else None

    def sector_of_icews(self, names: Iterable[str]) -> str | None:
        """PLOVER's sector of a list of ICEWS sectors: the one that stands first in the table."""
        given = {_key(name) for name in names}
        for sector in self.sectors.values():
            if given & {_key(name) for name in (sector.icews, *sector.icews_also) if name}:
                found: str = sector.plover
                return found
        return None

    def cameo_body(self, body: str | None) -> str | None:
        """CAMEO's group code of an international body."""
        return self._bodies.get(body or "")

    def body_of_cameo(self, code: str) -> str | None:
        """The acronym of a CAMEO group code."""
        return self._by_group.get(code.strip().upper())

    @cached_property
    def _by_role(self) -> dict[str, str]:
        return {
            code: sector.plover
            for sector in self.sectors.values()
            for code in (sector.cameo, *sector.cameo_also)
            if code
        }

    @cached_property
    def _bodies(self) -> dict[str, str]:
        return {body.body: body.cameo for body in self._sectors.bodies}

    @cached_property
    def _by_group(self) -> dict[str, str]:
        return {body.cameo: body.body for body in self._sectors.bodies}

    # --- acts -------------------------------------------------------------------------------------

    def cameo_name(self, code: str) -> str | None:
        """What CAMEO calls a code."""
        act = self.acts.get(code)
        return act.name if act else None

    def plover(self, code: str) -> tuple[str, str | None] | None:
        """PLOVER's type and mode of a CAMEO code; None for a code that CAMEO or PLOVER doesn't have."""
        if code not in self.acts:
            return None
        for length in range(len(code), 1, -1):
            shorter = self.acts.get(code[:length])
            if shorter is not None and shorter.type is not None:
                return shorter.type, shorter.mode
        return None

    def quad(self, code: str) -> int:
        """GDELT's quad class of a CAMEO code: roots 01 to 05, 06 to 08, 09 to 14, 15 to 20.

        CAMEO elsewhere counts protest (14) as material conflict; in GDELT's files it is verbal.
        """
        return 1 + sum(int(code[:2]) > last for last in (5, 8, 14))

    def dropped(self, code: str) -> str | None:
        """Why PLOVER has no type for a code."""
        root = self.acts.get(code[:2])
        return root.dropped if root else None

    # --- the files --------------------------------------------------------------------------------

    def tables(self) -> tuple[CodeTable, ...]:
        """The code tables of every format: name, version and SHA-256."""
        own = (("countries", self._countries), ("sectors", self._sectors), ("cameo", self._acts))
        versions = {f"exchange/{name}.yaml": found.version for name, found in own}
        plover = ontology.load()
        versions |= {"ontology/plover.yaml": plover.version, "ontology/cameo.yaml": plover.cameo_version}
        package = files("dragoman")
        return tuple(
            CodeTable(name=name, version=version, sha256=hashlib.sha256(_bytes(package, name)).hexdigest())
            for name, version in sorted(versions.items())
        )

    def _read(self, name: str, shape: Any) -> Any:
        return read_yaml(self._folder / name, shape, f"exchange/{name}")

    def _check(self) -> None:
        _refuse_repeats([s.iso for s in self._countries.countries], "countries.yaml")
        _refuse_repeats([c for s in self.states.values() for c in (s.fips, *s.fips_also) if c], "countries.yaml")
        _refuse_repeats([s.plover for s in self._sectors.sectors], "sectors.yaml")
        _refuse_repeats([act.code for act in self._acts.codes], "cameo.yaml")
        for act in self.acts.values():
            if act.mode is not None and act.type is None:
                raise DataError(f"{act.code} has a mode without a type", "exchange/cameo.yaml")
            if act.type is not None:
                ontology.load().score(act.type, act.mode)  # refuses what PLOVER doesn't have


def _bytes(package: Any, name: str) -> bytes:
    found: bytes = package.joinpath(*name.split("/")).read_bytes()
    return found


def _refuse_repeats(codes: list[Any], where: str) -> None:
    repeated = {code for code in codes if codes.count(code) > 1}
    if repeated:
        raise DataError(f"{min(repeated)!r} stands twice", f"exchange/{where}")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def load() -> Crosswalk:
    """The tables, read once. Raises DataError where they make no sense."""
    return Crosswalk()
