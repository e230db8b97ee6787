package fields

import "strings"

// Value returns what stands behind "key=" in a list separated by ";", without blanks around it.
func Value(text, key string) string {
	for _, part := range strings.Split(text, ";") {
		name, value, found := strings.Cut(part, "=")
		if found && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value + name)
		}
	}
	return ""
}
