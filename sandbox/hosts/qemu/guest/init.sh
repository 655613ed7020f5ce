#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the guest: what an image brings before an agent runs, then an agent on the serial line.
/bin/busybox mkdir -p /sbin /usr/sbin /usr/bin /proc /sys /dev /run /tmp
/bin/busybox --install -s
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/shm /sys/kernel/tracing
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
# Their numbers say which comes first. The disk that they find has interrupts that the kernel lets nobody move.
for module in /modules/*; do insmod "$module"; done
exec </dev/ttyS0 >/dev/ttyS0 2>&1
stty -echo raw

# As systemd-sysctl and systemd would: the files of sysctl.d, where a line that fails stops none of the others, then the
# units that are enabled.
for file in /etc/sysctl.d/*.conf; do
  if [ -f "$file" ]; then
    sed -n 's/^\([a-z][^= ]*\) *= */\1=/p' "$file" | while read -r setting; do sysctl -q -w "$setting" 2>/dev/null; done
  fi
done
for unit in /etc/systemd/system/multi-user.target.wants/*; do
  if [ -L "$unit" ]; then sed -n 's/^ExecStart=//p' "/etc/systemd/system/${unit##*/}" | sh; fi
done

echo "@@READY $(cat /proc/sys/kernel/random/boot_id) $(cut -d ' ' -f 1 /proc/uptime)"
exec /bin/busybox sh /agent.sh
