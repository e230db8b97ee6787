package clamp

import "testing"

func TestHiddenMore(t *testing.T) {
	if got := Clamp(100, -5, 50); got != 50 {
		t.Fatalf("got %v", got)
	}
}
