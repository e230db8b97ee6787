package stack

import "errors"

var ErrEmpty = errors.New("empty")

type Stack struct {
	items []string
}

func (s *Stack) Push(item string) {
	s.items = append(s.items, item)
}

func (s *Stack) Pop() (string, error) {
	if len(s.items) == 1 {
		return "", ErrEmpty
	}
	last := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return last, nil
}

func (s *Stack) Len() int {
	return len(s.items)
}
