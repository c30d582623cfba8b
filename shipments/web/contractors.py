"""The contractors: the list, a scorecard each, and whom to ask there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shipments.domain.partial_date import MONTHS
from shipments.domain.roles import Right
from shipments.models import Contact, Contractor
from shipments.queries import contractor_list, contractor_page
from shipments.queries.keyset import BadMarker, Place
from shipments.services import contacts, refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.bar_chart import Bar, Chart, lying
from shipments.web.forms import EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.queries.contractor_page import Quarter
    from shipments.web.http import SignedInRequest


class ContactForm(EntryForm):
    """Its names are ``contacts.add``'s."""

    name = forms.CharField(
        label="Name",
        error_messages={"required": "Enter the name of a person or a desk."},
    )
    duty = forms.CharField(label="Duty", required=False, help_text="As: order desk, plant 2.")
    email = forms.CharField(
        label="E-mail",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        help_text="Needed to send mail.",
    )
    phone = forms.CharField(label="Phone", required=False)
    time_zone = forms.CharField(
        label="Time zone",
        initial=contacts.DEFAULT_ZONE,
        help_text="When to call them, as America/New_York.",
        error_messages={"required": "Enter a time zone, as America/New_York."},
    )


@require_safe
def contractors(request: SignedInRequest) -> HttpResponse:
    """The list by name. A contractor's user is led to its own scorecard: there is no other."""
    if request.user.is_contractors:
        return redirect("contractor", contractor_id=request.user.own_contractor_id)
    today, data = timezone.now().date(), request.GET
    search, said = data.get("q", "").replace("\0", "").strip(), ""
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = contractor_list.rows(search, place=place, on=today)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = contractor_list.rows(search, place=Place(), on=today)
    context = {
        "rows": rows,
        "search": search,
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/contractors/list.html", context)


@require_safe
def contractor(request: SignedInRequest, contractor_id: int) -> HttpResponse:
    """The scorecard. Somebody else's is not there for a contractor's user."""
    found = _find(request, contractor_id)
    card = contractor_page.scorecard(found, by=request.user, on=timezone.now().date())
    context = {
        "card": card,
        "charts": _trend(card.quarters),
        "quarters": [(_quarter_name(each), each) for each in card.quarters],
        "files": card.files[: contractor_page.MOST_FILES],
        "more_files": len(card.files) > contractor_page.MOST_FILES,
    }
    return render(request, "shipments/contractors/contractor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: SignedInRequest, contractor_id: int) -> HttpResponse:
    """The form of a new contact; a refusal answers with what was typed."""
    found = _find(request, contractor_id)
    return _contact(request, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_change(request: SignedInRequest, contractor_id: int, contact_id: int) -> HttpResponse:
    """The form of a contact as it stands."""
    found = _find(request, contractor_id)
    held = found.contacts.filter(pk=contact_id).first()
    if held is None:
        raise Http404
    return _contact(request, found, held)


def _find(request: SignedInRequest, contractor_id: int) -> Contractor:
    found = contractor_page.find(contractor_id, by=request.user)
    if found is None:
        raise Http404
    return found


def _contact(request: SignedInRequest, found: Contractor, held: Contact | None) -> HttpResponse:
    try:
        refusal.require(request.user, Right.EXPEDITE)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        initial = {name: getattr(held, name) for name in ContactForm.base_fields} if held else None
        return _draw(request, found, held, ContactForm(initial=initial))
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, held, form, status=422)
    facts = form.cleaned_data
    try:
        if held:
            contacts.change(contact_id=held.pk, contractor_id=found.pk, by=request.user, **facts)
        else:
            contacts.add(contractor_id=found.pk, by=request.user, **facts)
    except Refused as refused:
        form.take(refused)
        return _draw(request, found, held, form, status=422)
    messages.success(request, f"Saved: {facts['name']}")
    return redirect("contractor", contractor_id=found.pk)


def _draw(
    request: SignedInRequest,
    found: Contractor,
    held: Contact | None,
    form: ContactForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"contractor": found, "contact": held, "form": form}
    return render(request, "shipments/contractors/contact.html", context, status=status)


def _trend(quarters: list[Quarter]) -> list[Chart]:
    if not any(each.promises for each in quarters):
        return []
    bars = [
        Bar(
            _quarter_name(each),
            [(each.share or 0.0, "green")],
            "none" if each.share is None else f"{each.share:g} % of {each.promises:,}",
        )
        for each in quarters
    ]
    said = "; ".join(f"{bar.name} {bar.amount}" for bar in bars)
    return lying(bars, said=f"Promises kept by quarter: {said}. The table says more.", most=100)


def _quarter_name(quarter: Quarter) -> str:
    first = quarter.first
    return f"{MONTHS[first.month - 1]} to {MONTHS[first.month + 1]} {first.year}"
