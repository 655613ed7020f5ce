#!/bin/sh
# tee, dd, modprobe, modinfo, dmesg, uname of a fake host: what the kernel does when a file of /proc or /sys is written.
STATE="${0%/*}/../state"
printf '%s %s\n' "${0##*/}" "$*" >>"$STATE/../calls.log"

say_error() {
  case ${0##*/} in
    dd) printf "dd: error writing '%s': %s\n" "$1" "$2" >&2 ;;
    *) printf 'tee: %s: %s\n' "$1" "$2" >&2 ;;
  esac
  exit 1
}

# A choice is shown with the chosen word in brackets, and takes no other word.
choose() {
  read -r choices <"$1"
  plain=" $(printf '%s' "$choices" | tr -d '[]') "
  case $plain in
    *" $2 "*) printf '%s\n' "$(printf '%s' "$plain" | sed "s/ $2 / [$2] /; s/^ //; s/ $//")" >"$1" ;;
    *) say_error "$1" 'Invalid argument' ;;
  esac
}

# Fewer pages than were asked for, where there is no more memory, without a word.
take_pages() {
  pages=$2
  if [ -f "$STATE/pages-at-most" ]; then
    read -r most <"$STATE/pages-at-most"
    if [ "$pages" -gt "$most" ]; then pages=$most; fi
  fi
  printf '%s\n' "$pages" >"$1"
}

# deliver IRQ LIST: to one CPU of the list; to that of before where any may have it.
deliver() {
  case $2 in
    0-*) cat "$STATE/effective/${1##*/}" >"$1/effective_affinity_list" ;;
    *) printf '%s\n' "${2%%[,-]*}" >"$1/effective_affinity_list" ;;
  esac
}

probe() {
  device="$ROOT/sys/bus/pci/devices/$1"
  read -r driver <"$device/driver_override" || driver=''
  if [ -z "$driver" ]; then read -r driver <"$STATE/native-drivers/$1"; fi
  rm -f "$device/driver"
  ln -s "../../drivers/$driver" "$device/driver"
  printf 'DRIVER=%s\n' "$driver" >"$device/uevent"
}

write_kernel_file() {
  [ -e "$1" ] || [ "${1##*/}" = unbind ] || say_error "$1" 'Permission denied'
  case ${1#"$ROOT"} in
    /proc/irq/*/smp_affinity_list)
      if grep -Fqx "$(basename "${1%/*}")" "$STATE/managed-irqs" 2>/dev/null; then say_error "$1" "$(cat "$STATE/refusal" 2>/dev/null || printf 'Input/output error')"; fi
      case $2 in '' | *[!0-9,-]*) say_error "$1" 'Invalid argument' ;; esac
      printf '%s\n' "$2" >"$1"
      deliver "${1%/*}" "$2"
      ;;
    /sys/bus/pci/devices/*/driver/unbind) rm -f "${1%/unbind}" ;;
    /sys/bus/pci/drivers_probe) probe "$2" ;;
    */nr_hugepages) take_pages "$1" "$2" ;;
    *)
      read -r now <"$1" || now=''
      case $now in
        *\[*) choose "$1" "$2" ;;
        *)
          if grep -Fqx "${1#"$ROOT"}" "$STATE/refused-writes" 2>/dev/null; then say_error "$1" 'Invalid argument'; fi
          # Several numbers are shown with tabs between them.
          case ${1#"$ROOT"} in
            /proc/sys/*) printf '%s\n' "$2" | tr ' ' '\t' >"$1" ;;
            *) printf '%s\n' "$2" >"$1" ;;
          esac
          ;;
      esac
      ;;
  esac
}

case ${0##*/} in
  tee)
    IFS= read -r written || :
    for file in "$@"; do write_kernel_file "$file" "$written"; done
    printf '%s\n' "$written"
    ;;
  dd)
    IFS= read -r written || :
    write_kernel_file "${1#of=}" "$written"
    ;;
  dmesg) cat "$STATE/kernel-log" ;;
  uname) cat "$STATE/machine" ;;
  modprobe)
    while read -r module parameter value; do
      if [ "$module" != "$1" ] || [ -e "$ROOT/sys/module/$module/parameters/$parameter" ]; then continue; fi
      mkdir -p "$ROOT/sys/module/$module/parameters"
      printf 'live\n' >"$ROOT/sys/module/$module/initstate"
      printf '%s\n' "$value" >"$ROOT/sys/module/$module/parameters/$parameter"
    done <"$STATE/modules"
    ;;
  modinfo)
    # modinfo -F parm MODULE
    sed -n "s/^$3 \([^ ]*\) .*/\1:What it does (bool)/p" "$STATE/modules"
    ;;
esac
