pub fn shift(text: &str, by: u8) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_lowercase() {
                let at = (c as u8 - b'a' + by) % 25;
                (b'a' + at) as char
            } else {
                c
            }
        })
        .collect()
}
