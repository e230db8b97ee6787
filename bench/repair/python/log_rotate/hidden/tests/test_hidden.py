import random

import pytest

from rotate import RotatingLog


@pytest.mark.parametrize("seed", range(30))
def test_limit(seed):
    rng = random.Random(seed)
    limit = rng.randint(8, 40)
    log = RotatingLog(str(limit), keep=1000)
    lines = ["".join(rng.choice("aé€😀") for _ in range(rng.randint(0, 6))) for _ in range(60)]
    for line in lines:
        log.write(line)
    files = list(reversed(list(log.files().values())))
    assert [l for f in files for l in f] == lines
    def size(ls):
        return len("".join(l + "\n" for l in ls).encode())
    for f, after in zip(files, files[1:]):
        assert len(f) == 1 or size(f) <= limit
        assert size(f) + size(after[:1]) > limit
    assert log.used == size(log.current)
