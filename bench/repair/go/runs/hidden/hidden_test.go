package runs

import "testing"

func TestHiddenMore(t *testing.T) {
	if got := Longest([]int{1, 2, 3, 3}); got != 2 {
		t.Fatalf("got %v", got)
	}
}
