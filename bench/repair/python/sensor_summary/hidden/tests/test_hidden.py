from sensors import Reading, Summary, by_sensor, report, spikes

R = [Reading("b", 1, 1.0), Reading("a", 2, 2.0), Reading("b", 3, 5.0), Reading("c", 4, 0.0)]


def test_generators():
    expected = {"a": Summary(1, 2.0, 2.0, 2.0), "b": Summary(2, 1.0, 5.0, 3.0), "c": Summary(1, 0.0, 0.0, 0.0)}
    assert by_sensor(iter(R)) == expected
    assert by_sensor(r for r in R) == expected
    assert by_sensor(tuple(R)) == expected
    assert list(by_sensor(iter(R))) == ["a", "b", "c"]
    assert by_sensor(iter([])) == {}


def test_spikes_of_a_generator():
    assert spikes(iter(R), 1.5) == [Reading("b", 3, 5.0)]
    assert spikes(iter([])) == []


def test_reports():
    lines = ["x 1 2", "x 2 4", "y 2 1.5", "x 9 100"]
    assert report(lines, 0, 9) == ["x: 2 readings, 2 to 4, mean 3.00", "y: 1 readings, 1.5 to 1.5, mean 1.50"]
    assert report(iter(lines), 2, 10) == ["x: 2 readings, 4 to 100, mean 52.00", "y: 1 readings, 1.5 to 1.5, mean 1.50"]
    assert report(lines, 20, 30) == []
    assert report([], 0, 1) == []
