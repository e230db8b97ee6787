package discount

import "testing"

func TestHiddenReduce(t *testing.T) {
	items := []Item{{"a", 99, 1}, {"b", 1000, 2}, {"c", 0, 3}}
	if got := Reduce(items, 50, 1); got != 3 {
		t.Fatal(got)
	}
	if items[0].Cents != 50 || items[1].Cents != 500 || items[2].Cents != 0 || items[1].Count != 2 {
		t.Fatal(items)
	}
	Reduce(items, 100, 2)
	if items[0].Cents != 50 || items[1].Cents != 0 {
		t.Fatal(items)
	}
}
