from rooms import gaps, rooms_needed


def test_one_after_the_other():
    assert rooms_needed([(540, 600), (600, 660)]) == 1


def test_overlap():
    assert rooms_needed([(540, 600), (570, 660)]) == 2


def test_none():
    assert rooms_needed([]) == 0


def test_gaps():
    assert gaps([(540, 600), (630, 660)], 480, 720, 30) == [(480, 540), (600, 630), (660, 720)]
