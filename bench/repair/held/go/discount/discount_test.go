package discount

import "testing"

func order() []Item {
	return []Item{{"pen", 100, 10}, {"ink", 500, 1}}
}

func TestTotal(t *testing.T) {
	if got := Total(order()); got != 1500 {
		t.Fatal(got)
	}
}

func TestReduce(t *testing.T) {
	items := order()
	if got := Reduce(items, 10, 5); got != 1 {
		t.Fatal(got)
	}
	if got := Total(items); got != 1400 {
		t.Fatal(got)
	}
}

func TestNothing(t *testing.T) {
	items := order()
	if got := Reduce(items, 10, 50); got != 0 || Total(items) != 1500 {
		t.Fatal(got)
	}
}
