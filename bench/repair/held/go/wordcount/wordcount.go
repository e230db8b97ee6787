package wordcount

import "strings"

// Count returns how often each word occurs, whatever its case.
func Count(text string) map[string]int {
	out := map[string]int{}
	for _, word := range strings.Fields(text) {
		out[strings.ToLower(word)] = 1
	}
	return out
}
