package wordcount

import "testing"

func TestCount(t *testing.T) {
	if got := Count("A b a")["a"]; got != 2 {
		t.Fatalf("got %v", got)
	}
}

func TestOne(t *testing.T) {
	if got := Count("A b a")["b"]; got != 1 {
		t.Fatalf("got %v", got)
	}
}
