#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Puts back what was remembered. Sets back_outcome (restored, unchanged, gone, failed) and back_detail.

# put_back KIND SUBJECT IMAGE
put_back() {
  back_outcome=unchanged
  back_detail='is as it was'
  if [ ! -f "$3" ] && [ ! -L "$3" ]; then
    back_outcome=failed
    back_detail="what was there before is no longer in ${BEFORE#"$ROOT"}"
    return 0
  fi
  case $1 in
    file) put_back_file "$2" "$3" ;;
    absent) put_back_absence "$2" ;;
    directory) if [ -d "$ROOT$2" ] && rmdir "$ROOT$2" 2>/dev/null; then back_outcome=restored; fi ;;
    value) put_back_value "$2" "$3" ;;
    nic-ring) put_back_nic ring -G "$2" "$3" ;;
    nic-coalesce) put_back_nic coalesce -C "$2" "$3" ;;
    nic-channels) put_back_nic channels -L "$2" "$3" ;;
    unit) put_back_unit "$2" "$3" ;;
    package) put_back_package "$2" "$3" ;;
    driver) put_back_driver "$2" "$3" ;;
    kernel-arguments) if has grubby; then grubby --update-kernel=ALL --remove-args="$(keys_of "$2")" >/dev/null 2>&1 || back_outcome=failed; fi ;;
  esac
  if [ "$back_outcome" = restored ]; then back_detail='is again as it was'; fi
}

# put_back_file PATH IMAGE: the boot entry of a kernel that has been removed since is not brought back.
put_back_file() {
  rm -f "$ROOT${1%/*}/.${1##*/}.slipway-new"
  if same_file "$2" "$ROOT$1"; then return 0; fi
  case $1 in
    /boot/loader/entries/*)
      if [ ! -e "$ROOT$1" ]; then
        back_outcome=gone
        return 0
      fi
      ;;
  esac
  owe_for_file "$1"
  if mkdir -p "$ROOT${1%/*}" && cp -pP "$2" "$ROOT${1%/*}/.${1##*/}.slipway-new" &&
    mv -f "$ROOT${1%/*}/.${1##*/}.slipway-new" "$ROOT$1"; then
    back_outcome=restored
    relabel "$1"
  else
    back_outcome=failed
    back_detail='could not be written'
  fi
}

# same_file ONE OTHER: both links to the same place, or files with the same bytes.
same_file() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ -L "$1" ] && [ -L "$2" ] && [ "$(readlink "$1")" = "$(readlink "$2")" ]
  else
    cmp -s "$1" "$2"
  fi
}

put_back_absence() {
  rm -f "$ROOT${1%/*}/.${1##*/}.slipway-new"
  if [ ! -e "$ROOT$1" ]; then return 0; fi
  owe_for_file "$1"
  if rm -f "$ROOT$1"; then
    back_outcome=restored
  else
    back_outcome=failed
    back_detail='could not be removed'
  fi
}

# put_back_value PATH IMAGE: a file that is gone belongs to another kernel than the one that was tuned. Where an interrupt
# goes that the kernel lets nobody move (seen after a boot with irqaffinity=) is not ours to put back.
put_back_value() {
  back_value=$(cat "$2")
  if [ ! -f "$ROOT$1" ]; then
    back_outcome=gone
    return 0
  fi
  back_now=$(value_in "$ROOT$1") || back_now=''
  if same_value "$1" "$back_now" "$back_value"; then return 0; fi
  back_outcome=restored
  if back_error=$(write_value "$ROOT$1" "$back_value"); then return 0; fi
  back_outcome=failed
  back_detail="$back_value was refused: ${back_error##*: }"
  case $1 in
    /proc/irq/*/smp_affinity_list) back_outcome=gone ;;
  esac
}

# put_back_nic KIND FLAG `INTERFACE PARAMETER...` IMAGE
put_back_nic() {
  key=${3%% *}
  if ! nic_exists "$key" || ! has ethtool; then
    back_outcome=gone
    return 0
  fi
  value=$(cat "$4")
  nic_compare "$1"
  if [ "$nic_same" = yes ]; then return 0; fi
  back_outcome=restored
  set -f
  # shellcheck disable=SC2086 # words
  if ! back_error=$(ethtool "$2" "$key" $value 2>&1); then
    back_outcome=failed
    back_detail=$(plain_spaces "$back_error")
  fi
  set +f
}

put_back_unit() {
  back_value=$(cat "$2")
  if [ -z "$(unit_state "$1")" ]; then
    back_outcome=gone
  elif [ "$(unit_state "$1") $(unit_activity "$1")" != "$back_value" ]; then
    back_outcome=restored
    if ! restore_unit "$1" "$back_value"; then
      back_outcome=failed
      back_detail="could not be made $back_value"
    fi
  fi
}

# put_back_package NAME IMAGE: a kernel stays installed, since it may be the one that runs. Which one starts is a file.
put_back_package() {
  if [ "$(cat "$2")" != absent ] || [ "$(package_state "$1")" != installed ] || is_kernel_package "$1"; then return 0; fi
  back_outcome=restored
  if ! back_error=$(change_package remove "$1"); then
    back_outcome=failed
    back_detail=$(plain_spaces "$(printf '%s\n' "$back_error" | tail -n 1)")
  fi
}

# put_back_driver ADDRESS IMAGE: `DRIVER OVERRIDE`. A run that was killed may have asked for a driver and not yet bound it.
put_back_driver() {
  back_value=$(cat "$2")
  back_override=${back_value#* }
  back_value=${back_value%% *}
  if [ ! -d "$ROOT/sys/bus/pci/devices/$1" ]; then
    back_outcome=gone
  elif [ "$(driver_of "$1")" != "$back_value" ]; then
    back_outcome=restored
    if ! back_error=$(bind_device "$1" "$back_override") || [ "$(driver_of "$1")" != "$back_value" ]; then
      back_outcome=failed
      back_detail="could not be bound to $back_value: $(plain_spaces "$back_error")"
    fi
  elif [ "$(override_of "$1")" != "$back_override" ]; then
    back_outcome=restored
    if ! back_error=$(write_value "$ROOT/sys/bus/pci/devices/$1/driver_override" "$back_override"); then
      back_outcome=failed
      back_detail="driver_override was refused: ${back_error##*: }"
    fi
  fi
}

# each_remembered FUNCTION: the last remembered first, with back_line, back_kind, back_subject and back_image set.
each_remembered() {
  if [ ! -f "$BEFORE/index" ]; then return 0; fi
  while IFS="$TAB" read -r back_line back_kind back_subject <&3; do
    back_image="$BEFORE/$back_line"
    if [ -n "$back_line" ] && [ "$back_kind" != - ]; then "$1"; fi
  done 3<<EOT
$(awk '{ line[NR] = NR "\t" $0 } END { for (at = NR; at > 0; at--) print line[at] }' "$BEFORE/index")
EOT
}

# drop_untouched: what an earlier plan has set and this one no longer names goes back to what it was.
drop_untouched() {
  case "$NEWLINE$touched" in
    *"$NEWLINE$back_kind$TAB$back_subject$NEWLINE"*) return 0 ;;
  esac
  if [ "$back_kind" = kernel-arguments ]; then
    forget "$back_line"
    return 0
  fi
  put_back "$back_kind" "$back_subject" "$back_image"
  if [ "$back_outcome" = failed ]; then
    record failed "was-$back_kind" "$back_subject $back_detail"
  else
    say "dropped $back_subject: $back_outcome"
    forget "$back_line"
  fi
}
