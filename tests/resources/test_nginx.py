"""The settings for nginx that we hand out, tried with nginx itself on a small kit's folder."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from bench.class_servers import settings_for

from app.core.cancel import Cancel
from app.core.network.download import Downloader, FileToFetch
from app.core.sharing.served import kind_of

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""
DATA = bytes(range(256)) * 4000

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed (nginx-light)")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    (folder / "channel" / "noarch").mkdir(parents=True)
    (folder / "START-HERE.html").write_text("<p>你好")
    (folder / "manifest.json").write_text("{}")
    (folder / ".hidden").write_text("secret")
    (folder / "channel" / "noarch" / "a-1!2.0-0.conda").write_bytes(DATA)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def address(kit: Path, tmp_path: Path) -> Iterator[str]:
    """nginx with our settings, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    settings = tmp_path / "nginx.conf"
    settings.write_text(settings_for(kit, host, tmp_path))
    command = [NGINX, "-e", str(tmp_path / "error.log"), "-c", str(settings), "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            _wait(host, server)
            yield f"http://{host}"
        finally:
            server.terminate()
            server.communicate(timeout=20)


def _wait(host: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection((host.split(":")[0], int(host.split(":")[1])), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_files_are_served_with_ranges_and_conditions(address: str) -> None:
    url = f"{address}/channel/noarch/a-1!2.0-0.conda"
    whole = requests.get(url, timeout=20)
    assert whole.content == DATA
    assert "Content-Encoding" not in whole.headers
    part = requests.get(url, headers={"Range": "bytes=10-19"}, timeout=20)
    assert (part.status_code, part.content) == (206, DATA[10:20])
    same = requests.get(url, headers={"If-None-Match": whole.headers["ETag"]}, timeout=20)
    assert same.status_code == 304
    assert requests.head(url, timeout=20).headers["Content-Length"] == str(len(DATA))


def test_our_downloader_fetches_from_it(address: str, tmp_path: Path) -> None:
    url = f"{address}/channel/noarch/a-1!2.0-0.conda"
    digest = hashlib.sha256(DATA).hexdigest()
    file = FileToFetch((url,), tmp_path / "got", len(DATA), sha256=digest)
    Downloader(tmp_path / "partials").fetch(file, Cancel(), lambda _done, _total: None)
    assert (tmp_path / "got").read_bytes() == DATA


def test_a_browser_gets_the_page_to_start_from_and_no_list(address: str) -> None:
    page = requests.get(address, timeout=20)
    assert "你好" in page.content.decode()
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert requests.get(f"{address}/channel/", timeout=20).status_code in (403, 404)


@pytest.mark.parametrize("path", ["/.hidden", "/../secret.txt", "/%2e%2e/secret.txt", "/nothing"])
def test_nothing_else_is_served(address: str, path: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 20) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        text = b"".join(iter(lambda: line.recv(65536), b""))
    assert text.split()[1] in (b"400", b"403", b"404")
    assert b"secret" not in text


def test_a_link_out_of_the_kit_is_not_followed(address: str, kit: Path) -> None:
    (kit / "link.txt").symlink_to(kit.parent / "secret.txt")
    assert requests.get(f"{address}/link.txt", timeout=20).status_code in (403, 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(address: str, method: str) -> None:
    answer = requests.request(method, f"{address}/manifest.json", data=b"x", timeout=20)
    assert answer.status_code in (403, 405)


def test_types_are_those_of_kit_serve(address: str, kit: Path) -> None:
    for name in ("a.json", "a.toml", "a.txt", "a.ipynb", "a.zst"):
        (kit / name).write_text("x")
        found = requests.get(f"{address}/{name}", timeout=20).headers["Content-Type"]
        assert found.split(";")[0] == kind_of(name).split(";")[0]
