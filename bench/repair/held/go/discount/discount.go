package discount

// Item of an order.
type Item struct {
	Name  string
	Cents int
	Count int
}

// Total of all items.
func Total(items []Item) int {
	sum := 0
	for _, item := range items {
		sum += item.Cents * item.Count
	}
	return sum
}

// Reduce takes a percentage off the price of each item of which there are at least `least`; it says how many that were.
func Reduce(items []Item, percent, least int) int {
	changed := 0
	for i := range items {
		item := items[i]
		if item.Count < least {
			continue
		}
		item.Cents -= item.Cents * percent / 100
		changed++
	}
	return changed
}
