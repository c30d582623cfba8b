"""The contacts of a contractor: a new one, and one changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.queries import contractor_page
from shipments.services import contacts, refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.models import Contact, Contractor, User
    from shipments.web.http import SignedInRequest


class ContactForm(EntryForm):
    """Its names are ``contacts.add``'s."""

    name = forms.CharField(
        label="Name of the person or desk",
        max_length=120,
        error_messages={"required": "Enter the name of the person or the desk."},
    )
    duty = forms.CharField(label="Duty", max_length=120, required=False)
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Without one no mail can go.",
    )
    phone = forms.CharField(
        label="Telephone", max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    time_zone = forms.CharField(
        label="Time zone", max_length=40, required=False, help_text="Empty: America/New_York."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, contractor_id: int) -> HttpResponse:
    """The form; a refusal answers with what was typed. Then back to where it was asked for."""
    return _contact(request, contractor_id, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, contractor_id: int, contact_id: int) -> HttpResponse:
    """The form of a contact as it stands."""
    return _contact(request, contractor_id, contact_id)


def _contact(request: SignedInRequest, contractor_id: int, contact_id: int | None) -> HttpResponse:
    contractor = contractor_page.find(contractor_id, by=request.user)
    if contractor is None:
        raise Http404
    try:
        refusal.require(request.user, Right.EXPEDITE)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    held = contractor.contacts.filter(pk=contact_id).first() if contact_id else None
    if contact_id and held is None:
        raise Http404
    stands = {name: getattr(held, name) for name in ContactForm.base_fields} if held else None
    form = ContactForm(request.POST or None, initial=stands)
    after = _after(request, contractor)
    if request.method == "POST" and form.is_valid():
        try:
            said = _write(form, contractor=contractor, held=held, by=request.user)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, said)
            return redirect(after)
    context = {"form": form, "contractor": contractor, "contact": held, "after": after}
    status = 422 if form.errors else 200
    return render(request, "shipments/contacts/new.html", context, status=status)


def _write(form: ContactForm, *, contractor: Contractor, held: Contact | None, by: User) -> str:
    """
    :return: a sentence about what was done.
    :raises Refused: with every problem there is.
    """
    facts = {"contractor_id": contractor.pk, "by": by, **form.cleaned_data}
    if held is None:
        return f"{contacts.add(**facts).name} is a contact of {contractor} now."
    contact = contacts.change(contact_id=held.pk, at=timezone.now(), **facts)
    return f"{contact.name} is changed."


def _after(request: SignedInRequest, contractor: Contractor) -> str:
    given = request.POST if request.method == "POST" else request.GET
    after = given.get("next", "")
    # An address of this site and no word, which redirect() would take for the name of a view.
    if after.startswith("/") and url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        return after
    return reverse("contractor", args=[contractor.pk])
