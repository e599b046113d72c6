"""conda's errors in plain language; what we do not know stays unknown (conda-facts §4.5)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.conda.errors import conflict, errors_in, failure, missing_packages
from app.core.shell import Finished
from app.errors import CommandFailed, InstallError, NoNetwork, NoSpace, PlanInvalid


def said(**data: Any) -> Finished:
    return Finished(1, json.dumps(data), "noise on stderr")


def one(name: str, message: str = "m", **more: Any) -> Finished:
    return said(exception_name=name, message=message, **more)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CondaHTTPError", NoNetwork),
        ("CondaSSLError", NoNetwork),
        ("ProxyError", NoNetwork),
        ("OfflineError", NoNetwork),
        ("UnavailableInvalidChannel", NoNetwork),
        ("ChecksumMismatchError", NoNetwork),
        ("PackagesNotFoundInChannelsError", PlanInvalid),
        ("PackagesNotFoundError", PlanInvalid),
        ("ResolvePackageNotFound", PlanInvalid),
        ("LibMambaUnsatisfiableError", PlanInvalid),
        ("RattlerUnsatisfiableError", PlanInvalid),
        ("UnsatisfiableError", PlanInvalid),
        ("CondaToSNonInteractiveError", PlanInvalid),
        ("CondaToSPermissionError", CommandFailed),
        ("NoSpaceLeftError", NoSpace),
        ("NotWritableError", CommandFailed),
        ("EnvironmentNotWritableError", CommandFailed),
        ("CondaVerificationError", CommandFailed),
        ("InvalidArchiveError", CommandFailed),
        ("CondaMemoryError", CommandFailed),
    ],
)
def test_each_known_error_has_its_class_a_sentence_and_a_remedy(
    name: str, kind: type[InstallError]
) -> None:
    error = failure(one(name), "creating the environment")
    assert type(error) is kind
    assert "conda stopped while" not in error.summary, "it is known"
    assert error.remedy
    assert name in error.detail


def test_an_unknown_error_stays_unknown_and_keeps_everything() -> None:
    error = failure(one("BrandNewError", "who knows"), "creating the environment")
    assert isinstance(error, CommandFailed)
    assert "creating the environment" in error.summary
    assert "who knows" in error.detail
    assert error.remedy


def test_output_without_an_answer_is_kept_as_it_is() -> None:
    error = failure(Finished(2, "usage: conda", "conda: error: unrecognized"), "x")
    assert "code 2" in error.summary
    assert "usage: conda" in error.detail
    assert "unrecognized" in error.detail


def test_errors_in_errors_are_flattened_and_told_once() -> None:
    http = {"exception_name": "CondaHTTPError", "message": "503"}
    nested = {"exception_name": "CondaMultiError", "errors": [http, {"errors": [http]}, http]}
    assert errors_in({"errors": [nested, http]}) == (http,)
    assert errors_in({"success": True}) == ()
    assert errors_in({"errors": ["text", None]}) == ()


@pytest.mark.parametrize("number", [28, 122])
def test_a_full_drive_is_known_by_the_systems_error_number(number: int) -> None:
    inner = {"exception_name": "CondaError", "message": f"[Errno {number}] Kein Platz"}
    error = failure(said(exception_name="CondaMultiError", errors=[inner]), "x")
    assert isinstance(error, NoSpace)


def test_the_message_alone_decides_nothing() -> None:
    error = failure(one("BrandNewError", "HTTP 403, Unsatisfiable, PackagesNotFound"), "x")
    assert "conda stopped while" in error.summary


def test_missing_packages_are_named_and_neighbours_offered() -> None:
    error = failure(one("PackagesNotFoundInChannelsError", packages=["numpyy", "x"]), "x")
    assert "“numpyy”, “x”" in error.summary
    assert "numpy" in missing_packages(("numpyy",), "", ("numpy",)).remedy
    assert failure(one("ResolvePackageNotFound"), "x").summary
    assert conflict("tree").detail == "tree"


@pytest.mark.parametrize("packages", [None, 5, "numpy", [{"name": "x"}]])
def test_odd_fields_do_not_break_the_reading(packages: object) -> None:
    error = failure(one("PackagesNotFoundError", packages=packages), "x")
    assert isinstance(error, PlanInvalid)
