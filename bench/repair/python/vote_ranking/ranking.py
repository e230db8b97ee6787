"""Counts votes and ranks the candidates."""
from collections import Counter, namedtuple

Place = namedtuple("Place", "rank name votes")


def count(ballots, candidates):
    """Votes for each candidate, also for those with none. A ballot with
    several names gives one vote to each, a name that is on it twice counts
    once, and a ballot with an unknown name is void."""
    votes = Counter({name: 0 for name in candidates})
    for ballot in ballots:
        names = set(ballot)
        if names <= set(candidates):
            votes.update(names)
    return votes


def ranking(votes):
    """The places: most votes first, equal ones by name. Equal votes share a
    rank, and the ranks that they would have had are left out: 1, 2, 2, 4."""
    ordered = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    places = []
    for index, (name, number) in enumerate(ordered):
        if places and places[-1].votes == number:
            rank = places[-1].rank
        else:
            rank = places[-1].rank + 1 if places else 1
        places.append(Place(rank, name, number))
    return places


def elected(votes, seats):
    """(names, tied): who has a seat for sure, and those between whom the
    remaining seats must be drawn."""
    places = ranking(votes)
    if len(places) <= seats:
        return [p.name for p in places], []
    border = places[seats].votes
    sure = [p.name for p in places[:seats] if p.votes > border]
    if len(sure) == seats:
        return sure, []
    return sure, [p.name for p in places if p.votes == border]


def table(votes):
    return [f"{p.rank}. {p.name} ({p.votes})" for p in ranking(votes)]
