package fields

import "testing"

func TestValue(t *testing.T) {
	if got := Value("a=1; b = 2", "b"); got != "2" {
		t.Fatalf("got %v", got)
	}
}

func TestMissing(t *testing.T) {
	if got := Value("a=1", "c"); got != "" {
		t.Fatalf("got %v", got)
	}
}
