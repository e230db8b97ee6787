import unittest

from menu import Item, crumbs, lines, visible


class Hidden(unittest.TestCase):
    def test_deep(self):
        tree = [Item("a", children=[Item("b", children=[Item("c", "/c", ["x"]), Item("d", "/d", ["y"])]),
                                    Item("e", "/e", ["x", "y"])])]
        self.assertEqual(lines(visible(tree)), [])
        self.assertEqual(lines(visible(tree, ["x"])), ["a", "  b", "    c", "  e"])
        self.assertEqual(lines(visible(tree, ("y",))), ["a", "  b", "    d", "  e"])
        self.assertEqual(lines(visible(tree, {"x", "y"})), ["a", "  b", "    c", "    d", "  e"])
        self.assertEqual(lines(visible(tree, ["z"])), [])
        self.assertEqual(crumbs(tree, "/c", ["x"]), "a > b > c")
        self.assertEqual(crumbs(tree, "/c", ["y"]), "")
        self.assertEqual(crumbs(tree, "/e", ["y"]), "a > e")

    def test_parent_hides_children(self):
        tree = [Item("a", "/a", ["x"], [Item("b", "/b", ["y"]), Item("c", "/c")])]
        self.assertEqual(lines(visible(tree, ["y"])), [])
        self.assertEqual(lines(visible(tree, ["x"])), ["a", "  c"])
        self.assertEqual(lines(visible(tree, ["x", "y"])), ["a", "  b", "  c"])
