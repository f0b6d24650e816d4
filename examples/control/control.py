"""The disk of a host is full, as a test wants it, and then not any more. Python's standard library is enough."""

import json
import os
import subprocess
import urllib.parse
import urllib.request


def api(method, path, body=None):
    """What the control API answers, from JSON; None where it has nothing to say."""
    request = urllib.request.Request(
        os.environ["TAPEHEAD_CONTROL_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Bearer " + os.environ["TAPEHEAD_CONTROL_TOKEN"],
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request) as response:
        said = response.read()
    return json.loads(said) if said else None


def host(command):
    """Any client of the deck; here OpenSSH's."""
    ssh = ["ssh", "-n", "-F", os.environ["TAPEHEAD_SSH_CONFIG"], "tapehead", command]
    return subprocess.run(ssh, capture_output=True, text=True)


hook = api("POST", "/v1/hooks", {
    "match": {"target": "df", "args": ["-P", "**"]},
    "when": "before",
    "do": {"mock": {"stderr": "df: No space left on device\n", "exit": 1}},
})
print("full:", host("df -P /srv").stderr.strip())

api("DELETE", "/v1/hooks/" + urllib.parse.quote(hook["name"], safe=""))
print("free:", host("df -P /srv").stdout.splitlines()[-1])

for call in api("POST", "/v1/calls/take")["calls"]:
    print(call["asked"]["command"]["text"], "was answered from", call["provenance"]["from"])
