use grid::*;

#[test]
fn rows() {
    let mut g = Grid::new(3, 2);
    g.set(2, 1, 7);
    assert_eq!(g.row(1), &[0, 0, 7]);
}

#[test]
fn cells() {
    let mut g = Grid::new(2, 2);
    g.set(0, 1, 5);
    assert_eq!(g.get(0, 1), 5);
}
