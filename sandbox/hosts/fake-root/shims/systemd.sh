#!/bin/sh
# systemctl of a fake host: units are files of its root, what is active a file of its state.
STATE="${0%/*}/../state"
printf 'systemctl %s\n' "$*" >>"$STATE/../calls.log"
verb=$1
shift
now=no
unit=''
for argument in "$@"; do
  case $argument in
    --now) now=yes ;;
    *) unit=$argument ;;
  esac
done
MASK="$ROOT/etc/systemd/system/$unit"
WANTS="$ROOT/etc/systemd/system/multi-user.target.wants"

state_of() {
  if [ -L "$MASK" ] && [ "$(readlink "$MASK")" = /dev/null ]; then
    printf masked
  elif [ -L "$WANTS/$unit" ]; then
    printf enabled
  elif [ -f "$ROOT/usr/lib/systemd/system/$unit" ] || [ -f "$MASK" ]; then
    printf disabled
  else
    printf not-found
  fi
}

start_unit() {
  if [ "$(state_of)" = masked ]; then exit 1; fi
  if grep -Fqx "$unit" "$STATE/units-that-fail" 2>/dev/null; then exit 1; fi
  : >"$STATE/active/$unit"
  # An agent that writes a log when it starts: what it says lies beside its unit.
  if [ -f "$ROOT/usr/lib/systemd/system/$unit.says" ]; then
    cat "$ROOT/usr/lib/systemd/system/$unit.says" >>"$ROOT/var/log/aws/codedeploy-agent/codedeploy-agent.log"
  fi
}

if [ "$verb" != daemon-reload ] && [ "$(state_of)" = not-found ]; then
  if [ "$verb" = is-enabled ]; then printf 'Failed to get unit file state for %s: No such file or directory\n' "$unit" >&2; else printf 'Unit %s not found.\n' "$unit" >&2; fi
  if [ "$verb" = is-active ]; then printf 'inactive\n'; fi
  exit 4
fi
case $verb in
  is-enabled)
    state_of
    printf '\n'
    [ "$(state_of)" = enabled ]
    ;;
  is-active)
    if [ -f "$STATE/active/$unit" ]; then printf 'active\n'; else
      printf 'inactive\n'
      exit 3
    fi
    ;;
  # With --now it stops what it has changed, and nothing else.
  mask)
    if [ "$(state_of)" = masked ]; then exit 0; fi
    ln -sf /dev/null "$MASK"
    if [ "$now" = yes ]; then rm -f "$STATE/active/$unit"; fi
    ;;
  unmask) if [ "$(state_of)" = masked ]; then rm -f "$MASK"; fi ;;
  enable)
    if [ ! -d "$WANTS" ]; then mkdir -p "$WANTS"; fi
    if [ ! -L "$WANTS/$unit" ]; then ln -s "/usr/lib/systemd/system/$unit" "$WANTS/$unit"; fi
    if [ "$now" = yes ]; then start_unit; fi
    ;;
  disable)
    if [ "$(state_of)" = disabled ]; then exit 0; fi
    rm -f "$WANTS/$unit"
    if [ "$now" = yes ]; then rm -f "$STATE/active/$unit"; fi
    ;;
  start) start_unit ;;
  stop) rm -f "$STATE/active/$unit" ;;
esac
