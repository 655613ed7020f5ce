#!/bin/sh
# update-grub, grub2-mkconfig and grubby of a fake host. The first two source what is under /etc/default, as grub-mkconfig
# does; the third rewrites the entries of /boot/loader.
STATE="${0%/*}/../state"
printf '%s %s\n' "${0##*/}" "$*" >>"$STATE/../calls.log"
if [ -f "$STATE/boot-loader-fails" ]; then
  printf 'error: no space left on device\n' >&2
  exit 1
fi
DISK=5a3c11d2-0b1c-4c7e-9a54-7ff1e6b0c001

# entry RELEASE ID
entry() {
  printf "menuentry 'Linux %s' \$menuentry_id_option '%s' {\n\tlinux\t/boot/vmlinuz-%s root=UUID=%s ro %s\n}\n" \
    "$1" "$2" "$1" "$DISK" "$(printf '%s %s' "${GRUB_CMDLINE_LINUX:-}" "${GRUB_CMDLINE_LINUX_DEFAULT:-}" | sed 's/^ *//; s/ *$//')"
}

# The files name what they source by absolute paths: those of this host are below its root.
source_settings() {
  # shellcheck disable=SC2016 # it is a pattern
  sed "s#\([ ]\)\(/etc/default/\)#\1$ROOT\2#g" "$ROOT/etc/default/grub" >"$STATE/grub-settings"
  # shellcheck source=/dev/null
  . "$STATE/grub-settings"
  rm -f "$STATE/grub-settings"
  if [ "${0##*/}" = update-grub ]; then
    for drop_in in "$ROOT"/etc/default/grub.d/*.cfg; do
      # shellcheck source=/dev/null
      if [ -f "$drop_in" ]; then . "$drop_in"; fi
    done
  fi
}

make_menu() {
  source_settings
  releases=$(for image in "$ROOT"/boot/vmlinuz-*; do printf '%s\n' "${image##*/vmlinuz-}"; done | sort -rV)
  printf 'set default="%s"\n' "${GRUB_DEFAULT:-0}"
  entry "$(printf '%s\n' "$releases" | head -n 1)" "gnulinux-simple-$DISK"
  printf "submenu 'Advanced options' \$menuentry_id_option 'gnulinux-advanced-%s' {\n" "$DISK"
  printf '%s\n' "$releases" | while read -r release; do entry "$release" "gnulinux-$release-advanced-$DISK"; done
  printf '}\n'
}

change_entries() {
  removed=$(printf '%s' "$2" | tr ' ' '|' | sed 's/[.]/\\./g')
  for file in "$ROOT"/boot/loader/entries/*.conf; do
    awk -v removed="^($removed)(=|\$)" -v added="$1" '
      /^options / {
        line = "options"
        for (at = 2; at <= NF; at++) if (removed == "^()(=|$)" || $at !~ removed) line = line " " $at
        print line (added == "" ? "" : " " added)
        next
      }
      { print }
    ' "$file" >"$file.new"
    mv "$file.new" "$file"
  done
}

run_grubby() {
  args=''
  removed=''
  for argument in "$@"; do
    case $argument in
      --args=*) args=${argument#--args=} ;;
      --remove-args=*) removed=${argument#--remove-args=} ;;
      --set-default=*) printf '%s\n' "${argument#--set-default=}" >"$ROOT/boot/grub2/grubenv" ;;
      --default-kernel) cat "$ROOT/boot/grub2/grubenv" ;;
      --info=DEFAULT) sed -n 's/^options \(.*\)/args="\1"/p' "$ROOT"/boot/loader/entries/*.conf | head -n 1 ;;
      --update-kernel=ALL) update=yes ;;
    esac
  done
  if [ "${update:-no}" = yes ]; then change_entries "$args" "$removed"; fi
}

case ${0##*/} in
  update-grub)
    make_menu >"$STATE/menu" && cp "$STATE/menu" "$ROOT/boot/grub/grub.cfg"
    rm -f "$STATE/menu"
    ;;
  grub2-mkconfig)
    make_menu >"$STATE/menu" && cp "$STATE/menu" "$2"
    rm -f "$STATE/menu"
    ;;
  grubby) run_grubby "$@" ;;
esac
