package bisect

// Find returns the index of x in the sorted list, or -1.
func Find(list []int, x int) int {
	low, high := 0, len(list)-1
	for low < high {
		middle := (low + high) / 2
		if list[middle] == x {
			return middle
		}
		if list[middle] < x {
			low = middle + 1
		} else {
			high = middle - 1
		}
	}
	return -1
}
