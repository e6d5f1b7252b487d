"""A look at everything that Rollcall needs, beside a running one and without changing anything.

Nothing is imported before it is looked at, since it may be what is missing.
"""

from rollcall.doctor.examination import examine
from rollcall.doctor.finding import Finding, Level, worst_of

__all__ = ["Finding", "Level", "examine", "worst_of"]
