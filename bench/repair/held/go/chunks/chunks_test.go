package chunks

import (
	"reflect"
	"testing"
)

func TestEven(t *testing.T) {
	got := Split([]string{"a", "b", "c", "d"}, 2)
	if !reflect.DeepEqual(got, [][]string{{"a", "b"}, {"c", "d"}}) {
		t.Fatal(got)
	}
}

func TestRest(t *testing.T) {
	got := Split([]string{"a", "b", "c"}, 2)
	if !reflect.DeepEqual(got, [][]string{{"a", "b"}, {"c"}}) {
		t.Fatal(got)
	}
}

func TestLines(t *testing.T) {
	got := Lines([]string{"one", "two", "three"}, 7)
	if !reflect.DeepEqual(got, []string{"one two", "three"}) {
		t.Fatal(got)
	}
}
