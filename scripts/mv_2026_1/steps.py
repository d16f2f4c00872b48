"""What each step from mv-2025-1 to mv-2026-1 moves: steps.py

People aged 80 and over and people in need of care (constant rates) at the end of 2040 under the status quo, in the state,
Ludwigslust-Parchim and Schwerin. The tables of both sets are put together step by step. Moves as in src/engine/projection: gains
are counts, losses are rates. People in need are the rates of care/rates.csv by district, brought to the figures of the
program for mv-2025-1 at the base date. Needs numpy.
"""

import tomllib

import numpy as np

import moves
from demography import AGES, SEXES, Table, older
from make import HOUSE
from tables import DISTRICTS, qx_of, rows, table_of

OLD, NEW = HOUSE / "models/mv-2025-1", HOUSE / "models/mv-2026-1"
LAST = 2040


def read(folder):
    """The tables of a set and its status quo."""
    found = {
        "people": table_of(folder / "population.csv", "persons"),
        "external": table_of(folder / "migration.csv", "external"),
        "internal": table_of(folder / "migration.csv", "internal"),
        "qx": qx_of(folder / "mortality.csv"),
        "pattern": np.zeros(AGES), "fertility": np.ones(8), "level": np.ones((8, 2)), "e0": [0, 0],
    }
    for row in rows(folder / "fertility.csv"):
        if row["quantity"] == "pattern":
            found["pattern"][int(row["age"])] = float(row["value"])
        elif row["quantity"] == "level":
            found["fertility"][DISTRICTS.index(row["district"])] = float(row["value"])
        else:
            found["rate"] = float(row["value"])
    for row in rows(folder / "mortality.csv"):
        if row["quantity"] == "e0":
            found["e0"][SEXES.index(row["sex"])] = float(row["value"])
        elif row["quantity"] == "level":
            found["level"][DISTRICTS.index(row["district"]), SEXES.index(row["sex"])] = float(row["value"])
    scenario = tomllib.loads((folder / "scenarios/status-quo.toml").read_text(encoding="utf-8"))
    found["target"] = [scenario["e0"][sex]["value"] for sex in ("male", "female")]
    found["boys"] = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))["male_births"]["share"]
    return found


def run(model, plain_counts=False):
    """The population of 2040 by district; moves that are lost are rates, or counts as well."""
    people, base = model["people"].copy(), np.maximum(model["people"], 1e-9)
    external, internal = model["external"], model["internal"]
    leave, leave_for_others = np.maximum(-external, 0) / base, np.maximum(-internal, 0) / base
    pool = np.maximum(internal, 0).sum(axis=0)
    share = np.maximum(internal, 0) / np.where(pool > 0, pool, 1)
    tables = [Table(s, model["qx"][s]) for s in (0, 1)]
    shares = np.array([model["boys"], 1 - model["boys"]])

    def half(now):
        if plain_counts:
            return np.maximum(now + 0.5 * (external + internal), 0)
        others = leave_for_others * now
        return now + 0.5 * (np.maximum(external, 0) - leave * now - others + share * others.sum(axis=0))

    for year in range(2026, LAST + 1):
        e0 = [a + (year - 2025) / 15 * (b - a) for a, b in zip(model["e0"], model["target"])]
        factors = [table.factor_for(e) for table, e in zip(tables, e0)]
        sx = np.array([[tables[s].survival(factors[s] * of_district[s]) for s in (0, 1)] for of_district in model["level"]])
        start = half(people)
        end = older(start, sx)
        end[..., 1:] = half(end)[..., 1:]
        births = (0.5 * (start[:, 1] + end[:, 1]) * model["pattern"]).sum(axis=1) * model["rate"] * model["fertility"]
        end[..., 0] = births[:, None] * shares * sx[..., 0]
        end[..., 0] = half(end)[..., 0]
        people = end
    return people


def in_need(people):
    """By district before it is brought to the counts."""
    need = np.zeros(len(people))
    for row in rows(OLD / "care/rates.csv"):
        last = int(row["age_to"]) if row["age_to"] else AGES - 1
        part = people[:, SEXES.index(row["sex"]), int(row["age_from"]) : last + 1].sum(axis=1)
        need += part * float(row["rate"])
    return need


# People in need at the end of 2025 with the rates of 2023: pflegeplan forecast --model mv-2025-1.
BASE_NEED = {
    "13003": 15_083, "13004": 8_462, "13071": 25_266, "13072": 19_142,
    "13073": 22_057, "13074": 12_770, "13075": 23_438, "13076": 17_891,
}


def main():
    old, new = read(OLD), read(NEW)
    gain = [b - a for a, b in zip(old["e0"], old["target"])]
    rule = tomllib.loads((NEW / "model.toml").read_text(encoding="utf-8"))["district_moves"]
    as_found = moves.shrunk(new["external"], new["internal"], rule["below"], 1 / rule["level"])
    steps = [
        ("mv-2025-1", {}),
        ("official single ages", {"people": new["people"]}),
        ("births", {"rate": new["rate"], "boys": new["boys"], "fertility": new["fertility"], "pattern": new["pattern"]}),
        ("life table, today's life expectancy", {"qx": new["qx"], "e0": new["e0"], "target": [e + g for e, g in zip(new["e0"], gain)]}),
        ("pace of life expectancy", {"target": new["target"]}),
        ("mortality by district, moves anew", {"level": new["level"], "external": new["external"] * old["external"].sum() / new["external"].sum(), "internal": as_found}),
        ("level of moves", {"external": new["external"]}),
        ("level of moves between districts", {"internal": new["internal"]}),
    ]
    factor = np.array([BASE_NEED[key] for key in DISTRICTS]) / in_need(old["people"])
    model = dict(old)
    print("| step | 80+ state | LUP | SN | in need state | LUP | SN |\n| --- | --: | --: | --: | --: | --: | --: |")
    for name, change in steps:
        model.update(change)
        people = run(model)
        old_age, need = people[..., 80:].sum(axis=(1, 2)), in_need(people) * factor
        cells = [old_age.sum(), old_age[7], old_age[1], need.sum(), need[7], need[1]]
        print(f"| {name} | " + " | ".join(f"{cell:,.0f}" for cell in cells) + " |")
    before = run({**model, "internal": as_found}).sum(axis=(1, 2))
    print("residents by district, percent by the last step:", dict(zip(DISTRICTS, (100 * (people.sum(axis=(1, 2)) / before - 1)).round(2).tolist())))
    counts = run(model, plain_counts=True)[..., 80:].sum(axis=(1, 2))
    print("80+ with plain counts:", dict(zip(DISTRICTS, counts.round().tolist())), round(counts.sum()), "and not:", old_age.round().tolist())


if __name__ == "__main__":
    main()
