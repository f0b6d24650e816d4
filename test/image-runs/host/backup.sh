#!/bin/sh
# A backup as people write them for a hypervisor's own shell: what it does, it does by the host's commands.
exec 2>&1
TARGET=/tmp/backup
LOG=/tmp/backup.log
failed=0

log() { echo "$*" | tee -a "$LOG"; }

free_on() { esxcli storage filesystem list | awk -v name="$1" 'NR > 2 && index($0, " " name " ") { print $NF }'; }

disks_of() {
  vim-cmd vmsvc/device.getdevices "$1" |
    sed -n 's/^ *fileName = "\[\(.*\)\] \(.*\)",$/\1:\2/p' | sort -u
}

has_snapshot() { vim-cmd vmsvc/snapshot.get "$1" | grep -q 'Snapshot Name'; }

clone() { # DISK COPY, tried twice
  tries=0
  until vmkfstools -i "$1" "$2" -d thin >"$2.log" 2>&1; do
    code=$?
    tries=$((tries + 1))
    log "  try $tries of $1: code $code: $(tr '\r' '\n' <"$2.log" | tail -n 1)"
    [ $tries -lt 2 ] || return $code
  done
  log "  $(tr '\r' '\n' <"$2.log" | grep -c done) steps"
}

backup() { # ID NAME
  state=$(vim-cmd vmsvc/power.getstate "$1" | tail -n 1)
  log "$2 ($1) is ${state#Powered }"
  if [ "$state" = 'Powered on' ]; then
    vim-cmd vmsvc/snapshot.create "$1" backup 'nightly run' 0 0 >/dev/null || return 2
    has_snapshot "$1" || return 3
  fi
  for disk in $(disks_of "$1" | tr ' ' '?'); do
    copy="$TARGET/$2-$(basename "$disk")"
    clone "/vmfs/volumes/$(echo "$disk" | tr '?:' ' /')" "$copy" || return 4
    vmkfstools -e "$copy" >/dev/null || return 5
    log "  $(basename "$copy") is there"
  done
  [ "$state" = 'Powered on' ] || return 0
  vim-cmd vmsvc/snapshot.removeall "$1" >/dev/null || return 6
  ! has_snapshot "$1"
}

mkdir -p "$TARGET"
log "$(esxcli system version get | awk -F': ' '{ printf "%s ", $2 }')"
[ "$(free_on 'depot 1')" -gt 1000000000000 ] || { log 'no room'; exit 9; }
[ "$(free_on small)" -gt 1000000000 ] || log 'small is too small'

vim-cmd vmsvc/getallvms | awk 'NR > 1 { print $1, $2 }' | while read -r id name; do
  backup "$id" "$name" || echo "$name $?" >>/tmp/failed
done
while read -r name code; do
  log "$name failed with $code"
  failed=$((failed + 1))
done </tmp/failed
echo yes | vim-cmd vmsvc/message 7 3
esxcli nonsense || log "nonsense: $?"
sort "$LOG" | uniq -c | wc -l
exit $((failed - ${TOLERATED:-0}))
