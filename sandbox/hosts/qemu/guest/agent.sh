#!/bin/busybox sh
# shellcheck shell=dash
# What Systems Manager's agent is to a host, over the serial line: `PUT TEXT` adds to the parameters, `RUN DOCUMENT ID`
# runs a document with them, `SHELL` runs them as a script, `OFF` ends it. With exit code 194 the host reboots: the real
# agent waits a minute (`shutdown -r +1`), this one does not. What is on the disk goes to the boot loader first.
: >/run/put

export_parameters() {
  while read -r line; do
    if [ -n "$line" ]; then export "SSM_$line"; fi
  done <<END
$(base64 -d /run/put)
END
}

answer() {
  echo "@@OUT $(base64 /run/out | tr -d '\n')"
  echo "@@ERR $(base64 /run/err | tr -d '\n')"
  echo "@@RC $1"
}

disk() {
  cd / && find etc var boot | cpio -o -H newc 2>/dev/null | gzip -c | base64 | tr -d '\n'
}

while read -r verb one two; do
  case $verb in
    PUT)
      printf '%s' "$one" >>/run/put
      echo '@@TAKEN'
      ;;
    RUN)
      (
        export_parameters
        export SSM_COMMAND_ID="$two"
        exec sh "/documents/$one.sh"
      ) >/run/out 2>/run/err </dev/null
      code=$?
      : >/run/put
      if [ "$code" -eq 194 ]; then echo "@@DISK $(disk)"; fi
      answer "$code"
      if [ "$code" -eq 194 ]; then reboot -f; fi
      ;;
    SHELL)
      base64 -d /run/put >/run/script
      : >/run/put
      sh /run/script >/run/out 2>/run/err </dev/null
      answer "$?"
      ;;
    OFF) poweroff -f ;;
  esac
done
