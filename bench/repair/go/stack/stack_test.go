package stack

import "testing"

func TestPop(t *testing.T) {
	s := &Stack{}
	s.Push("a")
	if got, err := s.Pop(); err != nil || got != "a" {
		t.Fatal(got, err)
	}
}

func TestEmpty(t *testing.T) {
	s := &Stack{}
	defer func() {
		if r := recover(); r != nil {
			t.Fatal(r)
		}
	}()
	if _, err := s.Pop(); err != ErrEmpty {
		t.Fatal(err)
	}
}
