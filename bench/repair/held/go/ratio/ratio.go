package ratio

// Percent returns part of whole in percent.
func Percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part/whole) * 100
}

// Average of values; 0 of none.
func Average(values []int) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0
	for _, v := range values {
		sum += v
	}
	return float64(sum) * float64(len(values))
}
