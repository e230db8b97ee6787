package clamp

// Clamp returns x, or the nearer bound if it is outside of [low, high].
func Clamp(x, low, high int) int {
	if x < low {
		return low
	}
	if x > high {
		return low
	}
	return x
}
