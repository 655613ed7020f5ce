import type { Outcome } from '../../outcome';
import { worstOf } from '../../outcome';
import { shorten } from '../../units';
import type { SsmCommandCheck } from './check';
import { fillIn, judgeFilledIn } from './fill-in';
import type { CommandObservation, Judge } from './observation';
import { judgeNothing } from './problems';

type Host = CommandObservation['hosts'][number];

/** What became of the command on one host. */
interface HostVerdict {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly text: string;
}

/** Words of SSM, spaces taken out, for a script that ran and did not end well. */
const RAN_BADLY = ['Failed', 'ExecutionTimedOut'];

/**
 * Judges the command on each host. A script that failed, or printed something else, fails. A host that the command
 * never ran on (undeliverable, delivery timed out, cancelled, a word that is not known) is an `error`, unless
 * another host failed. Fails closed; no hosts at all is what `noData` says. Only an exit code of zero proves a run:
 * SSM calls a command a success, too, whose steps were skipped.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
export const judgeSsmCommand: Judge<'ssm-command'> = (check, { hosts }, subject) =>
  judgeFilledIn(() => {
    const outputHas = check.outputHas === undefined ? undefined : fillIn(check.outputHas, subject);
    const expected = describe({ outputHas });
    if (hosts.length === 0) return judgeNothing(check, expected);
    const verdicts = hosts.map((host) => judgeHost(host, outputHas));
    const outcome = worstOf(verdicts.map((it) => it.outcome));
    const telling = verdicts.filter((it) => it.outcome !== 'passed');
    const [worst] = telling.filter((it) => it.outcome === outcome);
    const told = telling.length === 0 ? verdicts : telling;
    return {
      outcome,
      reason: worst?.reason ?? 'AsExpected',
      expected,
      observed: told.map(({ text }) => text).join(', '),
      samples: hosts.length,
    };
  });

const judgeHost = (host: Host, outputHas: string | undefined): HostVerdict => {
  const { instanceId, exitCode, output } = host;
  const status = host.status.replaceAll(' ', '');
  if (RAN_BADLY.includes(status) || (status === 'Success' && (exitCode ?? 0) !== 0)) {
    const exit = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
    const text = `${instanceId} ${host.status}${exit}${tail(output)}`;
    return { outcome: 'failed', reason: 'CommandFailed', text };
  }
  if (status !== 'Success' || exitCode === undefined) {
    const text = `${instanceId} ${host.status}${status === 'Success' ? ' without an exit code' : ''}`;
    return { outcome: 'error', reason: 'CommandNotRun', text };
  }
  if (outputHas === undefined || output.includes(outputHas))
    return { outcome: 'passed', reason: 'AsExpected', text: `${instanceId} Success` };
  const text = `${instanceId} printed ${JSON.stringify(shorten(output, 100))}`;
  return { outcome: 'failed', reason: 'OutputDiffers', text };
};

/** The end of what it printed tells most. */
const tail = (output: string): string => {
  const text = output.trim();
  return text === '' ? '' : `: ${text.length <= 100 ? text : `…${text.slice(-99)}`}`;
};

const describe = ({ outputHas }: Pick<SsmCommandCheck, 'outputHas'>): string =>
  `exit code 0 on each host${outputHas === undefined ? '' : `, output with ${JSON.stringify(outputHas)}`}`;
