package fields

import "testing"

func TestHiddenFirst(t *testing.T) {
	if got := Value("a = x y ;b=3", "a"); got != "x y" {
		t.Fatalf("got %v", got)
	}
}
