import type { Diagnostics } from '@aws-sdk/client-codedeploy';

import type { ScriptAnswer } from '../../../../hosts/script-rules';
import { DeploymentFault } from '../../state';
import type { Script } from './app-spec';

/** What the agent keeps of its log: the last entries that fit in 2,048 characters (source as below). */
const LOG_CHARACTERS = 2_048;

/** The lines that the agent writes about a script (source as below). */
export const logOf = (event: string, script: Script, answer: ScriptAnswer): readonly string[] => [
  `LifecycleEvent - ${event}\n`,
  `Script - ${script.location}\n`,
  ...linesOf(answer.stdout).map((line) => `[stdout]${line}\n`),
  ...linesOf(answer.stderr).map((line) => `[stderr]${line}\n`),
];

const linesOf = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.replace(/\n$/, '').split('\n');

/** One entry that is too long by itself is kept whole, as the agent keeps it. */
export const tailOf = (entries: readonly string[]): string => {
  const kept: string[] = [];
  let room = LOG_CHARACTERS;
  for (const entry of [...entries].reverse()) {
    if (kept.length > 0 && entry.length >= room) break;
    room -= entry.length;
    kept.unshift(entry);
  }
  return kept.join('');
};

/**
 * Codes and sentences are the agent's. Documented:
 * https://github.com/aws/aws-codedeploy-agent/blob/master/lib/instance_agent/plugins/codedeploy/hook_executor.rb
 */
export const scriptFailed = (
  { location, runAs }: Script,
  exitCode: number,
  log: readonly string[],
): DeploymentFault =>
  fault({
    errorCode: 'ScriptFailed',
    scriptName: location,
    message: `Script at specified location: ${location}${runAs === undefined ? '' : ` run as user ${runAs}`} failed with exit code ${exitCode}`,
    logTail: tailOf(log),
  });

export const scriptTimedOut = (
  { location }: Script,
  timeoutSec: number,
  log: readonly string[],
): DeploymentFault =>
  fault({
    errorCode: 'ScriptTimedOut',
    scriptName: location,
    message: `Script at specified location: ${location} failed to complete in ${timeoutSec} seconds`,
    logTail: tailOf(log),
  });

/** Assumed, as users report it: the event that the agent did not take is Failed, those after it are Skipped. */
export const agentIsAway = (): DeploymentFault =>
  unknownError(
    'CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs on your host and ' +
      'make sure the agent is running and can connect to the CodeDeploy server.',
  );

export const unknownError = (message: string, logTail = ''): DeploymentFault =>
  fault({ errorCode: 'UnknownError', scriptName: '', message, logTail });

/** On a host the fault's own code is not told: the deployment fails by the number of hosts that did. */
const fault = (diagnostics: Required<Diagnostics>): DeploymentFault =>
  new DeploymentFault('HEALTH_CONSTRAINTS', diagnostics.message, diagnostics);
