#!/bin/sh
# The guest has no disk for a boot loader to be on: what is to be on the command line is written as grub-mkconfig would,
# and whoever starts the guest reads it.
set -e
# shellcheck source=/dev/null
. /etc/default/grub
for drop_in in /etc/default/grub.d/*.cfg; do
  # shellcheck source=/dev/null
  if [ -f "$drop_in" ]; then . "$drop_in"; fi
done
for image in /boot/vmlinuz-*; do
  release=${image#/boot/vmlinuz-}
  printf "menuentry 'Linux %s' \$menuentry_id_option 'gnulinux-%s-advanced-guest' {\n\tlinux\t%s %s %s\n}\n" \
    "$release" "$release" "$image" "$GRUB_CMDLINE_LINUX" "$GRUB_CMDLINE_LINUX_DEFAULT"
done >/boot/grub/grub.cfg
