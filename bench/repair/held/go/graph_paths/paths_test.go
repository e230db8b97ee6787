package paths

import "testing"

func towns() *Graph {
	g := &Graph{}
	g.AddRoad("A", "B", 4)
	g.AddRoad("B", "C", 3)
	g.AddRoad("A", "C", 9)
	g.AddRoad("X", "Y", 1)
	return g
}

func TestDirect(t *testing.T) {
	if got := towns().Shortest("A", "B"); got != 4 {
		t.Fatal(got)
	}
}

func TestOverAnother(t *testing.T) {
	if got := towns().Shortest("A", "C"); got != 7 {
		t.Fatal(got)
	}
}

func TestNone(t *testing.T) {
	if got := towns().Shortest("A", "X"); got != -1 {
		t.Fatal(got)
	}
}
