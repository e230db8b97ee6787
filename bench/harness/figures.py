"""What was measured, as tables for people and as plain values for JSON."""

import statistics


class Figure:
    """One figure: `values` of one unit, in the order in which they were taken. `ratios` are of pairs
    taken one right after the other, `beside` names what they are divided by. A program that takes its
    rounds itself gives one value, their median: `least` is the least of them, where it tells that."""

    def __init__(self, name, unit, values, command="", ratios=(), beside="", least=None):
        self.name, self.unit, self.values, self.command = name, unit, list(values), command
        self.ratios, self.beside, self.least = list(ratios), beside, least

    def plain(self):
        found = spread(self.values) | ({"min": self.least, "max": None} if self.least is not None else {})
        return {"name": self.name, "unit": self.unit, **found, "command": self.command,
                "ratio": spread(self.ratios) if self.ratios else None, "beside": self.beside or None}


class Table:
    """The figures of one benchmark. `said` are the lines of a program that prints its own table;
    `missing` are (what, why) of whatever could not be measured."""

    def __init__(self, name, about):
        self.name, self.about = name, about
        self.figures, self.notes, self.said, self.missing = [], [], [], []

    def add(self, *words, **named):
        self.figures.append(Figure(*words, **named))

    def plain(self):
        return {"name": self.name, "about": self.about, "figures": [figure.plain() for figure in self.figures],
                "said": self.said, "notes": self.notes,
                "not_measured": [{"what": what, "why": why} for what, why in self.missing]}

    def print(self, out):
        print(f"\n{self.name}: {self.about}", file=out)
        if self.figures:
            rows = [("", "median", "least .. most", "n", "ratio", "")]
            rows += [row(figure) for figure in self.figures]
            widths = [max(len(cells[i]) for cells in rows) for i in range(5)]
            for cells in rows:
                head = "  " + cells[0].ljust(widths[0])
                numbers = "  ".join(cell.rjust(width) for cell, width in zip(cells[1:5], widths[1:]))
                print(f"{head}  {numbers}  {cells[5]}".rstrip(), file=out)
        for line in self.said:
            print("  | " + line, file=out)
        for note in self.notes:
            print("  " + note, file=out)
        for what, why in self.missing:
            print(f"  not measured: {what}: {why}", file=out)
        out.flush()


def spread(values):
    ordered = sorted(values)
    quarter = len(ordered) // 4
    return {"median": statistics.median(ordered), "min": ordered[0], "max": ordered[-1],
            "quartiles": [ordered[quarter], ordered[-1 - quarter]], "n": len(ordered)}


def row(figure):
    found = spread(figure.values)
    ratio = ""
    if figure.ratios:
        of = spread(figure.ratios)
        ratio = short(of["median"]) + " x"
        if of["n"] > 1:
            ratio += f" ({short(of['min'])} .. {short(of['max'])})"
    ends = "" if found["n"] == 1 else f"{short(found['min'])} .. {short(found['max'])}"
    if figure.least is not None:
        ends = f"{short(figure.least)} .."
    beside = f"of {figure.beside}" if figure.beside and figure.ratios else ""
    return (figure.name, f"{short(found['median'])} {figure.unit}", ends, str(found["n"]), ratio, beside)


def short(value):
    """Three digits that count; whole numbers as they are."""
    if isinstance(value, int) or value == int(value) and abs(value) >= 100:
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"
