use std::collections::BTreeMap;

/// What is in a store, by name.
#[derive(Default)]
pub struct Store {
    levels: BTreeMap<String, u32>,
}

impl Store {
    pub fn add(&mut self, name: &str, count: u32) {
        *self.levels.entry(name.to_string()).or_insert(0) += count;
    }

    /// Takes as much as there is, at most `count`; how much that was.
    pub fn take(&mut self, name: &str, count: u32) -> u32 {
        match self.levels.get_mut(name) {
            None => 0,
            Some(level) => {
                let taken = count.min(*level);
                *level -= taken;
                taken
            }
        }
    }

    /// How many are missing to have `wanted` of it.
    pub fn missing(&self, name: &str, wanted: u32) -> u32 {
        let level = self.levels.get(name).copied().unwrap_or(0);
        wanted - level
    }

    pub fn empty(&self) -> Vec<&str> {
        let empty = self.levels.iter().filter(|(_, level)| **level == 0);
        empty.map(|(name, _)| name.as_str()).collect()
    }
}
