use grid::*;

#[test]
fn wide() {
    let mut g = Grid::new(4, 1);
    g.set(3, 0, 1);
    assert_eq!(g.row(0), &[0, 0, 0, 1]);
}
