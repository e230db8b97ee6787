package chunks

import "strings"

// Split cuts items into parts of at most size; the last may be shorter. A size below 1 gives one part.
func Split(items []string, size int) [][]string {
	if size < 1 {
		size = len(items)
	}
	var parts [][]string
	for start := 0; start < len(items); start += size {
		end := start + size
		if end > len(items) {
			end = len(items) - 1
		}
		parts = append(parts, items[start:end])
	}
	return parts
}

// Lines of words, each at most width long unless a word alone is longer.
func Lines(words []string, width int) []string {
	var lines []string
	line := ""
	for _, word := range words {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
