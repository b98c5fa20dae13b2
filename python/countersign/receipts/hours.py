"""The hours of a standing approval: of each day, by the clocks of one time zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

_TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*)*")


def is_hours(hours: Any) -> bool:
    """Whether the members have their form, which needs no time zone data."""
    begin, end, zone = hours["from"], hours["to"], hours["zone"]
    is_time = all(_TIME_OF_DAY.fullmatch(time) for time in (begin, end))
    return is_time and begin != end and _ZONE.fullmatch(zone) is not None


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_known_zone(zone: str) -> bool:
    """Whether this machine has the data of a time zone, under exactly this name."""
    return _ZONE.fullmatch(zone) is not None and zone in _known_zones()


def is_within_hours(hours: Any, milliseconds: int) -> bool:
    """Whether a time is within the hours. Without the data of their time zone, no time is."""
    begin, end, zone = hours["from"], hours["to"], hours["zone"]
    if not is_known_zone(zone) or begin == end:
        return False
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=milliseconds)
    time = at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    # A span whose end is before its start crosses midnight.
    return bool(begin <= time < end if begin < end else begin <= time or time < end)
