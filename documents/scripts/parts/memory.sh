#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# What was there before. The first image of a thing is kept until restore has put it back; a later run never
# overwrites it. $BEFORE/index has a line `kind TAB subject` for each, $BEFORE/N the content for the line N: the content
# is written first, so that a run that is killed leaves nothing half remembered. What cannot be remembered is not touched:
# the run breaks off, as where there is no space left.
BEFORE="$STATE/before"
touched=''

remembers() {
  [ -f "$BEFORE/index" ] && grep -Fqx -- "$1$TAB$2" "$BEFORE/index"
}

next_image() {
  mkdir -p "$BEFORE" || no_memory
  if [ ! -f "$BEFORE/index" ]; then
    printf '' >"$BEFORE/index" || no_memory
  elif [ -n "$(tail -c 1 "$BEFORE/index")" ]; then
    # Of a line there was space for a part.
    { sed '$d' "$BEFORE/index" >"$BEFORE/index.new" && mv -f "$BEFORE/index.new" "$BEFORE/index"; } || no_memory
  fi
  image="$BEFORE/$(($(wc -l <"$BEFORE/index") + 1))"
  rm -f "$image" || no_memory
}

no_memory() {
  break_off NothingRemembered "What was there before cannot be kept in ${BEFORE#"$ROOT"}, so nothing more was changed: is there space left?"
}

# touch_thing KIND SUBJECT: the plan of this run names it.
touch_thing() {
  touched="$touched$1$TAB$2$NEWLINE"
}

# remember KIND SUBJECT CONTENT
remember() {
  touch_thing "$1" "$2"
  if remembers "$1" "$2"; then return 0; fi
  next_image
  printf '%s' "$3" >"$image" || no_memory
  printf '%s\t%s\n' "$1" "$2" >>"$BEFORE/index" || no_memory
}

# remember_file PATH: its bytes and its mode, a link as a link, or that there was none, and the directories that have to be
# made for it.
remember_file() {
  remember_directories "${1%/*}"
  if remembers file "$1" || remembers absent "$1"; then
    touch_thing file "$1"
    touch_thing absent "$1"
  elif [ -e "$ROOT$1" ] || [ -L "$ROOT$1" ]; then
    next_image
    cp -pP "$ROOT$1" "$image" || no_memory
    printf 'file\t%s\n' "$1" >>"$BEFORE/index" || no_memory
    touch_thing file "$1"
  else
    remember absent "$1" ''
  fi
}

remember_directories() {
  if [ -z "$1" ]; then return 0; fi
  if remembers directory "$1"; then
    remember_directories "${1%/*}"
    touch_thing directory "$1"
  elif [ ! -d "$ROOT$1" ]; then
    remember_directories "${1%/*}"
    remember directory "$1" ''
  fi
}

# forget N: the line N of the index stands for nothing any more.
forget() {
  { sed "$1s/.*/-$TAB-/" "$BEFORE/index" >"$BEFORE/index.new" && mv -f "$BEFORE/index.new" "$BEFORE/index"; } || no_memory
  rm -f "${BEFORE:?}/$1"
}

# Work that must follow a change stands in a file from before the change until it is done, so that a run which is killed
# in between leaves it to the next one.
owe() {
  { mkdir -p "$STATE" && printf '' >"$STATE/owed-$1"; } || no_memory
}

owes() {
  [ -f "$STATE/owed-$1" ]
}

paid() {
  rm -f "$STATE/owed-$1"
}

# started_at PID: when it was started, which tells it from another process that has its number later.
started_at() {
  sed 's/^.*) //' "$ROOT/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# One run at a time. What a killed run has left, or one before a reboot, is no lock.
lock_state() {
  mkdir -p "$STATE" || no_memory
  read -r lock_boot <"$BOOT_ID_FILE" || lock_boot=unknown
  lock_line="$lock_boot $$ $(started_at "$$")"
  if ! (set -C && printf '%s\n' "$lock_line" >"$STATE/lock") 2>/dev/null; then
    lock_holder=''
    if [ -f "$STATE/lock" ]; then read -r lock_holder_boot lock_holder lock_started <"$STATE/lock" || lock_holder=''; fi
    if [ "${lock_holder_boot:-}" = "$lock_boot" ] && [ -n "${lock_holder:-}" ] && [ -d "$ROOT/proc/$lock_holder" ] &&
      [ "${lock_started:-}" = "$(started_at "$lock_holder")" ]; then
      refuse AnotherRunIsAtWork "Process $lock_holder is at work on this host."
    fi
    printf '%s\n' "$lock_line" >"$STATE/lock" || no_memory
  fi
  locked=yes
}
