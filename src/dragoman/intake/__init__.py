"""From whatever is given (files, folders, JSON lines, addresses, standard input) to reports.

Shape: sources of any kind in, one `Report` or one `InputError` out for each report found, in order.
"""

from dragoman.intake.report import report_id
from dragoman.intake.sources import reports

__all__ = ["report_id", "reports"]
