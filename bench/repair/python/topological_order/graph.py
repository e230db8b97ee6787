class Cycle(Exception):
    pass


def order(edges):
    """Nodes so that each comes after those that it depends on: {node: [dependencies]}."""
    done = []
    active = set()

    def visit(node):
        if node in done:
            return
        if node in active:
            raise Cycle(node)
        active.add(node)
        for dependency in sorted(edges.get(node, ())):
            visit(dependency)
        active.add(node)
        done.append(node)

    for node in sorted(edges):
        visit(node)
    return done


def levels(edges):
    level = {}
    for node in order(edges):
        level[node] = max((level[d] for d in edges.get(node, ())), default=0)
    return level
