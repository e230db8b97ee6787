pub fn median(values: &mut Vec<i32>) -> Option<i32> {
    if values.is_empty() {
        return None;
    }
    values.sort();
    let middle = values.len() / 2 + 1;
    Some(values[middle])
}
