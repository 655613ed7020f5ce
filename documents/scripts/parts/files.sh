#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Whole files, written beside their place and moved into it.
NEW="$STATE/new"
file_outcome=unchanged

# put_file PATH: what stands in $NEW becomes its content; a file that says it already is left alone. Sets file_outcome
# (applied, unchanged). Never at the end of a pipe: what it sets would be lost.
put_file() {
  file_outcome=unchanged
  remember_file "$1" || return 1
  if [ -f "$ROOT$1" ] && [ ! -L "$ROOT$1" ] && cmp -s "$NEW" "$ROOT$1"; then
    rm -f "$NEW"
    return 0
  fi
  owe_for_file "$1"
  put_directory="$ROOT${1%/*}"
  put_beside="$put_directory/.${1##*/}.slipway-new"
  mkdir -p "$put_directory" || return 1
  if [ -f "$ROOT$1" ]; then cp -p "$ROOT$1" "$put_beside" || return 1; fi
  cat "$NEW" >"$put_beside" || return 1
  mv -f "$put_beside" "$ROOT$1" || return 1
  relabel "$1"
  rm -f "$NEW"
  file_outcome=applied
}

# relabel PATH: what SELinux, where it is, has the place down for; the file was made beside it.
relabel() {
  if has restorecon; then restorecon "$ROOT$1" >/dev/null 2>&1 || :; fi
}

# What has to be done when a file has changed.
owe_for_file() {
  case $1 in
    /etc/default/grub | /etc/default/grub.d/*) owe boot-loader ;;
    /etc/systemd/system/irqbalance.service.d/* | /etc/slipway/irqbalance.env)
      owe daemon-reload
      owe irqbalance
      ;;
    /etc/systemd/*) owe daemon-reload ;;
  esac
}

# settle_units: what is owed to systemd. Fails where systemd does.
settle_units() {
  if owes daemon-reload; then
    if has systemctl; then systemctl daemon-reload || return 1; fi
    paid daemon-reload
  fi
  if owes irqbalance; then
    if has systemctl; then systemctl try-restart irqbalance.service || return 1; fi
    paid irqbalance
  fi
}
