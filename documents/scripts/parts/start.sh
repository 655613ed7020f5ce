#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# What every script begins with. The script sets DOCUMENT, its own name, before.
# ROOT: where the host's files begin. Empty on a host; in tests a directory that looks like one.
ROOT=${ROOT:-}
if [ "$ROOT" = / ]; then ROOT=''; fi
LC_ALL=C
export LC_ALL
umask 022
TAB=$(printf '\t')
NEWLINE='
'
STATE="$ROOT/var/lib/slipway"
BOOT_ID_FILE="$ROOT/proc/sys/kernel/random/boot_id"

# result OUTCOME REASON MEMBERS: the line that ends every script; MEMBERS of JSON may be empty.
told=no
result() {
  told=yes
  printf '@@RESULT {"schemaVersion":1,"document":"%s","outcome":"%s","reason":"%s"%s}\n' "$DOCUMENT" "$1" "$2" "${3:+,$3}"
}

# refuse CODE SENTENCE: nothing was touched. The exit code is 2, so that it differs from a setting that failed (1).
refuse() {
  printf '%s\n' "$2" >&2
  result error "$1" "\"message\":$(json_string "$2")"
  exit 2
}

# break_off CODE SENTENCE: in the middle; what was done stays done.
break_off() {
  printf '%s\n' "$2" >&2
  result error "$1" "\"message\":$(json_string "$2")"
  exit 1
}

# Whatever else ends a script (no space left, a file system that cannot be written), it says so as its last line.
locked=no
on_exit() {
  exit_code=$?
  if [ "$locked" = yes ]; then rm -f "$STATE/lock"; fi
  if [ "$told" = yes ]; then exit "$exit_code"; fi
  result error BrokenOff '"message":"The script broke off. Its standard error says why."'
  exit 1
}
trap on_exit EXIT

# json_string VALUE: as a JSON string. Control characters become spaces.
json_string() {
  case $1 in
    *[!A-Za-z0-9._:/\ =,+@%\(\)\;-]*)
      printf '"%s"' "$(printf '%s' "$1" | tr '\001-\037\177' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g')"
      ;;
    *) printf '"%s"' "$1" ;;
  esac
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# Systems Manager's agent exports SSM_COMMAND_ID. Without it, and without a ROOT, somebody has started this by hand, and
# what it sets would be set on the machine at hand.
if [ -z "$ROOT" ] && [ -z "${SSM_COMMAND_ID:-}" ] && [ "${SLIPWAY_ON_THIS_HOST:-}" != yes ]; then
  refuse NotAHost 'Neither Systems Manager nor a test started this script: it would act on this machine. Set ROOT to a directory, or SLIPWAY_ON_THIS_HOST=yes if that is what you want.'
fi
