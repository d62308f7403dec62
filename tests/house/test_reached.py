"""Whatever people may do can be done: from a page, by a system, or where the list says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.urls import URLResolver, get_resolver

from huxin.access.permissions import table
from tests.house.source import house


def guarding(resolver: URLResolver) -> Iterator[str]:
    """The operations of all addresses, pages and interface alike."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from guarding(each)
        else:
            yield from filter(None, [getattr(each.callback, "operation", "")])


def held() -> dict[str, Collection[str]]:
    """Operation → roles of people that may do it."""
    return {
        name: set(each.allow) - {"system"}
        for name, each in table().operations.items()
        if set(each.allow) - {"system"}
    }


def out_of_reach(addresses: Collection[str], elsewhere: Mapping[str, str]) -> list[str]:
    return sorted(name for name in held() if name not in addresses and not elsewhere.get(name))


def test_whatever_people_may_do_is_reached() -> None:
    addresses = set(guarding(get_resolver()))
    assert out_of_reach(addresses, house("reached")) == []


def test_the_list_names_only_what_no_address_guards() -> None:
    addresses = set(guarding(get_resolver()))
    assert [name for name in house("reached") if name in addresses or name not in held()] == []


def test_an_operation_that_loses_its_page_is_found() -> None:
    addresses = set(guarding(get_resolver())) - {"registry.account.open"}
    assert out_of_reach(addresses, house("reached")) == ["registry.account.open"]
