/// 1 + 2 + ... + n
pub fn triangle(n: u32) -> u32 {
    let mut sum = 0;
    for i in 1..n {
        sum += i;
    }
    sum
}

pub fn is_triangular(x: u32) -> bool {
    let mut n = 0;
    while triangle(n) < x {
        n += 1;
    }
    triangle(n) == x
}
