package disk

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// A deck is a running tapehead: here, one that answers SSH clients from a cassette.
type deck struct {
	process *exec.Cmd
	ended   chan error
	folder  string
	ready   readyFile
}

// What --ready-file tells once every door listens.
type readyFile struct {
	SSH struct {
		Host       string `json:"host"`
		Port       int    `json:"port"`
		User       string `json:"user"`
		Password   string `json:"password"`
		KnownHosts string `json:"knownHosts"`
	} `json:"ssh"`
}

// startDeck returns when the deck can be dialled. Stop it when done.
func startDeck(cassette string) (*deck, error) {
	folder, err := os.MkdirTemp("", "deck-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "ready.json")
	// Not through npx, which would not pass the signal on that ends it.
	replay := exec.Command("tapehead", "replay", "--cassette", cassette, "--ssh", "0", "--ready-file", path)
	d := &deck{process: replay, ended: make(chan error, 1), folder: folder}
	d.process.Stderr = os.Stderr
	if err := d.process.Start(); err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	go func() { d.ended <- d.process.Wait() }()

	if err := d.waitFor(path); err != nil {
		d.Stop()
		return nil, err
	}
	return d, nil
}

// The ready file appears whole, so what can be read can be used.
func (d *deck) waitFor(path string) error {
	deadline := time.After(30 * time.Second)
	for {
		if content, err := os.ReadFile(path); err == nil {
			return json.Unmarshal(content, &d.ready)
		}
		select {
		case err := <-d.ended:
			d.ended <- err
			return fmt.Errorf("tapehead ended before it was ready: %v", err)
		case <-deadline:
			return fmt.Errorf("tapehead was not ready in 30 s")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Dial connects as any SSH client would, host key checked.
func (d *deck) Dial() (*ssh.Client, error) {
	hostKey, err := knownhosts.New(d.ready.SSH.KnownHosts)
	if err != nil {
		return nil, err
	}
	config := &ssh.ClientConfig{
		User:            d.ready.SSH.User,
		Auth:            []ssh.AuthMethod{ssh.Password(d.ready.SSH.Password)},
		HostKeyCallback: hostKey,
	}
	return ssh.Dial("tcp", net.JoinHostPort(d.ready.SSH.Host, strconv.Itoa(d.ready.SSH.Port)), config)
}

// Stop ends the deck, and fails if a command came that the cassette does not hold.
func (d *deck) Stop() error {
	defer os.RemoveAll(d.folder)
	d.process.Process.Signal(syscall.SIGTERM)
	return <-d.ended
}
