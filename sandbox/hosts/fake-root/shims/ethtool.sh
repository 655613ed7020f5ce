#!/bin/sh
# ethtool of a fake host. $STATE/ethtool/INTERFACE has a line `KIND.NAME VALUE MAXIMUM` for each parameter.
STATE="${0%/*}/../state"
printf 'ethtool %s\n' "$*" >>"$STATE/../calls.log"
flag=$1
nic=$2
shift 2
book="$STATE/ethtool/$nic"
if [ ! -f "$book" ]; then
  printf 'netlink error: no device matches name\n' >&2
  exit 75
fi

value() {
  awk -v name="$1" -v column="$2" '$1 == name { print $column; found = 1 } END { if (!found) print "n/a" }' "$book"
}

# show KIND TITLE LABEL...: maxima and current values, as ethtool lays them out.
show() {
  kind=$1
  printf '%s parameters for %s:\n' "$2" "$nic"
  shift 2
  for section in 3 2; do
    if [ "$section" = 3 ]; then printf 'Pre-set maximums:\n'; else printf 'Current hardware settings:\n'; fi
    for label in "$@"; do
      printf '%s:\t\t%s\n' "$label" "$(value "$kind.$(printf '%s' "$label" | tr 'A-Z ' 'a-z-')" "$section")"
    done
  done
}

# refuse_beyond KIND NAME VALUE...: one request, so that one value too many refuses all.
refuse_beyond() {
  kind=$1
  shift
  while [ "$#" -ge 2 ]; do
    most=$(value "$kind.$1" 3)
    if [ "$most" = n/a ]; then
      printf 'netlink error: Operation not supported\n' >&2
      exit 95
    fi
    case $2 in
      *[!0-9]*) ;;
      *)
        if [ "$2" -gt "$most" ]; then
          printf 'netlink error: requested %s size exceeds maximum\n' "$1" >&2
          exit 22
        fi
        ;;
    esac
    shift 2
  done
}

change() {
  refuse_beyond "$@"
  kind=$1
  shift
  while [ "$#" -ge 2 ]; do
    sed "s/^\($kind\.$1\) [^ ]* /\1 $2 /" "$book" >"$book.new"
    mv "$book.new" "$book"
    shift 2
  done
}

case $flag in
  -g) show ring Ring RX 'RX Mini' 'RX Jumbo' TX ;;
  -l) show channels Channel RX TX Other Combined ;;
  -c)
    printf 'Coalesce parameters for %s:\nAdaptive RX: %s  TX: %s\n' "$nic" "$(value coalesce.adaptive-rx 2)" "$(value coalesce.adaptive-tx 2)"
    printf 'stats-block-usecs:\tn/a\n\nrx-usecs:\t%s\nrx-frames:\tn/a\n\ntx-usecs:\t%s\n' "$(value coalesce.rx-usecs 2)" "$(value coalesce.tx-usecs 2)"
    ;;
  -G) change ring "$@" ;;
  -L) change channels "$@" ;;
  -C) change coalesce "$@" ;;
esac
