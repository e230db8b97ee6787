use shift_times::*;

fn shift(start: &str, end: &str) -> Shift {
    Shift { start: parse_time(start).unwrap(), end: parse_time(end).unwrap() }
}

#[test]
fn times() {
    assert_eq!(parse_time("07:30"), Some(450));
    assert_eq!(parse_time("24:00"), None);
    assert_eq!(parse_time("7"), None);
}

#[test]
fn by_day() {
    let day = shift("08:00", "16:00");
    assert_eq!(day.minutes(), 480);
    assert!(day.covers(480));
    assert!(!day.covers(960));
}

#[test]
fn by_night() {
    let night = shift("22:00", "06:00");
    assert_eq!(night.minutes(), 480);
    assert!(night.covers(23 * 60));
    assert!(night.covers(60));
    assert!(!night.covers(12 * 60));
}
