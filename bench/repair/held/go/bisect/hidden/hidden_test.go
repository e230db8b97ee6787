package bisect

import "testing"

func TestHiddenOne(t *testing.T) {
	if got := Find([]int{7}, 7); got != 0 {
		t.Fatalf("got %v", got)
	}
}

func TestHiddenEmpty(t *testing.T) {
	if got := Find(nil, 7); got != -1 {
		t.Fatalf("got %v", got)
	}
}
