"""Who has which mail address. Addresses are the same in any case, and what
follows a + in front of the @ does not count."""


class Duplicate(Exception):
    pass


def normalise(address):
    address = address.strip().lower()
    local, at, domain = address.partition("@")
    if not at or not local or not domain:
        raise ValueError(f"not an address: {address!r}")
    return local.partition("+")[0] + "@" + domain


class Directory:
    def __init__(self):
        self.people = {}
        self.groups = {}

    def add(self, address, name):
        key = normalise(address)
        if key in self.people:
            raise Duplicate(key)
        self.people[key] = name

    def find(self, address):
        return self.people.get(normalise(address))

    def rename(self, address, name):
        key = normalise(address)
        if key not in self.people:
            raise KeyError(key)
        self.people[key] = name

    def join(self, group, address):
        """Puts a known address into a group, once."""
        key = normalise(address)
        if key not in self.people:
            raise KeyError(key)
        members = self.groups.setdefault(group, [])
        if address not in members:
            members.append(key)

    def members(self, group):
        return [self.people[key] for key in self.groups.get(group, [])]

    def remove(self, address):
        """Forgets an address everywhere; says whether it was known."""
        key = normalise(address)
        for members in self.groups.values():
            if key in members:
                members.remove(key)
        return self.people.pop(key, None) is not None
