class Rule:
    def __init__(self, effect, user, path):
        if effect not in ("allow", "deny"):
            raise ValueError("bad effect " + effect)
        self.effect = effect
        self.user = user
        self.path = path.rstrip("/")

    def covers(self, user, path):
        if self.user not in ("*", user):
            return False
        return path.startswith(self.path)


def load(text):
    """Lines of "allow USER PATH"; "#" starts a comment."""
    rules = []
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words:
            rules.append(Rule(*words))
    return rules


def allowed(rules, user, path):
    """The rule with the longest path decides, the later one of two; nobody may what no rule says."""
    best = None
    for rule in rules:
        if rule.covers(user, path):
            if best is None or len(rule.path) >= len(best.path):
                best = rule
    return best is not None and best.effect == "allow"
