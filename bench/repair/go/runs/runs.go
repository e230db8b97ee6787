package runs

// Longest returns the length of the longest run of equal values.
func Longest(values []int) int {
	best := 0
	current := 0
	for i, v := range values {
		if i > 0 && v == values[i-1] {
			current++
		} else {
			current = 0
		}
		if current > best {
			best = current
		}
	}
	return best
}
