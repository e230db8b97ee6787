package ratio

import "testing"

func TestAverage(t *testing.T) {
	if got := Average([]int{1, 2}); got != 1.5 {
		t.Fatalf("got %v", got)
	}
}

func TestNone(t *testing.T) {
	if got := Average(nil); got != 0 {
		t.Fatalf("got %v", got)
	}
}
