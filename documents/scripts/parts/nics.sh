#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Network interfaces through ethtool.

# nic_value KIND INTERFACE PARAMETER: the current value, by the names that ethtool takes (`rx`, `combined`,
# `adaptive-rx`); nothing where the driver has none. KIND: ring, channels, coalesce.
nic_value() {
  case $1 in
    ring) nic_flag=-g ;;
    channels) nic_flag=-l ;;
    *) nic_flag=-c ;;
  esac
  nic_text=$(ethtool "$nic_flag" "$2" 2>/dev/null) || return 1
  printf '%s\n' "$nic_text" | awk -F ':[ \t]*' -v kind="$1" -v name="$3" -v section="${4:-current}" '
    /^Pre-set maximums/ { at = "max" }
    /^Current hardware settings/ { at = "current" }
    kind == "coalesce" && /^Adaptive RX/ && name ~ /^adaptive-/ {
      split($0, part, /[ \t]+/)
      value = (name == "adaptive-rx" ? part[3] : part[5])
    }
    kind == "coalesce" && $1 == name { value = $2 }
    kind != "coalesce" && at == section {
      label = tolower($1)
      gsub(/ /, "-", label)
      if (label == name) value = $2
    }
    END { sub(/[ \t]+$/, "", value); if (value != "n/a") printf "%s", value }
  '
}

nic_exists() {
  [ -e "$ROOT/sys/class/net/$1" ]
}

# default_interfaces: those that carry a default route, IPv4 or IPv6, one a line. Through them the host is managed.
default_interfaces() {
  {
    if [ -r "$ROOT/proc/net/route" ]; then
      awk 'NR > 1 && $2 == "00000000" && $8 == "00000000" { print $1 }' "$ROOT/proc/net/route"
    fi
    if [ -r "$ROOT/proc/net/ipv6_route" ]; then
      awk '$1 ~ /^0+$/ && $2 == "00" && $10 != "lo" { print $10 }' "$ROOT/proc/net/ipv6_route"
    fi
  } | sort -u
}

carries_default_route() {
  default_interfaces | grep -Fqx -- "$1"
}
