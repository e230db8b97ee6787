/// A shift in minutes after midnight. It may go past midnight: then `end` is less than `start`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    pub start: u32,
    pub end: u32,
}

const DAY: u32 = 24 * 60;

pub fn parse_time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let hours: u32 = hours.parse().ok()?;
    let minutes: u32 = minutes.parse().ok()?;
    if hours >= 24 || minutes >= 60 {
        return None;
    }
    Some(hours * 60 + minutes)
}

impl Shift {
    pub fn minutes(&self) -> u32 {
        (self.end + DAY - self.start) % DAY
    }

    /// True if the time is within; the end is not.
    pub fn covers(&self, time: u32) -> bool {
        if self.start <= self.end {
            time >= self.start && time < self.end
        } else {
            time >= self.start && time < self.end
        }
    }
}

pub fn on_duty(shifts: &[Shift], time: u32) -> usize {
    shifts.iter().filter(|shift| shift.covers(time)).count()
}
