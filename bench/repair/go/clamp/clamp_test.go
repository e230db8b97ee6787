package clamp

import "testing"

func TestClamp(t *testing.T) {
	if got := Clamp(9, 1, 5); got != 5 {
		t.Fatalf("got %v", got)
	}
}

func TestInside(t *testing.T) {
	if got := Clamp(3, 1, 5); got != 3 {
		t.Fatalf("got %v", got)
	}
}

func TestLow(t *testing.T) {
	if got := Clamp(-3, 1, 5); got != 1 {
		t.Fatalf("got %v", got)
	}
}
