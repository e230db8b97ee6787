package runs

import "testing"

func TestRuns(t *testing.T) {
	if got := Longest([]int{1, 1, 2, 2, 2}); got != 3 {
		t.Fatalf("got %v", got)
	}
}

func TestSingle(t *testing.T) {
	if got := Longest([]int{4}); got != 1 {
		t.Fatalf("got %v", got)
	}
}

func TestNone(t *testing.T) {
	if got := Longest(nil); got != 0 {
		t.Fatalf("got %v", got)
	}
}
