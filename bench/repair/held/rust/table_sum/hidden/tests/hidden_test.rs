use table_sum::*;

#[test]
fn all_ranges() {
    let row = Row { name: "a".to_string(), values: vec![1, 10, 100, 1000] };
    for from in 0..7usize {
        for to in 0..7usize {
            let mut sum = 0;
            for (i, value) in row.values.iter().enumerate() {
                if i + 1 >= from && i + 1 <= to {
                    sum += value;
                }
            }
            assert_eq!(sum_between(&row, from, to), sum);
        }
    }
}
