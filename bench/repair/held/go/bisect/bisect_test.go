package bisect

import "testing"

func TestLast(t *testing.T) {
	if got := Find([]int{1, 3, 5}, 5); got != 2 {
		t.Fatalf("got %v", got)
	}
}

func TestMiddle(t *testing.T) {
	if got := Find([]int{1, 3, 5}, 3); got != 1 {
		t.Fatalf("got %v", got)
	}
}

func TestNone(t *testing.T) {
	if got := Find([]int{1, 3, 5}, 4); got != -1 {
		t.Fatalf("got %v", got)
	}
}
