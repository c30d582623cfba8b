from __future__ import annotations

import pytest

from shipments.coverage.groups import grouped
from shipments.models import PullForward
from tests.coverage.netted import need, net_all, pulled, short, stands_in, to_come
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("expected", "found"), [(10, None), (11, (50, 50, None))])
def test_a_substitute_stands_in_if_it_comes_in_time(expected, found):
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    asked = need(item, 50, on=10)
    to_come(other, 50, on=expected, routine=False)

    net_all()

    assert short(asked) == found


def test_what_a_substitute_is_needed_for_itself_stands_in_for_nothing():
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    asked = need(item, 50, on=10)
    own = need(other, 40, on=90)
    to_come(other, 60, on=5)

    net_all()

    assert short(own) is None
    assert short(asked) == (30, 30, None)


def test_substitutes_are_asked_by_rank():
    item, first, second = ItemFactory.create_batch(3)
    stands_in(second, for_item=item, rank=2)
    stands_in(first, for_item=item, rank=1)
    asked = need(item, 50, on=10)
    late_first = to_come(first, 30, on=20)
    late_second = to_come(second, 30, on=15)

    net_all()

    assert short(asked) == (50, 50, None)
    assert pulled(asked) == [
        (late_first.reference, 30, 10),
        (late_second.reference, 20, 5),
    ]
    assert set(PullForward.objects.values_list("is_substitute", flat=True)) == {True}


def test_two_items_do_not_both_count_on_one_substitute():
    item, another, shared = ItemFactory.create_batch(3)
    stands_in(shared, for_item=item)
    stands_in(shared, for_item=another)
    routine = need(item, 50, on=10)
    emergency = need(another, 50, on=10, urgency="emergency")
    to_come(shared, 70, on=5)
    undated = to_come(shared, 10, on=None)

    net_all()

    assert short(emergency) is None
    assert short(routine) == (30, 30, None)
    assert pulled(routine) == [(undated.reference, 10, None)]


def test_a_need_passed_over_for_its_date_leaves_the_substitute_to_the_next():
    item, another, shared = ItemFactory.create_batch(3)
    stands_in(shared, for_item=item)
    stands_in(shared, for_item=another)
    emergency = need(item, 50, on=10, urgency="emergency")
    routine = need(another, 50, on=30)
    to_come(shared, 50, on=20, routine=False)

    net_all()

    assert short(emergency) == (50, 50, None)
    assert short(routine) is None


def test_own_orders_are_named_before_those_of_substitutes():
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    asked = need(item, 50, on=10)
    own = to_come(item, 20, on=60)
    substitute = to_come(other, 80, on=20)

    net_all()

    assert short(asked) == (50, 30, None)
    assert pulled(asked) == [(own.reference, 20, 50), (substitute.reference, 30, 10)]


def test_a_substitute_works_one_way_only():
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    asked = need(other, 50, on=10)
    to_come(item, 50, on=5)

    net_all()

    assert (short(asked), pulled(asked)) == ((50, 50, None), [])


def test_a_substitute_stands_in_first_for_what_nothing_covers():
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    asked = need(item, 50, on=10)
    late = to_come(item, 20, on=30)
    to_come(other, 30, on=5)

    net_all()

    assert short(asked) == (20, 0, 30)
    assert pulled(asked) == [(late.reference, 20, 20)]


def test_items_that_share_a_substitute_are_of_one_group():
    groups = grouped({1: [3], 2: [3], 3: [], 4: [5, 6], 5: [], 6: [], 7: []})

    assert groups[1] == groups[2] == groups[3]
    assert groups[4] == groups[5] == groups[6]
    assert len(set(groups.values())) == 3
