#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Reads what a setting has brought about, and compares it with what the plan expects.

# read_effect READ EXPECTED: sets effect to what was read, and effect_known to yes, no (it could not be read) or absent
# (this host lacks what it is about).
read_effect() {
  effect=''
  effect_known=yes
  case $1 in
    sysctl:*) read_value "/proc/sys/$(printf '%s' "${1#sysctl:}" | tr . /)" ;;
    cmdline:) effect=$(plain_spaces "$(cat "$ROOT/proc/cmdline" 2>/dev/null)") ;;
    kernel-log:) effect=$(kernel_log) || effect_known=no ;;
    ethtool-*) read_nic "${1#ethtool-}" ;;
    unit:*)
      effect=$(unit_effect "${1#unit:}")
      if [ -z "$effect" ]; then effect_known=absent; fi
      ;;
    irqs:effective)
      if [ -d "$ROOT/proc/irq" ]; then read_interrupts "$2"; else effect_known=absent; fi
      ;;
    package:*) effect=$(package_effect "${1#package:}") ;;
    file:*) read_hash "${1#file:}" ;;
    *) read_value "$1" ;;
  esac
  if [ -z "$effect" ] && [ "$effect_known" = yes ]; then
    case $1 in
      cmdline: | kernel-log: | package:*) effect_known=no ;;
    esac
  fi
}

# read_value PATTERN: of several files, what they all say, or else the first that says something else than the first.
read_value() {
  effect_files=0
  effect_ifs=$IFS
  IFS=''
  # shellcheck disable=SC2086 # its * are to be expanded, and with this IFS nothing else is
  set -- $ROOT$1
  IFS=$effect_ifs
  for effect_file in "$@"; do
    [ -f "$effect_file" ] || continue
    effect_text=$(cat "$effect_file" 2>/dev/null) || effect_known=no
    effect_text=$(plain_spaces "$effect_text")
    effect_files=$((effect_files + 1))
    if [ "$effect_files" -eq 1 ]; then effect=$effect_text; fi
    if [ "$effect_text" != "$effect" ]; then
      effect="$effect, but ${effect_file#"$ROOT"}: $effect_text"
      return 0
    fi
  done
  if [ "$effect_files" -eq 0 ]; then effect_known=absent; fi
}

# read_nic `ring:ens5 rx`
read_nic() {
  nic_name=${1#*:}
  nic_name=${nic_name% *}
  if ! nic_exists "$nic_name" || ! has ethtool; then
    effect_known=absent
    return 0
  fi
  effect=$(nic_value "${1%%:*}" "$nic_name" "${1##* }") || effect_known=no
  if [ -z "$effect" ]; then effect_known=no; fi
}

# package_effect NAME: as package_state; of a kernel that is installed and does not run it says which one does.
package_effect() {
  package_now=$(package_state "$1")
  package_kernels=$(kernel_pattern "$1")
  read -r package_running <"$ROOT/proc/sys/kernel/osrelease" || package_running=''
  # shellcheck disable=SC2254 # a pattern
  case $package_running in
    ${package_kernels:-*}) printf '%s' "$package_now" ;;
    *) printf '%s%s' "$package_now" "${package_now:+, but $package_running runs}" ;;
  esac
}

read_hash() {
  if [ ! -f "$ROOT$1" ]; then
    effect_known=absent
    return 0
  fi
  effect=$(sha256sum <"$ROOT$1" | cut -d ' ' -f 1) || effect_known=no
}

# The kernel's log of this boot: the journal has it whole, the ring that dmesg shows may have turned over.
kernel_log() {
  log_text=''
  if has journalctl; then log_text=$(journalctl -k -b 0 -o cat --no-pager 2>/dev/null) || log_text=''; fi
  if [ -z "$log_text" ]; then log_text=$(dmesg 2>/dev/null) || log_text=''; fi
  [ -n "$log_text" ] && printf '%s' "$log_text"
}

# expand_mask MASK: as expand_cpus.
expand_mask() {
  printf '%s\n' "$1" | tr -d ',' | tr A-F a-f | awk '
    /^[0-9a-f]+$/ {
      for (place = length($0); place >= 1; place--) {
        digit = index("0123456789abcdef", substr($0, place, 1)) - 1
        for (bit = 0; bit < 4; bit++) {
          if (digit % 2) print (length($0) - place) * 4 + bit
          digit = int(digit / 2)
        }
      }
    }
  '
}

# cpus_of READ TEXT: one a line; the kernel writes some files as masks.
cpus_of() {
  if is_mask_file "$1"; then expand_mask "$2"; else expand_cpus "$2"; fi
}

# effect_fits OP READ EXPECTED: judges $effect.
effect_fits() {
  case $1 in
    equals)
      if is_mask_file "$2"; then
        [ "$(plain_mask "$effect")" = "$(plain_mask "$3")" ]
      else
        [ "$effect" = "$3" ] || is_chosen "$3"
      fi
      ;;
    contains) contains "$2" "$3" ;;
    lacks) ! contains "$2" "$3" ;;
    same-cpus) [ "$(cpus_of "$2" "$effect" | sort -n)" = "$(expand_cpus "$3")" ] ;;
    subset-of) is_subset "$2" "$3" ;;
    at-least) is_number "$effect" && is_number "$3" && [ "$effect" -ge "$3" ] ;;
    *) return 1 ;;
  esac
}

# is_chosen WORD: of `always madvise [never]` the word in brackets.
is_chosen() {
  case $effect in
    *"[$1]"*) return 0 ;;
  esac
  return 1
}

# contains READ TEXT: on the command line whole words, elsewhere any text.
contains() {
  if [ "$1" = cmdline: ]; then
    case " $effect " in
      *" $2 "*) return 0 ;;
    esac
    return 1
  fi
  case $effect in
    *"$2"*) return 0 ;;
  esac
  return 1
}

is_number() {
  case ${1#-} in
    '' | *[!0-9]*) return 1 ;;
  esac
}

# is_subset READ LIST: every CPU of $effect is in the list. An empty set is a subset: no interrupt is on a wrong CPU.
is_subset() {
  subset_rest=$({
    cpus_of "$1" "$effect" | sed 's/^/has /'
    expand_cpus "$2" | sed 's/^/may /'
  } | awk '$1 == "has" { has[$2] } $1 == "may" { may[$2] } END { for (cpu in has) if (!(cpu in may)) print cpu }')
  [ -z "$subset_rest" ]
}
