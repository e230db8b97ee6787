package paths

// Graph of towns: the length of each road, both ways.
type Graph struct {
	roads map[string]map[string]int
}

// AddRoad between two towns; of two roads the shorter counts.
func (g *Graph) AddRoad(a, b string, length int) {
	if g.roads == nil {
		g.roads = make(map[string]map[string]int)
	}
	g.add(a, b, length)
	g.add(b, a, length)
}

func (g *Graph) add(from, to string, length int) {
	if g.roads[from] == nil {
		g.roads[from] = make(map[string]int)
	}
	if old, found := g.roads[from][to]; !found || length < old {
		g.roads[from][to] = length
	}
}

// Shortest length of a way, -1 if there is none.
func (g *Graph) Shortest(from, to string) int {
	best := map[string]int{from: 0}
	done := map[string]bool{}
	for {
		at, found := "", false
		for town, length := range best {
			if !done[town] && (!found || length < best[at]) {
				at, found = town, true
			}
		}
		if !found {
			return -1
		}
		if at == to {
			return best[at]
		}
		done[at] = true
		for next, length := range g.roads[at] {
			way := best[from] + length
			if old, known := best[next]; !known || way < old {
				best[next] = way
			}
		}
	}
}
