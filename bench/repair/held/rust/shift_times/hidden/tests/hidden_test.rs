use shift_times::*;

#[test]
fn every_minute() {
    let all = [
        Shift { start: 0, end: 480 },
        Shift { start: 480, end: 960 },
        Shift { start: 960, end: 0 },
    ];
    for time in 0..1440 {
        assert_eq!(on_duty(&all, time), 1, "{}", time);
    }
    let night = Shift { start: 1320, end: 360 };
    let count = (0..1440).filter(|time| night.covers(*time)).count();
    assert_eq!(count, 480);
    assert!(!night.covers(360) && night.covers(359) && night.covers(1320) && !night.covers(1319));
}
