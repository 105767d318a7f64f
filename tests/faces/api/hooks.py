"""What a schema can't say, for Schemathesis: days go in order, and a direction is a pair's."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    query = case.query if isinstance(case.query, dict) else {}
    first, day, last = (str(query.get(name, "")) for name in ("since", "day", "until"))
    in_order = not last or max(first, day) <= last
    return in_order and not ("directed" in query and "pair" not in query)
