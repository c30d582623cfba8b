"""Files to take away: refused lines, and templates to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from shipments.domain.csv_safety import safe_cell
from shipments.queries import import_page, import_sheet
from shipments.web.csv_file import streamed
from shipments.web.import_batch import asked_for, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shipments.models import ImportRefusal
    from shipments.web.http import SignedInRequest

HEADINGS = ("Line", "Position", "Field", "Found", "What is wrong", "Reason", "Line as sent")
LINES_A_CHUNK = 500


@require_safe
def refused_csv(request: SignedInRequest, batch_id: int) -> StreamingHttpResponse:
    """Each reason with the line as it was sent, as the filters of the page have it."""
    one = found(request, batch_id)
    rows = import_page.every_refusal(one, asked_for(request))
    return streamed(f"import-{one.pk}-refused", HEADINGS, (_row(each) for each in rows))


def _row(each: ImportRefusal) -> list[str]:
    said = (each.position, each.field, each.found, each.expected, each.code, each.text)
    return [str(each.line), *(safe_cell(value) for value in said)]


@require_safe
def refused_lines(request: SignedInRequest, batch_id: int) -> StreamingHttpResponse:
    """The lines alone, just as they were sent, to be corrected and sent in again."""
    one = found(request, batch_id)
    lines = import_page.refused_lines(one, asked_for(request))
    headings = import_sheet.headings_line(one)
    ending = "txt" if one.format == "records" else "csv"
    name = f"import-{one.pk}-to-correct.{ending}"
    media_type = "text/plain" if ending == "txt" else "text/csv"
    response = StreamingHttpResponse(
        _chunks(headings, lines), content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _chunks(headings: str, lines: Iterable[str]) -> Iterator[str]:
    if headings:
        yield f"\ufeff{headings}\r\n"
    end = "\r\n" if headings else "\n"
    held: list[str] = []
    for line in lines:
        held.append(line + end)
        if len(held) == LINES_A_CHUNK:
            yield "".join(held)
            held.clear()
    yield "".join(held)


@require_safe
def template(request: SignedInRequest, kind: str, ending: str) -> HttpResponse:
    """A sheet with the headings of a kind, to start from. Not for contractors."""
    made = None if request.user.is_contractors else import_sheet.template(kind, ending)
    if made is None:
        raise Http404
    content, media_type = made
    disposition = content_disposition_header(as_attachment=True, filename=f"{kind}.{ending}")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=media_type, headers=headers)
