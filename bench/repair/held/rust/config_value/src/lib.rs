use std::collections::HashMap;

/// Values of a configuration, and what counts where one is missing.
pub struct Config {
    values: HashMap<String, String>,
}

impl Config {
    pub fn parse(text: &str) -> Config {
        let mut values = HashMap::new();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            if let Some((key, value)) = line.split_once('=') {
                values.insert(key.trim().to_lowercase(), value.trim().to_string());
            }
        }
        Config { values }
    }

    pub fn text<'a>(&'a self, key: &str, default: &'a str) -> &'a str {
        self.values.get(key).map(String::as_str).unwrap_or(default)
    }

    /// The number, or the default where it is missing or none.
    pub fn number(&self, key: &str, default: i32) -> i32 {
        self.values.get(key).and_then(|value| value.parse().ok()).unwrap_or(0)
    }

    pub fn flag(&self, key: &str) -> bool {
        matches!(self.text(key, "no"), "yes" | "true" | "on")
    }
}
