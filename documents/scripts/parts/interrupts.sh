#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Interrupts: where they arrive, and which of them nobody can move.
# https://docs.kernel.org/core-api/irq/managed_irq.html

# can_be_moved IRQ: those that the kernel manages (a disk's queue for each CPU) or keeps where they are (timers) refuse
# whatever is written, with EIO, newer kernels with EPERM; the others find fault with what is written, EINVAL. Neither
# changes anything.
can_be_moved() {
  moved_error=$({ printf 'x\n' | dd of="$ROOT/proc/irq/$1/smp_affinity_list" conv=notrunc; } 2>&1) || :
  case $moved_error in
    *'Input/output error'* | *'Operation not permitted'*) return 1 ;;
  esac
}

# interrupts_in_use: a line `IRQ TAB CPUS TAB HANDLER` for each that has a handler. CPUS: to which it is delivered, or, where
# the kernel does not tell, may be.
interrupts_in_use() {
  for irq_directory in "$ROOT"/proc/irq/[0-9]*; do
    for irq_handler in "$irq_directory"/*/; do
      [ -d "$irq_handler" ] || continue
      irq_handler=${irq_handler%/}
      irq_file="$irq_directory/effective_affinity_list"
      if [ ! -f "$irq_file" ]; then irq_file="$irq_directory/smp_affinity_list"; fi
      irq_cpus=''
      if [ -f "$irq_file" ]; then read -r irq_cpus <"$irq_file" || :; fi
      printf '%s\t%s\t%s\n' "${irq_directory##*/}" "$irq_cpus" "${irq_handler##*/}"
      break
    done
  done
}

# placed_by LIST: of these lines on standard input `in TAB CPU` for each CPU of the list that is among theirs, and
# `out TAB IRQ TAB CPUS TAB HANDLER` for each that has others; CPUS are only those.
placed_by() {
  awk -F '\t' -v may="$(expand_cpus "$1" | paste -s -d ' ' -)" '
    BEGIN { count = split(may, inside, " "); for (at = 1; at <= count; at++) allowed[inside[at]] }
    {
      outside = ""
      count = split($2, part, ",")
      for (at = 1; at <= count; at++) {
        ends = split(part[at], end, "-")
        for (cpu = end[1] + 0; cpu <= end[ends] + 0; cpu++)
          if (!(cpu in allowed)) outside = outside (outside == "" ? "" : ",") cpu
          else if (!(cpu in told)) { told[cpu]; print "in\t" cpu }
      }
      if (outside != "") print "out\t" $1 "\t" outside "\t" $3
    }
  '
}

# fired_between BEFORE AFTER: of the lines `IRQ TAB CPUS TAB HANDLER` on standard input those that fired on one of their CPUs
# between two texts of /proc/interrupts, and only these CPUs. Its columns are the CPUs that are online.
fired_between() {
  { printf '%s\n' "$1" && printf '@after\n%s\n@asked\n' "$2" && cat; } | awk '
    /^@/ { part = $0; next }
    part == "@asked" {
      split($0, asked, "\t")
      fired = ""
      count = split(asked[2], of, ",")
      for (at = 1; at <= count; at++) if ((asked[1], of[at]) in rose) fired = fired (fired == "" ? "" : ",") of[at]
      if (fired != "") print asked[1] "\t" fired "\t" asked[3]
      next
    }
    $1 ~ /^CPU[0-9]+$/ { columns = NF; for (at = 1; at <= NF; at++) cpu[at] = substr($at, 4); next }
    $1 ~ /^[0-9]+:$/ {
      for (at = 1; at <= columns; at++)
        if (part == "") was[$1 + 0, cpu[at]] = $(at + 1)
        else if ($(at + 1) != was[$1 + 0, cpu[at]]) rose[$1 + 0, cpu[at]]
    }
  '
}

# read_interrupts LIST: sets effect to the CPUs where interrupts arrive, and strays to a text of those outside of the list. One
# that nobody can move is silent unless somebody on that CPU works with its device (with isolcpus=managed_irq): it counts
# where it fires while this waits, and else stands in immovable_names, immovable_cpus, immovable_count.
interrupts_for=''
immovable_count=0
immovable_cpus=''
immovable_names=''
read_interrupts() {
  if [ "$interrupts_for" != "$1" ]; then
    interrupts_for=$1
    survey_interrupts "$1"
  fi
  effect=$interrupts_effect
}

survey_interrupts() {
  strays=''
  immovable_count=0
  immovable_names=''
  irq_arrivals=''
  irq_immovable=''
  while IFS="$TAB" read -r irq_place irq_number irq_cpus irq_handler <&5; do
    case $irq_place in
      in) irq_arrivals="$irq_arrivals,$irq_number" ;;
      out)
        if can_be_moved "$irq_number"; then
          stray "$irq_handler ($irq_number)" "$irq_cpus"
        else
          immovable_count=$((immovable_count + 1))
          immovable_names="$immovable_names${immovable_names:+, }$irq_handler"
          irq_immovable="$irq_immovable$irq_number$TAB$irq_cpus$TAB$irq_handler$NEWLINE"
        fi
        ;;
    esac
  done 5<<EOT
$(interrupts_in_use | placed_by "$1")
EOT
  immovable_cpus=$(expand_cpus "$(printf '%s' "$irq_immovable" | cut -f 2 | paste -s -d , -)" | join_cpus)
  if [ "$immovable_count" -gt 0 ]; then watch_immovable; fi
  interrupts_effect=$(expand_cpus "${irq_arrivals#,}" | join_cpus)
}

# stray WHAT CPUS
stray() {
  strays="$strays${strays:+; }$1 on $2"
  irq_arrivals="$irq_arrivals,$2"
}

# Fails closed: where the kernel does not count, all of them count.
watch_immovable() {
  irq_before=$(cat "$ROOT/proc/interrupts" 2>/dev/null) || irq_before=''
  irq_fired=$irq_immovable
  if [ -n "$irq_before" ]; then
    sleep 2
    irq_fired=$(printf '%s' "$irq_immovable" | fired_between "$irq_before" "$(cat "$ROOT/proc/interrupts")")
  fi
  while IFS="$TAB" read -r irq_number irq_cpus irq_handler <&5; do
    if [ -n "$irq_number" ]; then stray "$irq_handler ($irq_number, cannot be moved)" "$irq_cpus"; fi
  done 5<<EOT
$irq_fired
EOT
}
