"""The table, in Markdown for a page and as JSON for a machine."""

from tests.bench_load.sizes import Size

RIGHT = (200, 302)
"""The statuses that a load is meant to be answered with."""


def markdown(found: dict[int, dict]) -> str:
    """Return the tables of each size, by its number of tenants, and how each row grows from the smallest."""
    return "\n".join([*(line for tenants, told in found.items() for line in _table(tenants, told)), *_growth(found)])


def faults(found: dict[int, dict]) -> list[str]:
    """Return what is not as it must be, whatever the machine: an answer that failed, a seat too many."""
    told = []
    for tenants, each in found.items():
        for row in [*each["rows"], {"name": "rush", **each["rush"]}]:
            wrong = _errors(row)
            told += [f"{tenants} tenants, {row['name']}: {wrong} errors ({row['statuses']})"] if wrong else []
        told += [f"{tenants} tenants, rush: {fault}" for fault in each["rush"]["faults"]]
    return told


def _errors(row: dict) -> int:
    """Return how many answers were not those of a page or a form, and how many never came."""
    return row["broken"] + sum(count for status, count in row["statuses"].items() if int(status) not in RIGHT)


def _table(tenants: int, told: dict) -> list[str]:
    size, rush = Size(tenants), told["rush"]
    faults = "; ".join(rush["faults"]) or "seats and ranks are right"
    crowd = {"name": f"rush: {rush['people']} for {rush['seats']} seats, at once", **rush}
    return [
        f"\n### {tenants} tenants, {size.accounts:,} accounts, {size.sign_ups:,} sign-ups\n",
        "| asked | / s | p50 ms | p95 ms | errors | queries (median, most) | web, CPU ms | PostgreSQL, CPU ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *map(_line, [*told["rows"], crowd]),
        "",
        f"Rush: all answered within {rush['seconds']:.1f} s, {faults}; the mails"
        f" about it had left {rush['mails_left_after']:.0f} s later (one worker).",
        "Memory (MB, resident): " + ", ".join(f"{name} {value:.0f}" for name, value in told["memory"].items()) + ".",
        "Jobs (s): " + ", ".join(f"{name} {value:.1f}" for name, value in told["jobs"].items()) + ".",
    ]


def _line(row: dict) -> str:
    return (
        f"| {row['name']} | {row['rate']:.0f} | {row['p50']:.0f} | {row['p95']:.0f} | {_errors(row)} |"
        f" {row['queries']:.0f}, {row['most_queries']} | {_each(row, 'web')} | {_each(row, 'postgres')} |"
    )


def _each(row: dict, part: str) -> str:
    """Return how long one request kept a processor busy there: what a busy machine changes least."""
    return f"{1000 * row[f'{part}_busy'] / row['rate']:.1f}"


def _growth(found: dict[int, dict]) -> list[str]:
    """Return how long each takes with more neighbours, beside how long with the fewest."""
    if len(found) < 2:
        return []
    least, *others = found
    lines = [f"\n### Growth: p50 beside that of {least} tenants\n",
             "| asked | " + " | ".join(f"{each} tenants" for each in others) + " |",
             "|---|" + "--:|" * len(others)]  # fmt: skip
    for number, row in enumerate(found[least]["rows"]):
        ratios = [found[each]["rows"][number]["p50"] / row["p50"] for each in others]
        lines.append(f"| {row['name']} | " + " | ".join(f"× {ratio:.2f}" for ratio in ratios) + " |")
    ratios = [found[each]["rush"]["seconds"] / found[least]["rush"]["seconds"] for each in others]
    return [*lines, "| the rush, until all are answered | " + " | ".join(f"× {ratio:.2f}" for ratio in ratios) + " |"]
