package settings

import "testing"

func TestAll(t *testing.T) {
	s, err := Parse("name web\nport 8080\n\nworkers 4\n")
	if err != nil || s != (Settings{"web", 8080, 4}) {
		t.Fatalf("%v, %v", s, err)
	}
}

func TestBadPort(t *testing.T) {
	if _, err := Parse("port x"); err == nil {
		t.Fatal("no error")
	}
}

func TestBadWorkers(t *testing.T) {
	if _, err := Parse("workers many"); err == nil {
		t.Fatal("no error")
	}
}

func TestUnknown(t *testing.T) {
	if _, err := Parse("size 3"); err == nil {
		t.Fatal("no error")
	}
	if _, err := Parse("port"); err == nil {
		t.Fatal("no error")
	}
}
