package stack

import "testing"

func TestHiddenOrder(t *testing.T) {
	s := &Stack{}
	s.Push("a")
	s.Push("b")
	s.Pop()
	if got, err := s.Pop(); err != nil || got != "a" || s.Len() != 0 {
		t.Fatal(got, err)
	}
}
