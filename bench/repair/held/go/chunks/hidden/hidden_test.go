package chunks

import "testing"

func TestHiddenSplit(t *testing.T) {
	items := []string{"a", "b", "c", "d", "e", "f", "g"}
	for size := 0; size < 12; size++ {
		parts := Split(items, size)
		n := 0
		for i, part := range parts {
			if size > 0 && i+1 < len(parts) && len(part) != size {
				t.Fatal(size, parts)
			}
			for _, item := range part {
				if item != items[n] {
					t.Fatal(size, parts)
				}
				n++
			}
		}
		if n != len(items) {
			t.Fatal(size, parts)
		}
	}
	if len(Split(nil, 3)) != 0 || len(Split(nil, 0)) != 0 {
		t.Fatal("none")
	}
}
