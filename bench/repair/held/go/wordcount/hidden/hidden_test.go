package wordcount

import "testing"

func TestHiddenMore(t *testing.T) {
	if got := Count("x X x y")["x"]; got != 3 {
		t.Fatalf("got %v", got)
	}
}
