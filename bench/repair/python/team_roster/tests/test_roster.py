import unittest

from roster import League, Team


class TeamTest(unittest.TestCase):
    def test_captain(self):
        team = Team("red", ["ada", "bob"])
        team.captain = "ada"
        team.leave("ada")
        self.assertEqual(team.captain, "bob")

    def test_joins_once(self):
        team = Team("red", [])
        self.assertTrue(team.join("ada"))
        self.assertFalse(team.join("ada"))
        self.assertEqual(len(team), 1)


class LeagueTest(unittest.TestCase):
    def test_teams_are_apart(self):
        league = League()
        league.team("red").join("ada")
        league.team("blue").join("bob")
        self.assertEqual(league.team("red").members, ["ada"])
        self.assertEqual(league.team("blue").members, ["bob"])

    def test_same_team(self):
        league = League()
        self.assertIs(league.team("red"), league.team("red"))

    def test_free(self):
        league = League()
        league.team("green").join("cy")
        self.assertEqual(league.free(["cy", "di"]), ["di"])
