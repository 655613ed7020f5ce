#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# systemd units.

# unit_state NAME: enabled, disabled, masked, static, …; nothing where there is no such unit, or no systemd.
unit_state() {
  if ! has systemctl; then return 0; fi
  unit_text=$(systemctl is-enabled "$1" 2>/dev/null) || :
  case $unit_text in
    not-found | '') ;;
    *) printf '%s' "${unit_text%%"$NEWLINE"*}" ;;
  esac
}

unit_activity() {
  systemctl is-active "$1" 2>/dev/null || :
}

# unit_effect NAME: its state; one that is not to start, and runs all the same, is `masked, but active`.
unit_effect() {
  unit_shown=$(unit_state "$1")
  case $unit_shown in
    masked | disabled) if [ "$(unit_activity "$1")" = active ]; then unit_shown="$unit_shown, but active"; fi ;;
  esac
  printf '%s' "$unit_shown"
}

# set_unit NAME STATE: masked, disabled or enabled; what is not to start is stopped. Sets unit_outcome and unit_detail.
set_unit() {
  unit_before=$(unit_state "$1")
  if [ -z "$unit_before" ]; then
    unit_outcome=not-applicable
    unit_detail='there is no such unit'
    return 0
  fi
  remember unit "$1" "$unit_before $(unit_activity "$1")"
  unit_outcome=unchanged
  unit_detail="is $2"
  unit_before=$(unit_effect "$1")
  if [ "$unit_before" = "$2" ]; then return 0; fi
  case $2 in
    masked) unit_verb=mask ;;
    disabled) unit_verb=disable ;;
    *) unit_verb=enable ;;
  esac
  if ! unit_error=$(systemctl "$unit_verb" --now "$1" 2>&1); then
    unit_outcome=failed
    unit_detail=$(plain_spaces "$unit_error")
    return 0
  fi
  unit_now=$(unit_effect "$1")
  # With --now systemctl stops only what it has changed.
  if [ "$unit_now" = "$2, but active" ]; then
    systemctl stop "$1" >/dev/null 2>&1 || :
    unit_now=$(unit_effect "$1")
  fi
  if [ "$unit_now" = "$2" ]; then
    unit_outcome=applied
    unit_detail="$unit_before -> $2"
  else
    unit_outcome=failed
    unit_detail="is $unit_now after systemctl $unit_verb"
  fi
}

# restore_unit NAME BEFORE: `BEFORE` is its state and its activity.
restore_unit() {
  if [ "$(unit_state "$1")" = masked ] && [ "${2% *}" != masked ]; then systemctl unmask "$1" >/dev/null 2>&1 || return 1; fi
  case ${2% *} in
    enabled) systemctl enable "$1" >/dev/null 2>&1 || return 1 ;;
    disabled) systemctl disable "$1" >/dev/null 2>&1 || return 1 ;;
    masked) systemctl mask "$1" >/dev/null 2>&1 || return 1 ;;
  esac
  case ${2#* } in
    active) systemctl start "$1" >/dev/null 2>&1 || return 1 ;;
    *) systemctl stop "$1" >/dev/null 2>&1 || : ;;
  esac
}
