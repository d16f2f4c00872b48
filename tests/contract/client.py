"""A program of a stranger with the generated Python client against the running service: ORIGIN."""

import sys
from urllib.parse import parse_qs, urlparse

from pflegeplan_client import Client
from pflegeplan_client.api.find import find_nearest_place, get_facility, list_changes, list_facilities
from pflegeplan_client.api.plan import get_forecast, list_scenarios, list_values, post_forecast
from pflegeplan_client.models import FacilityList, ForecastRequest, PointRequest, Problem


def all_day_care(client):
    """Follows `next` of a list to its end."""
    items, cursor = [], None
    while True:
        given = {"cursor": cursor} if cursor else {}
        page = list_facilities.sync(client=client, category=["day_care"], limit=50, **given)
        assert isinstance(page, FacilityList), page
        items += page.items
        if page.next_ is None:
            assert len(items) == page.total
            return items
        cursor = parse_qs(urlparse(page.next_).query)["cursor"][0]


def main(origin):
    client = Client(base_url=origin)

    facilities = all_day_care(client)
    assert len({facility.id for facility in facilities}) == len(facilities) > 50
    one = get_facility.sync(facilities[0].id, client=client)
    assert one.name == facilities[0].name and one.provenance.generated_at.year > 2000

    nearest = find_nearest_place.sync(client=client, body=PointRequest(lat=53.3249, lon=11.4957))
    assert "Ludwigslust" in nearest.label

    forecast = get_forecast.sync("13076", client=client, to=2030)
    assert forecast.rows and forecast.rows[0].area == "13076"
    again = post_forecast.sync(client=client, body=forecast.provenance.request)
    assert [row.value for row in again.rows] == [row.value for row in forecast.rows]
    with_draws = post_forecast.sync(client=client, body=ForecastRequest(area="13076", to=2030, draws=20))
    assert any("q50" in row.to_dict() for row in with_draws.rows)

    assert list_values.sync("V04", client=client, year=2023).items
    assert {scenario.axis for scenario in list_scenarios.sync(client=client).items}
    assert list_changes.sync(client=client, since=0, limit=10).total > 0

    wrong = list_facilities.sync(client=client, near="Ludwigslust", radius_km=500)
    assert isinstance(wrong, Problem) and wrong.errors[0].field == "radius_km", wrong
    missing = get_facility.sync("none", client=client)
    assert isinstance(missing, Problem) and missing.status == 404, missing


main(sys.argv[1])
