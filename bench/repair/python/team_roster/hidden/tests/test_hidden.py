import unittest

from roster import League, Team


class Hidden(unittest.TestCase):
    def test_given_list_is_left_alone(self):
        people = ["ada"]
        one, two = Team("one", people), Team("two", people)
        one.join("bob")
        self.assertEqual(people, ["ada"])
        self.assertEqual(two.members, ["ada"])
        self.assertEqual(one.members, ["ada", "bob"])

    def test_fresh(self):
        for i in range(4):
            team = Team("t")
            self.assertEqual(len(team), 0)
            self.assertTrue(team.join("x"))
            self.assertEqual(team.captain, "x")
        self.assertEqual(Team("t", ("a", "b")).members, ["a", "b"])

    def test_move(self):
        league = League()
        league.team("a").join("x")
        league.team("a").join("y")
        league.move("x", "a", "b")
        self.assertEqual((league.team("a").members, league.team("b").members), (["y"], ["x"]))
        self.assertEqual((league.team("a").captain, league.team("b").captain), ("y", "x"))
