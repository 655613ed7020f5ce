#!/bin/sh
# apt-get, dpkg and dpkg-query of a fake host. What can be had is a list `NAME [RELEASE]` in its state; a kernel brings its image.
STATE="${0%/*}/../state"
printf '%s %s\n' "${0##*/}" "$*" >>"$STATE/../calls.log"
for name in "$@"; do :; done
INSTALLED="$ROOT/var/lib/dpkg/info/$name.list"

case "${0##*/} $1" in
  'dpkg-query -W')
    if [ ! -f "$INSTALLED" ]; then
      printf 'dpkg-query: no packages found matching %s\n' "$name" >&2
      exit 1
    fi
    printf 'install ok installed'
    ;;
  'dpkg --configure') rm -f "$STATE/dpkg-interrupted" ;;
  'apt-get install')
    if [ -f "$STATE/dpkg-interrupted" ]; then
      printf "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n"
      exit 100
    fi
    line=$(grep "^$name\( \|$\)" "$STATE/packages") || {
      printf 'E: Unable to locate package %s\n' "$name"
      exit 100
    }
    : >"$INSTALLED"
    release=${line#"$name"}
    if [ -n "$release" ]; then
      : >"$ROOT/boot/vmlinuz-${release# }"
      update-grub
    fi
    ;;
  'apt-get remove') rm -f "$INSTALLED" ;;
esac
