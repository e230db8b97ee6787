import unittest

from menu import Item, crumbs, find, lines, visible


def menu():
    return [
        Item("Home", "/"),
        Item("Shop", None, children=[
            Item("Books", "/books"),
            Item("Stock", "/stock", roles=["staff"]),
        ]),
        Item("Admin", None, roles=["admin"], children=[Item("Users", "/users")]),
        Item("Empty", None),
    ]


class Visible(unittest.TestCase):
    def test_guest(self):
        self.assertEqual(lines(visible(menu())), ["Home", "Shop", "  Books"])

    def test_admin(self):
        self.assertEqual(lines(visible(menu(), ["admin"])), ["Home", "Shop", "  Books", "Admin", "  Users"])

    def test_staff(self):
        self.assertEqual(lines(visible(menu(), ["staff"])), ["Home", "Shop", "  Books", "  Stock"])

    def test_find(self):
        self.assertEqual(find(menu(), "/users"), ["Admin", "Users"])
        self.assertIsNone(find(menu(), "/none"))

    def test_crumbs(self):
        self.assertEqual(crumbs(menu(), "/books"), "Shop > Books")
        self.assertEqual(crumbs(menu(), "/users"), "")

    def test_whole_tree_stays(self):
        tree = menu()
        visible(tree)
        self.assertEqual(len(lines(tree)), 7)
