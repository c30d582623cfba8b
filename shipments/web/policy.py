"""The limits that the rules judge by: in force, tried out, and a new version of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.domain.roles import Right
from shipments.expedite import limits as known
from shipments.queries.policy_page import PolicyPage, changes, policy_page
from shipments.services import policies, refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import CountField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.services.policies import Preview
    from shipments.web.http import SignedInRequest


class LimitField(CountField):
    """A whole number. Its bounds are the service's."""

    def to_python(self, value: Any) -> int | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            message = f"“{value}” is not a whole number."
            raise forms.ValidationError(message, "invalid") from error


NOT_PREVIEWED = "These limits are not the ones you previewed. Look at what they do, then save."


class PolicyForm(EntryForm):
    """A field for each limit there is, under the limit's own name."""

    reason = forms.CharField(
        label="Why the limits change",
        max_length=policies.MOST_REASON,
        error_messages={"required": "Enter why the limits change."},
        help_text="Everybody reads it beside the version.",
    )
    on_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    # The limits of the preview on the screen; none is saved that nobody has seen the effect of.
    previewed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for limit in known.limits():
            self.fields[limit.name] = LimitField(
                label=limit.words,
                help_text=limit.unit[0].upper() + limit.unit[1:],
                error_messages={"required": f"{limit.words}: enter a number."},
            )
        self.order_fields([limit.name for limit in known.limits()])

    @property
    def limits(self) -> dict[str, int | None]:
        """What was entered, where it could be read."""
        return {limit.name: self.cleaned_data.get(limit.name) for limit in known.limits()}

    @property
    def readable(self) -> bool:
        """Every number can be read; a preview needs no reason yet."""
        return not set(self.errors) - {"reason"}

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The limits that people read together, under the group's name."""
        return [
            (group.value, [self[limit.name] for limit in known.limits() if limit.group is group])
            for group in known.Group
        ]


@require_safe
def policy(request: SignedInRequest) -> HttpResponse:
    """The limits in force and all versions. Not for contractors: it is how they are watched."""
    _hide_from_contractors(request)
    page = policy_page()
    form = None
    if request.user.may(Right.CHANGE_POLICY):
        form = PolicyForm(initial={**page.policy.limits, "on_version": page.policy.version})
    return _draw(request, page, form)


@require_POST
def preview(request: SignedInRequest) -> HttpResponse:
    """What the limits in the form would raise and clear. Nothing is written."""
    _hide_from_contractors(request)
    try:
        refusal.require(request.user, Right.CHANGE_POLICY)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    form = PolicyForm(request.POST)
    if not form.readable:
        return _draw(request, policy_page(), form, status=422)
    return _show_preview(request, form)


@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Put limits in force whose preview was on the screen."""
    _hide_from_contractors(request)
    try:
        refusal.require(request.user, Right.CHANGE_POLICY)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    form = PolicyForm(request.POST)
    if not form.readable:
        return _draw(request, policy_page(), form, status=422)
    if form.cleaned_data["previewed"] != _mark(form.limits):
        form.add_error(None, NOT_PREVIEWED)
    if not form.is_valid():
        return _show_preview(request, form, status=422)
    try:
        made = policies.put_in_force(
            form.limits,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            on_version=form.cleaned_data["on_version"],
        )
    except policies.Superseded as refused:
        form.take(refused)
        return _draw(request, policy_page(), _from_now(form, refused), status=409)
    except Refused as refused:
        form.take(refused)
        return _draw(request, policy_page(), form, status=422)
    messages.success(
        request, f"Version {made.version} is in force. Every open order is judged by it next."
    )
    return redirect("policy")


def _hide_from_contractors(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404


def _show_preview(request: SignedInRequest, form: PolicyForm, *, status: int = 200) -> HttpResponse:
    try:
        seen = policies.propose(form.limits, by=request.user, at=timezone.now())
    except Refused as refused:
        form.take(refused)
        return _draw(request, policy_page(), form, status=422)
    if status == 200:
        form.errors.pop("reason", None)  # it is asked for when saving
    form.data = {**dict(form.data.items()), "previewed": _mark(form.limits)}
    return _draw(request, policy_page(), form, status=status, seen=seen)


def _from_now(form: PolicyForm, refused: policies.Superseded) -> PolicyForm:
    """Keep what was typed, upon the version that came between; it has to be previewed anew."""
    form.data = {
        **dict(form.data.items()),
        "on_version": str(refused.policy.version),
        "previewed": "",
    }
    return form


def _mark(limits: dict[str, int | None]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(limits.items()))


def _draw(
    request: SignedInRequest,
    page: PolicyPage,
    form: PolicyForm | None,
    *,
    status: int = 200,
    seen: Preview | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "seen": seen,
        "differs": changes(seen.limits, since=seen.policy.limits) if seen else (),
        "next_version": page.policy.version + 1,
    }
    return render(request, "shipments/policy/policy.html", context, status=status)
