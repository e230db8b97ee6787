class Team:
    def __init__(self, name, members=[]):
        self.name = name
        self.members = members
        self.captain = None

    def join(self, person):
        if person in self.members:
            return False
        self.members.append(person)
        if self.captain is None:
            self.captain = person
        return True

    def leave(self, person):
        self.members.remove(person)
        if self.captain == person:
            self.captain = self.members[0] if self.members else None

    def __len__(self):
        return len(self.members)


class League:
    def __init__(self):
        self.teams = {}

    def team(self, name):
        if name not in self.teams:
            self.teams[name] = Team(name)
        return self.teams[name]

    def move(self, person, source, target):
        self.team(source).leave(person)
        self.team(target).join(person)

    def free(self, people):
        """Those of the people that play in no team."""
        taken = {p for team in self.teams.values() for p in team.members}
        return [p for p in people if p not in taken]
