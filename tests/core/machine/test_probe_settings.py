"""Variables and files of the person: listed without their secrets, never changed, never fatal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.machine.facts import Setting
from app.core.machine.probes.settings import UNREADABLE, file_settings, settings, variables
from app.core.machine.probes.shell_blocks import DEAD_AUTORUN, DEAD_BLOCK, dead_autorun, dead_blocks
from app.platforms.linux import Linux

BLOCK = """alias ll='ls -l'
# >>> conda initialize >>>
__conda_setup="$('{prefix}/bin/conda' 'shell.bash' 'hook' 2> /dev/null)"
if [ $? -eq 0 ]; then
    eval "$__conda_setup"
fi
# <<< conda initialize <<<
export EDITOR=vi
"""


def named(environ: dict[str, str]) -> dict[str, str]:
    return {setting.name: setting.value for setting in variables(environ)}


def test_variables_that_get_in_the_way_are_listed_and_others_are_not() -> None:
    environ = {
        "PYTHONHOME": "/opt/cad",
        "PYTHONPATH": "/opt/ros",
        "CONDA_PREFIX": "/c",
        "PIP_INDEX_URL": "https://pypi.org/simple",
        "https_proxy": "http://127.0.0.1:7890",
        "SSL_CERT_FILE": "/x.pem",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": "/bin",
        "EDITOR": "vi",
        "CONDA_EMPTY": "",
    }
    assert set(named(environ)) == {
        "PYTHONHOME",
        "PYTHONPATH",
        "CONDA_PREFIX",
        "PIP_INDEX_URL",
        "https_proxy",
        "SSL_CERT_FILE",
    }


@given(st.text("abcXYZ019:@/!.-_", min_size=3, max_size=20).map(lambda text: f"Zq7{text}k9Q"))
def test_no_password_in_an_address_survives(password: str) -> None:
    environ = {
        "HTTPS_PROXY": f"http://ana:{password}@proxy:3128",
        "PIP_INDEX_URL": f"https://{password}@host/simple",
        "CONDA_TOKEN": password,
        "CONDA_PROXY_PASSWORD": password,
    }
    for value in named(environ).values():
        assert password not in value


def test_a_condarc_shows_what_matters_and_hides_logins(tmp_path: Path) -> None:
    path = tmp_path / ".condarc"
    path.write_text(
        "channels:\n  - https://ana:geheim@conda.example/t/tk-123456789/main\n  - defaults\n"
        "proxy_servers:\n  https: http://u:geheim@p:1\nssl_verify: false\noffline: true\n"
        "report_errors: false\n"
    )
    found = {setting.name: setting.value for setting in file_settings(path)}
    assert set(found) == {"channels", "proxy_servers", "ssl_verify", "offline"}
    assert "geheim" not in str(found)
    assert "tk-123456789" not in str(found)
    assert found["channels"].endswith("defaults")
    assert found["ssl_verify"] == "False"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\xfe junk \x80",
        b"channels:\n\t- defaults\n",
        "channels: [a]".encode("utf-16"),
        b"- a list\n- not a mapping\n",
        b"channels: [a\nb: }",
        b"[" * 20000,
    ],
    ids=["junk", "tabs", "utf-16", "list", "broken", "deep"],
)
def test_a_broken_condarc_is_named_and_nothing_else_happens(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / ".condarc"
    path.write_bytes(data)
    (found,) = file_settings(path)
    assert found.name == UNREADABLE
    assert path.read_bytes() == data


def test_a_broken_line_is_named_by_its_number_and_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / ".condarc"
    path.write_text("channels:\n  - a\n bad: 'geheim\n")
    (found,) = file_settings(path)
    assert "line" in found.value
    assert "geheim" not in found.value


def test_a_byte_order_mark_and_an_empty_file_are_fine(tmp_path: Path) -> None:
    path = tmp_path / ".condarc"
    path.write_bytes(b"\xef\xbb\xbfoffline: true\n")
    assert file_settings(path) == (Setting("offline", "True", str(path)),)
    path.write_bytes(b"")
    assert file_settings(path) == ()
    assert file_settings(tmp_path / "absent") == ()
    assert file_settings(tmp_path) == ()


def test_aliases_cannot_make_a_small_file_endless(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    path = tmp_path / ".condarc"
    path.write_text("\n".join([*lines, "channels: *a11", "pinned_packages: &me [*me]"]))
    found = {setting.name: setting.value for setting in file_settings(path)}
    assert len(found["channels"]) < 2000
    assert found["pinned_packages"]


def test_a_pip_conf_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pip.conf"
    path.write_text("[global]\nindex-url = https://u:geheim@host/simple\nuser = true\n")
    assert [(one.name, one.value) for one in file_settings(path)] == [
        ("global.index-url", "https://***@host/simple"),
        ("global.user", "true"),
    ]
    path.write_text("index-url = https://u:geheim@host\n")
    (found,) = file_settings(path)
    assert found.name == UNREADABLE
    assert "geheim" not in found.value


def test_a_block_of_a_removed_conda_is_found(tmp_path: Path) -> None:
    path = tmp_path / ".bashrc"
    for newline in ("\n", "\r\n"):
        path.write_bytes(BLOCK.format(prefix="/gone/miniconda3").replace("\n", newline).encode())
        assert dead_blocks(path) == (Setting(DEAD_BLOCK, "/gone/miniconda3/bin/conda", str(path)),)


def test_a_block_of_a_living_conda_is_left_out(tmp_path: Path) -> None:
    conda = tmp_path / "my conda" / "bin" / "conda"
    conda.parent.mkdir(parents=True)
    conda.touch()
    path = tmp_path / ".bashrc"
    path.write_text(BLOCK.format(prefix=tmp_path / "my conda"))
    assert dead_blocks(path) == ()
    path.write_text(BLOCK.format(prefix="/gone/a") + BLOCK.format(prefix=tmp_path / "my conda"))
    assert [found.value for found in dead_blocks(path)] == ["/gone/a/bin/conda"]


def test_a_powershell_block_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "profile.ps1"
    path.write_text(
        "#region conda initialize\n"
        '(& "C:\\gone\\Scripts\\conda.exe" "shell.powershell" "hook")\n'
        "#endregion\n"
    )
    assert [found.value for found in dead_blocks(path)] == [r"C:\gone\Scripts\conda.exe"]


def test_shell_files_that_are_odd_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / ".bashrc"
    path.write_bytes(b"\xff# >>> conda initialize >>>\nnever ended")
    assert dead_blocks(path) == ()
    assert dead_blocks(tmp_path) == ()


@pytest.mark.parametrize(
    ("command", "dead"),
    [
        ("", 0),
        (r"echo hello", 0),
        (r'if exist "C:\gone\condabin\conda_hook.bat" "C:\gone\condabin\conda_hook.bat"', 2),
        (r'doskey ls=dir & "C:\gone\condabin\conda_hook.bat"', 1),
    ],
)
def test_autorun_is_dead_where_its_hook_is_gone(command: str, dead: int) -> None:
    class WithAutorun(Linux):
        def autorun(self) -> str:
            return command

    found = dead_autorun(WithAutorun())
    assert [one.name for one in found] == [DEAD_AUTORUN] * dead


def test_everything_is_gathered_for_a_home(own_home: Path) -> None:
    (own_home / ".condarc").write_text("offline: true\n")
    (own_home / ".bashrc").write_text(BLOCK.format(prefix="/gone"))
    environ = {"PYTHONHOME": "/x", "CONDARC": str(own_home / "other.yml")}
    (own_home / "other.yml").write_text("solver: classic\n")
    found = {(one.name, one.value) for one in settings(Linux(), own_home, environ)}
    assert {
        ("PYTHONHOME", "/x"),
        ("offline", "True"),
        ("solver", "classic"),
        (DEAD_BLOCK, "/gone/bin/conda"),
    } <= found
