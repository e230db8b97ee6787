pub struct Grid {
    width: usize,
    cells: Vec<u8>,
}

impl Grid {
    pub fn new(width: usize, height: usize) -> Self {
        Grid { width, cells: vec![0; width * height] }
    }

    fn index(&self, x: usize, y: usize) -> usize {
        x * self.width + y
    }

    pub fn set(&mut self, x: usize, y: usize, value: u8) {
        let at = self.index(x, y);
        self.cells[at] = value;
    }

    pub fn get(&self, x: usize, y: usize) -> u8 {
        self.cells[self.index(x, y)]
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.cells[y * self.width..(y + 1) * self.width]
    }
}
