"""The planner is told, of every table with policies, that an organisation may be a large one."""

import pytest
from django.db import connection

from contratrata.ground.base.planning import SHARE, plan_for_the_large

pytestmark = pytest.mark.django_db

_OPTIONS = """
SELECT c.relname, a.attname, coalesce(array_to_string(a.attoptions, ','), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relrowsecurity AND a.attname IN ('organisation_id', 'receiver_id')
"""


def _told() -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(_OPTIONS)
        return {(table, column): options for table, column, options in cursor.fetchall()}


def test_every_table_with_policies_is_planned_for_a_large_organisation() -> None:
    values = _told()
    assert ("cases_case", "organisation_id") in values
    assert ("referrals_referral", "receiver_id") in values
    assert {one: options for one, options in values.items() if options != f"n_distinct={SHARE}"} == {}


def test_it_is_said_once_and_only_by_the_owner() -> None:
    """Who migrates again takes no lock; `app`, which owns nothing, changes nothing."""
    before = _told()
    plan_for_the_large()
    assert _told() == before
