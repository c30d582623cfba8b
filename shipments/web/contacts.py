"""A new contact of a contractor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.models import Contractor
from shipments.services import contacts, refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
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
    try:
        refusal.require(request.user, Right.EXPEDITE)
        contractor = Contractor.objects.get(pk=contractor_id)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Contractor.DoesNotExist as error:
        raise Http404 from error
    form = ContactForm(request.POST or None)
    given = request.POST if request.method == "POST" else request.GET
    after = given.get("next", "")
    # An address of this site and no word, which redirect() would take for the name of a view.
    if not (after.startswith("/") and url_has_allowed_host_and_scheme(after, allowed_hosts=None)):
        after = reverse("hot-list")
    if request.method == "POST" and form.is_valid():
        try:
            contact = contacts.add(
                contractor_id=contractor_id, by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, f"{contact.name} is a contact of {contractor} now.")
            return redirect(after)
    context = {"form": form, "contractor": contractor, "after": after}
    status = 422 if form.errors else 200
    return render(request, "shipments/contacts/new.html", context, status=status)
