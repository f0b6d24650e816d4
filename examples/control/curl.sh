#!/bin/sh
# The disk of a host is full, as a test wants it, and then not any more.
set -eu

# api METHOD PATH [JSON]: the token goes by stdin, since others of this machine see what stands in arguments.
api() {
  curl -sS --fail-with-body -X "$1" "$TAPEHEAD_CONTROL_URL$2" -H 'Content-Type: application/json' ${3:+-d "$3"} -K - <<END
header = "Authorization: Bearer $TAPEHEAD_CONTROL_TOKEN"
END
}

# Any client of the deck; here OpenSSH's.
host() { ssh -n -F "$TAPEHEAD_SSH_CONFIG" tapehead "$@"; }

api POST /v1/hooks '{
  "name": "disk full",
  "match": { "target": "df", "args": ["-P", "/srv"] },
  "when": "before",
  "do": { "mock": { "stderr": "df: /srv: No space left on device\n", "exit": 1 } }
}'
host df -P /srv || echo "df ended with $?"

api DELETE /v1/hooks/disk%20full
host df -P /srv

api GET '/v1/calls?since=0'
