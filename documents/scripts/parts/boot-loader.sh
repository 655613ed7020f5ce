#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# The words of the kernel's command line, and the kernel that starts. One of three ways: grubby (Red Hat, Amazon Linux),
# update-grub (Debian, Ubuntu), grub2-mkconfig.
BOOT_DROP_IN=/etc/default/grub.d/90-slipway.cfg

boot_way() {
  if has grubby; then
    printf grubby
  elif has update-grub; then
    printf update-grub
  elif has grub2-mkconfig; then
    printf grub2-mkconfig
  elif has grub-mkconfig; then
    printf grub-mkconfig
  fi
}

# running_words WORDS: yes where the kernel at work was started with each of them, else no.
running_words() {
  running_line=" $(plain_spaces "$(cat "$ROOT/proc/cmdline" 2>/dev/null)") "
  set -f
  # shellcheck disable=SC2086 # words
  set -- $1
  set +f
  for running_word in "$@"; do
    case $running_line in
      *" $running_word "*) ;;
      *)
        printf no
        return 0
        ;;
    esac
  done
  printf yes
}

# staged_words: those that the last run has staged, with spaces around.
staged_words() {
  if [ "$(boot_way)" = grubby ]; then
    grubby_words
  elif [ -f "$ROOT$BOOT_DROP_IN" ] && ! owes boot-loader; then
    printf ' %s ' "$(sed -n 's/^GRUB_CMDLINE_LINUX_DEFAULT=".*}\(.*\)"$/\1/p' "$ROOT$BOOT_DROP_IN")"
  fi
}

# stage_boot WORDS PATTERN: from the next boot on the kernel starts with these words, once each, whatever else set the
# same parameters; with a pattern it is the newest kernel of such a release. Sets boot_changed, and persist_error where
# it fails.
stage_boot() {
  boot_changed=no
  persist_error=''
  boot_release=''
  if [ -n "$2" ]; then find_kernel "$2" || return 1; fi
  case $(boot_way) in
    '')
      persist_error='there is no boot loader that this knows: grubby, update-grub, grub2-mkconfig'
      return 1
      ;;
    grubby) stage_with_grubby "$1" ;;
    *) stage_with_grub "$1" ;;
  esac
}

# find_kernel PATTERN: sets boot_release.
find_kernel() {
  for boot_image in "$ROOT"/boot/vmlinuz-*; do
    boot_candidate=${boot_image##*/vmlinuz-}
    # shellcheck disable=SC2254 # a pattern
    case $boot_candidate in
      $1) boot_release=$(printf '%s\n%s\n' "$boot_release" "$boot_candidate" | sort -V | tail -n 1) ;;
    esac
  done
  if [ -n "$boot_release" ]; then return 0; fi
  persist_error="there is no kernel like $1 in /boot"
  return 1
}

# stage_with_grub WORDS
stage_with_grub() {
  boot_entry=''
  if [ -n "$boot_release" ]; then
    boot_entry=$(menu_entry_of "$boot_release")
    if [ -z "$boot_entry" ]; then
      owe boot-loader
      settle_boot_loader || return 1
      boot_entry=$(menu_entry_of "$boot_release")
    fi
    if [ -z "$boot_entry" ]; then
      persist_error="the boot menu has no entry for $boot_release"
      return 1
    fi
  fi
  if ! boot_drop_in_text "$1" "$boot_entry" >"$NEW" || ! put_file "$BOOT_DROP_IN"; then
    persist_error="$BOOT_DROP_IN cannot be written"
    return 1
  fi
  if [ "$(boot_way)" != update-grub ]; then read_drop_ins || return 1; fi
  if owes boot-loader; then boot_changed=yes; fi
  settle_boot_loader
}

# Sourced by grub-mkconfig. Words of the same parameters that stand elsewhere are taken out first: the kernel drops
# isolcpus= whole when nohz_full= says otherwise, and which of two wins differs from parameter to parameter.
boot_drop_in_text() {
  cat <<'EOT'
# Written by Slipway (document apply-plan): do not edit, it is written as a whole.
slipway_without() {
  slipway_kept=
  set -f
  for slipway_word in $1; do
    case $slipway_word in
EOT
  set -f
  # shellcheck disable=SC2086 # words
  set -- "$2" $1
  set +f
  boot_default=$1
  shift
  for boot_word in "$@"; do
    printf '      %s|%s=*) ;;\n' "${boot_word%%=*}" "${boot_word%%=*}"
  done
  cat <<'EOT'
      *) slipway_kept="$slipway_kept $slipway_word" ;;
    esac
  done
  set +f
}
slipway_without "${GRUB_CMDLINE_LINUX-}"
GRUB_CMDLINE_LINUX="${slipway_kept# }"
slipway_without "${GRUB_CMDLINE_LINUX_DEFAULT-}"
EOT
  printf 'GRUB_CMDLINE_LINUX_DEFAULT="%s%s"\n' "\${slipway_kept# }" "${*:+ $*}"
  if [ -n "$boot_default" ]; then printf "GRUB_DEFAULT='%s'\n" "$boot_default"; fi
}

# Only Debian's grub-mkconfig reads /etc/default/grub.d: elsewhere /etc/default/grub has to.
read_drop_ins() {
  boot_line="if [ -f $BOOT_DROP_IN ]; then . $BOOT_DROP_IN; fi"
  if [ -f "$ROOT/etc/default/grub" ] && grep -Fqx -- "$boot_line" "$ROOT/etc/default/grub"; then
    touch_thing file /etc/default/grub
    return 0
  fi
  { cat "$ROOT/etc/default/grub" 2>/dev/null || :; printf '%s\n' "$boot_line"; } >"$NEW"
  if ! put_file /etc/default/grub; then
    persist_error='/etc/default/grub cannot be written'
    return 1
  fi
}

# settle_boot_loader: what is owed to it since a file changed. Sets boot_fault where it fails.
boot_fault=''
settle_boot_loader() {
  if ! owes boot-loader; then return 0; fi
  case $(boot_way) in
    update-grub) set -- update-grub ;;
    grub2-mkconfig) set -- grub2-mkconfig -o "$ROOT/boot/grub2/grub.cfg" ;;
    grub-mkconfig) set -- grub-mkconfig -o "$ROOT/boot/grub/grub.cfg" ;;
    *) set -- : ;;
  esac
  if ! boot_output=$("$@" 2>&1); then
    boot_fault="$1 failed: $boot_output"
    persist_error=$boot_fault
    return 1
  fi
  paid boot-loader
}

grubby_words() {
  printf ' %s ' "$(plain_spaces "$(grubby --info=DEFAULT 2>/dev/null | sed -n 's/^args="\(.*\)"$/\1/p')")"
}

# stage_with_grubby WORDS: grubby changes entries in place: their bytes are remembered first, then which words are ours.
stage_with_grubby() {
  boot_wanted=$(plain_spaces "$1")
  remember_boot_entries
  boot_former=$(former_arguments "$boot_wanted")
  if ! remembers kernel-arguments "$boot_wanted" || [ -n "$boot_former" ] || owes boot-loader; then boot_changed=yes; fi
  boot_before=$(grubby_words)
  for boot_word in $boot_wanted; do
    case $boot_before in
      *" $boot_word "*) ;;
      *) boot_changed=yes ;;
    esac
  done
  remember kernel-arguments "$boot_wanted" ''
  if [ "$boot_changed" = yes ]; then
    owe boot-loader
    boot_keys=$(keys_of "$boot_former $boot_wanted")
    boot_output=$(grubby --update-kernel=ALL --remove-args="$boot_keys" --args="$boot_wanted" 2>&1) || persist_error="grubby failed: $boot_output"
    if [ -n "$persist_error" ]; then return 1; fi
    paid boot-loader
  fi
  if [ -n "$boot_release" ] && [ "$(grubby --default-kernel 2>/dev/null)" != "/boot/vmlinuz-$boot_release" ]; then
    boot_changed=yes
    boot_output=$(grubby --set-default="/boot/vmlinuz-$boot_release" 2>&1) || persist_error="grubby failed: $boot_output"
    if [ -n "$persist_error" ]; then return 1; fi
  fi
}

# former_arguments WORDS: the words of earlier plans.
former_arguments() {
  if [ -f "$BEFORE/index" ]; then
    awk -F '\t' -v now="$1" '$1 == "kernel-arguments" && $2 != now { printf "%s ", $2 }' "$BEFORE/index"
  fi
}

keys_of() {
  keys=''
  for keys_word in $1; do keys="$keys ${keys_word%%=*}"; done
  printf '%s' "${keys# }"
}

remember_boot_entries() {
  for boot_entry in "$ROOT"/boot/loader/entries/*.conf "$ROOT/etc/kernel/cmdline" "$ROOT/etc/default/grub" "$ROOT/boot/grub2/grubenv"; do
    if [ -f "$boot_entry" ]; then remember_file "${boot_entry#"$ROOT"}"; fi
  done
}

# menu_entry_of RELEASE: `submenu>entry` as GRUB_DEFAULT takes it, by the ids that grub-mkconfig gives.
menu_entry_of() {
  for boot_menu in "$ROOT/boot/grub/grub.cfg" "$ROOT/boot/grub2/grub.cfg"; do
    [ -f "$boot_menu" ] || continue
    boot_id=$(sed -n "s/.*\(gnulinux-$1-advanced-[A-Za-z0-9-]*\).*/\1/p" "$boot_menu" | head -n 1)
    if [ -n "$boot_id" ]; then printf 'gnulinux-advanced-%s>%s' "${boot_id##*-advanced-}" "$boot_id"; fi
  done
}
