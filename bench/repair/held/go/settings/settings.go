package settings

import (
	"fmt"
	"strconv"
	"strings"
)

// Settings of a server.
type Settings struct {
	Name    string
	Port    int
	Workers int
}

func number(key, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("%s: not a number: %q", key, text)
	}
	if n < 0 {
		return 0, fmt.Errorf("%s: below zero: %d", key, n)
	}
	return n, nil
}

// Parse reads lines of "key value".
func Parse(text string) (Settings, error) {
	s := Settings{Port: 80, Workers: 1}
	for _, line := range strings.Split(text, "\n") {
		key, value, found := strings.Cut(strings.TrimSpace(line), " ")
		if key == "" {
			continue
		}
		if !found {
			return s, fmt.Errorf("%s: no value", key)
		}
		var err error
		switch key {
		case "name":
			s.Name = value
		case "port":
			s.Port, err = number(key, value)
		case "workers":
			s.Workers, _ = number(key, value)
		default:
			err = fmt.Errorf("%s: unknown", key)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}
