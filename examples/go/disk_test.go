package disk

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// The host of these tests. It was there when ../host.cassette was recorded, and is not needed any more.
var host *ssh.Client

func TestMain(m *testing.M) {
	os.Exit(withDeck(m.Run))
}

func withDeck(run func() int) (code int) {
	deck, err := startDeck("../host.cassette")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := deck.Stop(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, "tapehead:", err)
			code = 1
		}
	}()

	host, err = deck.Dial()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer host.Close()
	return run()
}

func TestUsedPercent(t *testing.T) {
	for path, want := range map[string]int{"/srv": 41, "/backup": 97} {
		got, err := UsedPercent(host, path)
		if err != nil || got != want {
			t.Errorf("UsedPercent(%q) = %d, %v; want %d", path, got, err, want)
		}
	}
}

func TestUsedPercentOfNothing(t *testing.T) {
	_, err := UsedPercent(host, "/nowhere")
	if err == nil || !strings.Contains(err.Error(), "No such file or directory") {
		t.Errorf("UsedPercent(/nowhere) = %v; want what df said", err)
	}
}
