#!/bin/sh
# Enables and starts CodeDeploy's agent, last of all, and sees that it works. Safe to run again.
# Exit: 0 it works, 1 it does not, 2 this host is not what the caller takes it for.
set -eu
DOCUMENT=start-agent
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/units.sh
. "$SLIPWAY_PARTS/units.sh"

AGENT=codedeploy-agent.service
LOG="$ROOT/var/log/aws/codedeploy-agent/codedeploy-agent.log"
# What its log says where the instance profile or the registration is wrong.
FAULTS='UnrecognizedClientException|InvalidSignatureException|AccessDeniedException|MissingCredentialsError|credentials are not|IncompleteSignature'

# finish OUTCOME REASON MESSAGE CODE
finish() {
  result "$1" "$2" "\"message\":$(json_string "$(printf '%.400s' "$3")")"
  exit "$4"
}

case ${SSM_PlanHash:-} in
  '' | *[!A-Za-z0-9:_-]*) refuse PlanHashRefused 'The parameter PlanHash is not the hash of a plan.' ;;
esac
if [ "$SSM_PlanHash" != - ]; then
  applied=''
  if [ -f "$STATE/applied" ]; then read -r applied <"$STATE/applied" || :; fi
  if [ "$applied" != "$SSM_PlanHash${TAB}passed" ]; then
    finish error OtherPlanApplied "This host has not applied the plan $SSM_PlanHash: ${applied:-it has applied none}" 2
  fi
fi

if [ -z "$(unit_state "$AGENT")" ]; then finish failed AgentNotInstalled "There is no unit $AGENT on this host." 1; fi
lines_before=0
if [ -f "$LOG" ]; then lines_before=$(wc -l <"$LOG"); fi
if [ "$(unit_state "$AGENT")" = masked ]; then systemctl unmask "$AGENT" >&2 || :; fi
if ! systemctl enable --now "$AGENT" >&2; then finish failed AgentNotStarted 'systemctl enable --now failed.' 1; fi

tries=0
while [ "$(unit_activity "$AGENT")" != active ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 12 ]; then finish failed AgentNotActive "The agent is $(unit_activity "$AGENT") a minute after it was started." 1; fi
  sleep 5
done

# An agent that may not talk to CodeDeploy is active all the same: its log tells.
sleep 10
if [ -f "$LOG" ]; then
  fault=$(sed "1,${lines_before}d" "$LOG" | grep -E "$FAULTS" | tail -n 1) || :
  if [ -n "$fault" ]; then finish failed AgentRefused "$fault" 1; fi
fi
if [ "$(unit_activity "$AGENT")" != active ]; then finish failed AgentNotActive 'The agent stopped within ten seconds.' 1; fi
finish passed AgentWorks 'The agent is enabled and active.' 0
