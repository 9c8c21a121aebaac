"""A portfolio is a folder of sites or a file that names them; a mistake in it is one sentence."""

from pathlib import Path

import pytest

from domain.errors import ConfigError, DataError
from domain.portfolio_config import read_portfolio


def site(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text("", encoding="utf-8")


def test_without_a_file_every_folder_that_holds_a_site_counts(tmp_path: Path) -> None:
    for name in ("south", "north"):
        site(tmp_path / name)
    (tmp_path / "status").mkdir()
    found = read_portfolio(tmp_path)
    assert [name for name, _ in found.sites] == ["north", "south"]
    assert found.name == tmp_path.name


def test_a_file_names_the_sites_wherever_they_lie(tmp_path: Path) -> None:
    text = f'[portfolio]\nname = "City"\nsites = ["b", "{tmp_path}/other/a"]\n'
    (tmp_path / "portfolio.toml").write_text(text, encoding="utf-8")
    found = read_portfolio(tmp_path)
    assert found.name == "City"
    assert [folder for _, folder in found.sites] == [tmp_path / "b", tmp_path / "other" / "a"]


def test_a_folder_without_a_site_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds no site: expected folders with a site\.toml each"):
        read_portfolio(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[portfolio]\nsite = []\n", "no such key"),
        ('[portfolio]\nsites = ["a", "./a"]\n', "each site once; it is the folder of 'a'"),
        ("[portfolio]\nshort_from = 2\n", "short_from"),
        ("[portfolio\n", "valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "portfolio.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_portfolio(tmp_path)
