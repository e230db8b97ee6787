package ratio

import "testing"

func TestHiddenMore(t *testing.T) {
	if got := Average([]int{4, 4, 4}); got != 4 {
		t.Fatalf("got %v", got)
	}
}
