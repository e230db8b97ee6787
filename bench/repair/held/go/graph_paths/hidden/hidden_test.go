package paths

import "testing"

func TestHiddenLong(t *testing.T) {
	g := &Graph{}
	names := "ABCDEFGH"
	for i := 0; i+1 < len(names); i++ {
		g.AddRoad(names[i:i+1], names[i+1:i+2], i+1)
	}
	g.AddRoad("A", "H", 29)
	g.AddRoad("A", "H", 50)
	g.AddRoad("C", "E", 2)
	if got := g.Shortest("A", "H"); got != 23 {
		t.Fatal(got)
	}
	if got := g.Shortest("H", "A"); got != 23 {
		t.Fatal(got)
	}
	if got := g.Shortest("A", "A"); got != 0 {
		t.Fatal(got)
	}
	if got := (&Graph{}).Shortest("A", "B"); got != -1 {
		t.Fatal(got)
	}
}
