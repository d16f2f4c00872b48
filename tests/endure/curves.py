"""The curves of a load as one drawing: requests a second, milliseconds, memory."""

import html

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 900, 170, 70, 150, 60, 60
COLOURS = {"due": "#45555f", "answered": "#0b5a8a", "turned_away": "#b3420e", "p50_ms": "#0b5a8a", "p99_ms": "#b3420e", "memory_mb": "#0b5a8a"}
PANELS = (
    ("Requests a second", (("due", "due"), ("answered", "answered"), ("turned_away", "turned away"))),
    ("Milliseconds from the moment a request was due", (("p99_ms", "99th percentile"), ("p50_ms", "median"))),
    ("Memory of the service, MB", (("memory_mb", "memory"),)),
)


def rounded_up(value):
    step = 1
    while True:
        for factor in (1, 2, 5):
            if value <= factor * step:
                return factor * step
        step *= 10


def line(points):
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def panel(curves, title, series, top, seconds):
    """Axis, curves, and each curve's name where it ends; names that would touch move apart."""
    values = [one[key] for one in curves for key, _ in series if one[key] is not None]
    most = rounded_up(max(values, default=1) or 1)
    parts = [f'<text x="{LEFT}" y="{top - 12}" class="title">{html.escape(title)}</text>']
    for share in (0, 0.5, 1):
        y = top + PANEL * (1 - share)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" class="grid"/><text x="{LEFT - 8}" y="{y + 4:.1f}" class="end">{most * share:,.4g}</text>')
    names = []
    for key, name in series:
        points = [(LEFT + (WIDTH - LEFT - RIGHT) * one["second"] / seconds, top + PANEL * (1 - one[key] / most)) for one in curves if one[key] is not None]
        if points:
            parts.append(f'<path d="{line(points)}" fill="none" stroke="{COLOURS[key]}" stroke-width="2"/>')
            names.append([points[-1][1], name, COLOURS[key]])
    names.sort()
    for above, below in zip(names, names[1:]):
        below[0] = max(below[0], above[0] + 16)
    parts += [f'<text x="{WIDTH - RIGHT + 8}" y="{y + 4:.1f}" fill="{colour}">{html.escape(name)}</text>' for y, name, colour in names]
    return "".join(parts)


def drawing(curves, heading):
    """An SVG with a panel below the other."""
    seconds = max((one["second"] for one in curves), default=1) or 1
    height = TOP + len(PANELS) * (PANEL + GAP)
    parts = [panel(curves, title, series, TOP + 30 + number * (PANEL + GAP), seconds) for number, (title, series) in enumerate(PANELS)]
    minutes = f'<text x="{WIDTH - RIGHT}" y="{height - 6}" class="end">{seconds / 60:.0f} minutes</text><text x="{LEFT}" y="{height - 6}">0</text>'
    style = "text{font:13px sans-serif;fill:#1a2226}.title{font-weight:600}.end{text-anchor:end}.grid{stroke:#dfe4e6}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(heading)}">'
        f'<style>{style}</style><rect width="100%" height="100%" fill="#fff"/><text x="{LEFT}" y="26" class="title">{html.escape(heading)}</text>'
        f'{"".join(parts)}{minutes}</svg>'
    )
