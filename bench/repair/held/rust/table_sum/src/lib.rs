/// Rows of numbers in text, "name: 1 2 3" a line.
#[derive(Debug, PartialEq)]
pub struct Row {
    pub name: String,
    pub values: Vec<i64>,
}

pub fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let (name, rest) = line
            .split_once(':')
            .ok_or_else(|| format!("line {}: no colon", number + 1))?;
        let values: Result<Vec<i64>, _> = rest.split_whitespace().map(str::parse).collect();
        let values = values.map_err(|e| format!("line {}: {}", number + 1, e))?;
        rows.push(Row { name: name.trim().to_string(), values });
    }
    Ok(rows)
}

/// Sum of the values from the `from`-th to the `to`-th, both included, the first being 1.
pub fn sum_between(row: &Row, from: usize, to: usize) -> i64 {
    let mut sum = 0;
    for at in from..to {
        if let Some(value) = at.checked_sub(1).and_then(|i| row.values.get(i)) {
            sum += value;
        }
    }
    sum
}
