import copy

import settings
from settings import Settings


def test_defaults_stay():
    before = copy.deepcopy(settings.DEFAULTS)
    one = Settings({"editor": {"tab": 2, "new": 1}, "paths": ["a", "b"], "verbose": True}, options=["editor.theme=x"])
    assert settings.DEFAULTS == before
    one.values["editor"]["tab"] = 99
    one.values["paths"].append("z")
    assert settings.DEFAULTS == before
    assert Settings().values == before


def test_values():
    one = Settings({"editor": {"tab": 2}, "paths": ["a"]}, {"paths": ["b"]}, options=["editor.tab=-1", "verbose=true"])
    assert one.values == {"editor": {"tab": -1, "theme": "light"}, "paths": ["src", "a", "b"], "verbose": True}
    assert Settings({"paths": ["q"]}).get("paths") == ["src", "q"]
