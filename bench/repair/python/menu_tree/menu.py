"""A menu with submenus, of which each user sees what the roles allow."""


class Item:
    def __init__(self, title, link=None, roles=(), children=()):
        self.title = title
        self.link = link
        self.roles = set(roles)
        self.children = list(children)

    def allowed(self, roles):
        """Items without roles are for everybody."""
        return not self.roles or bool(self.roles & set(roles))


def visible(items, roles=()):
    """A copy of the tree with what the roles allow. A submenu without a link
    of its own is left out if nothing in it is visible."""
    result = []
    for item in items:
        if not item.allowed(roles):
            continue
        children = visible(item.children)
        if item.link is None and not children:
            continue
        result.append(Item(item.title, item.link, item.roles, children))
    return result


def lines(items, depth=0):
    out = []
    for item in items:
        out.append("  " * depth + item.title)
        out.extend(lines(item.children, depth + 1))
    return out


def find(items, link):
    """The titles on the way to a link; None if it is nowhere."""
    for item in items:
        if item.link == link:
            return [item.title]
        way = find(item.children, link)
        if way is not None:
            return [item.title] + way
    return None


def crumbs(items, link, roles=()):
    """The way to a link as text; empty if the user must not see it."""
    way = find(visible(items, roles), link)
    return " > ".join(way) if way else ""
