#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Counts what became of each setting, and says it: a line for people, then one line @@RESULT.
applied=0
unchanged=0
not_applicable=0
failed=0
said=0
failed_json=''
not_applicable_json=''

# record OUTCOME ID DETAIL
record() {
  case $1 in
    applied | restored | verified) applied=$((applied + 1)) ;;
    unchanged) unchanged=$((unchanged + 1)) ;;
    not-applicable)
      not_applicable=$((not_applicable + 1))
      not_applicable_json=$(append_json "$not_applicable_json" "$(json_string "$2")")
      ;;
    *)
      failed=$((failed + 1))
      record_detail=$(printf '%.160s' "$3")
      failed_json=$(append_json "$failed_json" "{\"id\":$(json_string "$2"),\"message\":$(json_string "$record_detail")}")
      ;;
  esac
  say "$1 $2: $3"
}

# append_json LIST MEMBER: a list that has grown too long for the output stays as it is; the counts tell of the rest.
append_json() {
  if [ "${#1}" -gt 5000 ]; then
    printf '%s' "$1"
  else
    printf '%s%s%s' "$1" "${1:+,}" "$2"
  fi
}

# say LINE: for people, as long as there is room.
say() {
  said=$((said + ${#1}))
  if [ "$said" -le 8000 ]; then printf '%.300s\n' "$1"; fi
}

# hold OUTCOME ID DETAIL: as record, but not before it is known whether it will last. release_held records.
held=''
hold() {
  held="$held$1$TAB$2$TAB$3$NEWLINE"
}

# release_held [MESSAGE]: with a message, what had been done has failed after all.
release_held() {
  while IFS="$TAB" read -r held_outcome held_id held_detail <&4; do
    [ -n "$held_outcome" ] || continue
    case $held_outcome in
      applied | unchanged)
        if [ -n "${1:-}" ]; then
          held_outcome=failed
          held_detail=$1
        fi
        ;;
    esac
    record "$held_outcome" "$held_id" "$held_detail"
  done 4<<EOT
$held
EOT
  held=''
}

# counts_json NAME: the fields of @@RESULT that tell of settings; NAME is what one that was changed is called.
counts_json() {
  printf '"counts":{"%s":%s,"unchanged":%s,"not-applicable":%s,"failed":%s},"failed":[%s],"notApplicable":[%s]' \
    "$1" "$applied" "$unchanged" "$not_applicable" "$failed" "$failed_json" "$not_applicable_json"
}
