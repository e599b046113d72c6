"""Variables that choose certificates: those that lead nowhere are left out and told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.network.trust import trust_somebody
from app.core.processes.certificate_choice import before_trust, points_nowhere, taken_out
from app.core.processes.childenv import of_the_person, scrubbed
from tests.fakes.fault_server import FaultServer

ROOT = Path(__file__).parents[3]
CERTIFICATES = ROOT / "tests" / "fakes" / "certificates"
NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
GONE = {name: f"/home/ada/miniconda3/ssl/{name}" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_removed_conda_left_points_nowhere(name: str) -> None:
    assert points_nowhere(name, GONE[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_no_path_points_nowhere(name: str) -> None:
    assert points_nowhere(name, "/" + "x" * 5000)


def test_what_is_there_does_not(tmp_path: Path) -> None:
    bundle = tmp_path / "school.pem"
    bundle.touch()
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        assert not points_nowhere(name, str(bundle))
    assert not points_nowhere("REQUESTS_CA_BUNDLE", str(tmp_path)), "requests takes a folder too"
    assert points_nowhere("SSL_CERT_FILE", str(tmp_path)), "OpenSSL does not"
    assert not points_nowhere("SSL_CERT_DIR", f"/gone{os.pathsep}{tmp_path}"), "one will do"
    assert not points_nowhere("PATH", "/gone")


def test_ours_and_our_childrens_environment_is_without_them_and_the_persons_is_as_it_was() -> None:
    environ = {**GONE, "PATH": "/bin"}
    trust_somebody("macos", environ)
    assert not set(environ) & set(NAMES)
    assert set(scrubbed(environ)) & {*NAMES, *(f"SEEDBED_BEFORE_{name}" for name in NAMES)} == set()
    assert before_trust(environ) == of_the_person(environ) == {**GONE, "PATH": "/bin"}
    assert taken_out(environ) == tuple(sorted(NAMES))


def seedbed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, **GONE, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_self_test_passes_and_tells_which_it_ignores() -> None:
    done = seedbed("selftest", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert "SSL_CERT_FILE" in checks["certificates"]["detail"]
    assert "ignored" in checks["certificates"]["detail"]


def test_the_check_of_the_computer_names_them_in_one_sentence(tmp_path: Path) -> None:
    workshop = tmp_path / "none.toml"
    workshop.write_text('schema = 1\n[environment]\npackages = ["numpy"]\n', "utf-8")
    done = seedbed("check", str(workshop), "--json")
    findings = {found["rule"]: found for found in json.loads(done.stdout)["findings"]}
    told = findings["no_certificates"]
    assert told["level"] == "warn"
    for name in NAMES:
        assert name in told["sentence"]


def test_a_server_is_reached_in_spite_of_them() -> None:
    program = (
        "import sys; from app.core.session import Session; from app.core.cancel import Cancel; "
        "print(Session.start().download.read(sys.argv[1], 100, Cancel()).decode())"
    )
    good = {"SSL_CERT_FILE": str(CERTIFICATES / "authority.pem")}
    with FaultServer({"/a": b"hello"}, CERTIFICATES / "server.pem") as server:
        done = subprocess.run(
            [sys.executable, "-c", program, f"{server.url}/a"],
            cwd=ROOT,
            env={**os.environ, **GONE, **good, "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stdout.strip() == "hello", done.stderr
