class Row:
    def __init__(self, name):
        self.name = name
        self.won = self.drawn = self.lost = 0
        self.scored = self.conceded = 0

    @property
    def points(self):
        return 3 * self.won + self.drawn

    @property
    def difference(self):
        return self.scored - self.conceded

    def add(self, scored, conceded):
        self.scored += scored
        self.conceded += conceded
        if scored > conceded:
            self.won += 1
        elif scored == conceded:
            self.drawn += 1
        else:
            self.lost += 1


def table(games):
    """Rows of all teams: most points first, then the goal difference, the goals, the name."""
    rows = {}
    for home, home_goals, away, away_goals in games:
        rows.setdefault(home, Row(home)).add(home_goals, away_goals)
        rows.setdefault(away, Row(away)).add(away_goals, home_goals)
    return sorted(rows.values(), key=lambda r: (-r.points, -r.difference, r.scored, r.name))


def show(games):
    lines = []
    for place, row in enumerate(table(games), 1):
        lines.append("%2d. %-10s %2d %+d" % (place, row.name, row.points, row.difference))
    return "\n".join(lines)
