#!/bin/sh
# Written by Slipway (document apply-plan): sets again at boot what the kernel forgets, /etc/slipway/runtime.tsv.
set -eu
ROOT=${ROOT:-}
result=0

# write_all PATTERN VALUE
write_all() {
  old_ifs=$IFS
  IFS=''
  # shellcheck disable=SC2086
  set -- "$2" $ROOT$1
  IFS=$old_ifs
  value=$1
  shift
  if [ "$value" = - ]; then value=''; fi
  for file in "$@"; do
    [ -e "$file" ] || continue
    # Interrupts that the kernel manages refuse every affinity.
    printf '%s\n' "$value" | tee "$file" >/dev/null 2>&1 || case $file in */irq/*) ;; *) result=1 ;; esac
  done
}

while IFS="$(printf '\t')" read -r verb one two three <&3; do
  case $verb in
    write) write_all "$one" "$two" ;;
    modprobe) modprobe "$one" || result=1 ;;
    ethtool)
      set -f
      # shellcheck disable=SC2086
      ethtool "$one" "$two" $three || result=1
      set +f
      ;;
  esac
done 3<"$ROOT/etc/slipway/runtime.tsv"
exit "$result"
