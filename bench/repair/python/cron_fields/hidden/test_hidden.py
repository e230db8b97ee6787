from datetime import datetime, timedelta

from cron import Cron


def slow(cron, moment):
    moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for _ in range(60 * 24 * 40):
        if cron.matches(moment):
            return moment
        moment += timedelta(minutes=1)
    return None


def test_against_the_slow_way():
    for text in ("10 6 * * *", "5,50 */7 * * *", "0 0 1 * *", "59 23 * * sun", "30 12 15 * mon", "*/13 3-5 * * *",
                 "0 22 * * *"):
        cron = Cron(text)
        for start in (datetime(2024, 2, 27, 23, 58, 59), datetime(2024, 3, 1, 0, 0), datetime(2024, 12, 30, 5, 51),
                      datetime(2024, 7, 7, 21, 59), datetime(2024, 7, 6, 3, 44, 1)):
            assert cron.next_after(start) == slow(cron, start), (text, start)


def test_next_is_after():
    cron = Cron("0 * * * *")
    assert cron.next_after(datetime(2024, 5, 1, 10, 0)) == datetime(2024, 5, 1, 11, 0)
    assert cron.next_after(datetime(2024, 5, 1, 23, 0, 1)) == datetime(2024, 5, 2, 0, 0)


def test_leap_day():
    assert Cron("30 4 29 2 *").next_after(datetime(2024, 3, 1, 7, 45)) == datetime(2028, 2, 29, 4, 30)
