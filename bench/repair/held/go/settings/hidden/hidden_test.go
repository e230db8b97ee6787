package settings

import "testing"

func TestHiddenErrors(t *testing.T) {
	for text, want := range map[string]string{
		"workers -1":      `workers: below zero: -1`,
		"workers 2\nx 1":  `x: unknown`,
		"workers z\nx 1":  `workers: not a number: "z"`,
		"port -2":         `port: below zero: -2`,
		"name\nworkers 1": `name: no value`,
	} {
		_, err := Parse(text)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	s, err := Parse("workers 7")
	if err != nil || s.Workers != 7 || s.Port != 80 {
		t.Errorf("%v, %v", s, err)
	}
}
