import pytest

from settings import Settings, UnknownSetting, merge, parse_option


@pytest.mark.parametrize("text, layer", [
    ("verbose=true", {"verbose": True}),
    ("editor.tab=8", {"editor": {"tab": 8}}),
    ("editor.theme=dark", {"editor": {"theme": "dark"}}),
])
def test_options(text, layer):
    assert parse_option(text) == layer


def test_merge_replaces_and_extends():
    base = {"a": 1, "l": [1], "t": {"x": 1}}
    assert merge(base, {"a": 2, "l": [2], "t": {"y": 2}}) == {"a": 2, "l": [1, 2], "t": {"x": 1, "y": 2}}


def test_unknown():
    with pytest.raises(UnknownSetting):
        Settings().get("editor.font")


def test_layers_win():
    settings = Settings({"editor": {"tab": 2}}, options=["editor.theme=dark"])
    assert settings.get("editor.tab") == 2
    assert settings.get("editor.theme") == "dark"


def test_two_projects_do_not_share():
    one = Settings({"editor": {"tab": 3}, "paths": ["lib"]})
    other = Settings()
    assert one.get("editor.tab") == 3
    assert other.get("editor.tab") == 4
