from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from shipments.intake.public_record.files import contractors, contracts
from shipments.intake.public_record.files.contractors import ContractorRow
from shipments.intake.public_record.files.contracts import ContractRow
from shipments.intake.public_record.tables.keeping import Count, Key, Wanted, keep
from shipments.models import Contractor


def keep_contractors(
    sites: list[ContractorRow],
    announcements: list[ContractRow],
    pages: Mapping[str, int],
    *,
    at: datetime,
) -> tuple[dict[str, int], list[Count]]:
    """Keep the sites of contractors.csv, and those that only an announcement names.

    :return: contractor by announcement; an announcement of no company or of several has none.
    """
    listed = [_listed(site, at) for site in sites]
    site_of = _sites(announcements, {one.key for one in listed})
    named: dict[Key, list[ContractRow]] = defaultdict(list)
    for row in announcements:
        if row.record_id in site_of:
            named[site_of[row.record_id]].append(row)
    for one in listed:
        named.pop(one.key, None)
    kept_listed = keep(Contractor, listed, key=("name", "city"), pages=pages, shared=True)
    kept_named = keep(
        Contractor,
        [_named(key, rows, at) for key, rows in named.items()],
        key=("name", "city"),
        pages=pages,
        shared=True,
    )
    rows = kept_listed.rows | kept_named.rows
    return {record_id: rows[key].pk for record_id, key in site_of.items()}, [
        kept_listed.count(contractors.FILE, "contractors"),
        kept_named.count(contracts.FILE, "contractors"),
    ]


def _sites(announcements: list[ContractRow], listed: set[Key]) -> dict[str, Key]:
    """Which site an announcement names: the one of that name and city.

    One that names no city means the only listed site of that name, when there is only one;
    otherwise it names a site of its own, whose city nobody stated.
    """
    cities: dict[str, list[str]] = defaultdict(list)
    for name, city in sorted(listed):
        cities[name].append(city)
    sites: dict[str, Key] = {}
    for row in announcements:
        if not row.names_one_company:
            continue
        alone = cities[row.contractor] if len(cities[row.contractor]) == 1 else [""]
        sites[row.record_id] = (row.contractor, row.city or alone[0])
    return sites


def _listed(site: ContractorRow, at: datetime) -> Wanted:
    return Wanted(
        key=(site.name, site.city),
        printed={
            "state": site.state,
            "country": site.country,
            "cage_code": site.cage_code,
            "makes": site.makes,
            "note": site.note,
        },
        once={"recorded_at": at},
        addresses=site.addresses,
    )


def _named(key: Key, rows: list[ContractRow], at: datetime) -> Wanted:
    states = {row.state for row in rows if row.state}
    printed_in = ", ".join(row.record_id for row in rows)
    return Wanted(
        key=key,
        # Two states for one name and no city would be two sites: then neither is said.
        printed={"state": states.pop() if len(states) == 1 else ""},
        once={"note": f"Named in {contracts.FILE}: {printed_in}.", "recorded_at": at},
        addresses=tuple(dict.fromkeys(address for row in rows for address in row.addresses)),
    )
