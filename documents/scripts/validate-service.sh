#!/bin/sh
# The gate of an EC2 deployment in place: CodeDeploy's lifecycle event ValidateService fails where this does not exit 0.
# Asks an HTTP endpoint on this host (with curl or wget, whichever is there), or runs one program, until it is well or the
# tries are used up. As an AppSpec script it takes its settings from validate-service.conf beside it, lines NAME=VALUE with
# the names below; as an SSM document from its parameters. A value is never run as shell text. Fails closed.
#   Url          http://127.0.0.1:8080/health           Program      /opt/app/bin/check, run without arguments
#   Expect       text that the answer must hold         Tries        30 by default
#   PauseSec     2 by default, between two tries        AnswerSec    5 by default, for one answer
# Exit: 0 well, 1 not well, 2 the settings are wrong.
set -eu
LC_ALL=C
export LC_ALL
conf="$(dirname "$0")/validate-service.conf"

# setting NAME DEFAULT: the parameter of the document (given as DOCUMENT_VALUE), else the line of the file.
setting() {
  if [ -n "$3" ] && [ "$3" != - ]; then
    printf '%s' "$3"
  elif [ -f "$conf" ] && grep -q "^$1=" "$conf"; then
    sed -n "s/^$1=//p" "$conf" | head -n 1
  else
    printf '%s' "$2"
  fi
}

result() {
  printf '@@RESULT {"schemaVersion":1,"document":"validate-service","outcome":"%s","reason":"%s","tries":%s}\n' "$1" "$2" "${tried:-0}"
  exit "$3"
}

wrong() {
  printf 'validate-service: %s\n' "$1" >&2
  result error SettingsWrong 2
}

url=$(setting Url '' "${SSM_Url:-}")
program=$(setting Program '' "${SSM_Program:-}")
expect=$(setting Expect '' "${SSM_Expect:-}")
tries=$(setting Tries 30 "${SSM_Tries:-}")
pause=$(setting PauseSec 2 "${SSM_PauseSec:-}")
answer=$(setting AnswerSec 5 "${SSM_AnswerSec:-}")

for number in "$tries" "$pause" "$answer"; do
  case $number in
    '' | *[!0-9]* | ?????*) wrong "$number is not a number of at most four digits." ;;
  esac
done
if [ "$tries" -lt 1 ]; then wrong 'Tries must be at least 1.'; fi
case $url in
  '') if [ -z "$program" ]; then wrong 'Neither Url nor Program is set.'; fi ;;
  *@*) wrong "$url names a user." ;;
  http://127.0.0.1[:/]* | http://localhost[:/]* | http://\[::1\][:/]* | https://127.0.0.1[:/]* | https://localhost[:/]*) ;;
  *) wrong "$url is not an address on this host, http://127.0.0.1:PORT/PATH." ;;
esac
if [ -n "$url" ] && [ -n "$program" ]; then wrong 'Url and Program are both set.'; fi
case $program in
  */..* | */.) wrong "$program goes up out of a directory." ;;
  '' | /*) ;;
  *) wrong "$program is not an absolute path." ;;
esac

# fetch: the answer on standard output; fails where the status is not 2xx. A service that sends its callers elsewhere (to a
# login, to a page that it is down) is not followed: only busybox's wget cannot help it. A certificate for 127.0.0.1 is
# nobody's.
fetch() {
  if command -v curl >/dev/null 2>&1; then
    fetched=$(curl --silent --show-error --fail --insecure --noproxy '*' --max-time "$answer" --write-out ' %{http_code}' -- "$url") || return 1
    case ${fetched##* } in
      2*) printf '%s' "${fetched% *}" ;;
      *)
        printf 'the answer has the status %s\n' "${fetched##* }" >&2
        return 1
        ;;
    esac
  elif command -v wget >/dev/null 2>&1; then
    if wget --version >/dev/null 2>&1; then
      wget --max-redirect=0 -q -O - -T "$answer" -- "$url"
    else
      wget -q -O - -T "$answer" -- "$url"
    fi
  else
    printf 'neither curl nor wget is on this host\n' >&2
    return 127
  fi
}

is_well() {
  if [ -n "$program" ]; then
    "$program"
  else
    is_well_text=$(fetch) || return 1
    case $is_well_text in
      *"$expect"*) return 0 ;;
    esac
    printf 'the answer does not hold %s\n' "$expect" >&2
    return 1
  fi
}

if [ -n "$url" ] && ! command -v curl >/dev/null 2>&1 && ! command -v wget >/dev/null 2>&1; then
  wrong 'Neither curl nor wget is on this host: set Program instead of Url.'
fi
tried=0
while :; do
  tried=$((tried + 1))
  if is_well; then result passed ServiceAnswers 0; fi
  if [ "$tried" -ge "$tries" ]; then result failed ServiceUnwell 1; fi
  sleep "$pause"
done
