"""A deck, a running tapehead, that answers SSH clients from a cassette. Copy this into your project."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

CASSETTE = Path(__file__).parent.parent / "host.cassette"


@pytest.fixture(scope="session")
def deck(tmp_path_factory):
    """What --ready-file tells once every door listens: {"ssh": {"host", "port", "user", "password", "config", …}}."""
    ready = tmp_path_factory.mktemp("deck") / "ready.json"
    # Not through npx, which would not pass the signal on that ends it.
    command = ["tapehead", "replay", "--cassette", str(CASSETTE), "--ssh", "0", "--ready-file", str(ready)]
    with subprocess.Popen(command) as process:
        try:
            yield wait_for(ready, process)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait()
    assert code == 0, "a command came that the cassette does not hold"


def wait_for(ready, process):
    """The file appears whole, so what can be read can be used."""
    deadline = time.monotonic() + 30
    while not ready.exists():
        assert process.poll() is None, f"tapehead ended with {process.returncode} before it was ready"
        assert time.monotonic() < deadline, "tapehead was not ready in 30 s"
        time.sleep(0.01)
    return json.loads(ready.read_text())


@pytest.fixture
def ssh(deck):
    """The OpenSSH client, up to the name of the host. The host was there when the cassette was recorded."""
    return ["ssh", "-F", deck["ssh"]["config"], "tapehead"]
