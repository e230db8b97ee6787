/// Indices of values that are larger than both neighbours.
pub fn peaks(values: &[i32]) -> Vec<usize> {
    let mut out = Vec::new();
    if values.len() < 3 {
        return out;
    }
    for i in 1..values.len() - 1 {
        if values[i] > values[i - 1] || values[i] > values[i + 1] {
            out.push(i);
        }
    }
    out
}
