#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Parameters of an interface against those that are wanted: $key is the interface, $value pairs as `rx 512 tx 512`.

# nic_compare KIND: sets nic_before (`rx 512 tx 512`), nic_missing and nic_same.
nic_compare() {
  set -f
  # shellcheck disable=SC2086 # pairs of words
  set -- "$1" $value
  set +f
  nic_kind=$1
  nic_before=''
  nic_missing=''
  nic_same=yes
  shift
  while [ "$#" -ge 2 ]; do
    nic_current=$(nic_value "$nic_kind" "$key" "$1") || nic_current=''
    if [ -z "$nic_current" ]; then
      nic_missing="$nic_missing $1"
    else
      nic_before="$nic_before $1 $nic_current"
      if [ "$nic_current" != "$2" ]; then nic_same=no; fi
    fi
    shift 2
  done
  nic_before=${nic_before# }
}
