/**
 * The remote side of `scp -O` (rcp's protocol), which busybox does not have: a script, so that it reads and writes in the
 * sandbox. Of a host's, options -d, -f, -p, -r, -t; -v is silent.
 */
export const SCP = String.raw`#!/bin/sh
recursive= times= folder= side= failed=0
while getopts dfprtvqn option; do
  case $option in
    t) side=sink ;; f) side=source ;; r) recursive=1 ;; p) times=1 ;; d) folder=1 ;;
    [vqn]) ;;
    *) exit 1 ;;
  esac
done
shift $((OPTIND - 1))

# Told to the other side, which prints it.
complain() { failed=1; printf '\001scp: %s\n' "$1"; }
die() { printf '\002scp: %s\n' "$1"; exit 1; }
okay() { printf '\000'; }

# So many bytes of stdin, and not one more.
bytes() {
  dd bs=65536 count=$(($1 / 65536)) iflag=fullblock 2>/dev/null || return 1
  [ $(($1 % 65536)) = 0 ] || dd bs=$(($1 % 65536)) count=1 iflag=fullblock 2>/dev/null
}

# One byte: NUL is well, 1 and a line a warning, which it has told itself.
agreed() {
  case $(bytes 1 | od -A n -t x1) in
    *00) return 0 ;;
    *01) read -r _; failed=1; return 1 ;;
    *) exit 1 ;;
  esac
}

take() {
  okay
  local target=$1 stamp= line mode size name path
  while IFS= read -r line; do
    case $line in
      T*) stamp=@"$(echo "$line" | cut -c 2- | cut -d ' ' -f 1)"; okay; continue ;;
      E) okay; return ;;
      C[0-7]*|D[0-7]*) ;;
      *) die 'protocol error: what is no control line' ;;
    esac
    mode=$(echo "$line" | cut -c 2- | cut -d ' ' -f 1)
    size=$(echo "$line" | cut -d ' ' -f 2)
    name=$(echo "$line" | cut -d ' ' -f 3-)
    case $name in ''|.|..|*/*) die "error: unexpected filename: $name" ;; esac
    path=$target
    [ -d "$target" ] && path=$target/$name
    [ "$times" ] || mode=$(printf %o $((0$mode & 0755)))
    case $line in
      C*) file "$path" "$mode" "$size" "$stamp" ;;
      D*) [ "$recursive" ] || die 'protocol error: received directory without -r'
        if [ -d "$path" ] || why=$(mkdir "$path" 2>&1); then
          take "$path"
          chmod "$mode" "$path"
          [ -z "$stamp" ] || touch -d "$stamp" "$path"
        else
          complain "$path: ${'$'}{why##*: }"
        fi ;;
    esac
    stamp=
  done
}

file() {
  local why
  if ! why=$( (: >"$1") 2>&1 ); then complain "$1: ${'$'}{why##*: }"; return; fi
  okay
  why=$( (bytes "$3" >"$1") 2>&1 ) || complain "$1: ${'$'}{why##*: }"
  chmod "$2" "$1"
  [ -z "$4" ] || touch -d "$4" "$1"
  agreed && okay
}

give() {
  local path=$1 name=$(basename "$1") mode one
  if [ ! -e "$path" ]; then complain "$path: No such file or directory"; return; fi
  if [ -d "$path" ] && [ ! "$recursive" ]; then complain "$path: not a regular file"; return; fi
  if [ "$times" ]; then
    printf 'T%s 0 %s 0\n' "$(stat -L -c %Y "$path")" "$(stat -L -c %X "$path")"
    agreed || return
  fi
  mode=$(printf %04d "$(stat -L -c %a "$path")")
  if [ -d "$path" ]; then
    printf 'D%s 0 %s\n' "$mode" "$name"
    agreed || return
    for one in "$path"/* "$path"/.[!.]*; do
      if [ -e "$one" ]; then give "$one"; fi
    done
    printf 'E\n'
    agreed
  else
    printf 'C%s %s %s\n' "$mode" "$(stat -L -c %s "$path")" "$name"
    agreed || return
    cat "$path"
    okay
    agreed
  fi
}

case $side in
  sink)
    if [ "$folder" ] && [ ! -d "$1" ]; then complain "$1: Not a directory"; else take "$1"; fi ;;
  source)
    agreed
    for path; do give "$path"; done ;;
  *)
    echo 'usage: scp -t | -f [-dpr] path: this host copies for a client of its own, and not by itself' >&2
    exit 1 ;;
esac
exit $failed
`;
