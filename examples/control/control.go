// The disk of a host is full, as a test wants it. Go's standard library is enough.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"
)

const diskFull = `{
	"match": {"target": "df", "args": ["-P", "**"]},
	"when": "before",
	"times": 1,
	"do": {"mock": {"stderr": "df: No space left on device\n", "exit": 1}}
}`

// api asks the control API; whoever calls closes the body.
func api(method, path, body string) *http.Response {
	request, err := http.NewRequest(method, os.Getenv("TAPEHEAD_CONTROL_URL")+path, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("TAPEHEAD_CONTROL_TOKEN"))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode >= 400 {
		var refused struct{ Message, Remedy string }
		json.NewDecoder(response.Body).Decode(&refused)
		log.Fatalf("%s: %s; try: %s", response.Status, refused.Message, refused.Remedy)
	}
	return response
}

// host runs a command with any client of the deck; here OpenSSH's.
func host(command string) {
	exec.Command("ssh", "-n", "-F", os.Getenv("TAPEHEAD_SSH_CONFIG"), "tapehead", command).Run()
}

func main() {
	stream := api("GET", "/v1/calls/stream", "") // server-sent events
	defer stream.Body.Close()

	api("POST", "/v1/hooks", diskFull).Body.Close()
	host("df -P /srv")
	host("df -P /srv")

	lines := bufio.NewScanner(stream.Body)
	for seen := 0; seen < 2 && lines.Scan(); {
		field, data, _ := strings.Cut(lines.Text(), ": ")
		if field != "data" {
			continue
		}
		var call struct {
			Number     int
			Provenance struct{ From string }
			Outcome    struct{ Code int }
		}
		if err := json.Unmarshal([]byte(data), &call); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("call %d: %s, exited %d\n", call.Number, call.Provenance.From, call.Outcome.Code)
		seen++
	}
}
