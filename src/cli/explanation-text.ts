/**
 * An explanation in sentences, for a terminal.
 */
import { clockTime } from '../charts/clock.ts';
import { componentNames } from '../experiment/bottleneck.ts';
import type { Explanation, Spread } from '../experiment/explain.ts';
import type { Results } from '../experiment/results.ts';
import type { DecisionRow } from '../simulation/rows.ts';

const minuteMs = 60_000;
/** Most incidents told one by one. */
const incidentsMax = 3;

export function explanationLines(results: Results, explanation: Explanation): string[] {
  const { variant, pool, policy, state, oracle, load, participants, bottleneck, look } = explanation;
  const label = (name: string, text: string): string => `  ${name.padEnd(10)}  ${text}`;
  const at = clock(results, explanation.atMs);
  const lines = [
    `${variant}, ${pool} at ${at}: ${policy} wants ${spread(state.desired)}; ${spread(state.ready)} ready, ${spread(state.launching)} launching`,
    label('load', `${spread(participants)} participants need ${spread(load, 1)} ${pool}`),
  ];
  if (look === null) {
    lines.push(
      label(
        'saw',
        'no turn of the controller is kept of this time (runs longer than a week keep changes only)',
      ),
    );
  } else {
    const saw = look.saw === '' ? 'nothing of the load: this policy does not look at it' : look.saw;
    const kept = `looked at ${clock(results, look.atMs)}`;
    lines.push(label('saw', `${kept}: ${saw}`), label('computed', reasonOf(look)));
  }
  lines.push(label('before', changeOf(results, explanation.lastChange, 'no change until then')));
  lines.push(label('after', changeOf(results, explanation.nextChange, 'no further change')));
  lines.push(label('usual', usualness(explanation)));
  lines.push(label('oracle', oracleText(explanation, oracle)));
  if (bottleneck !== null) {
    const percent = Math.round(bottleneck.ratio * 100);
    lines.push(label('bottleneck', `${componentNames[bottleneck.component]}, at ${percent} % of its limit`));
  }
  const { incidents } = explanation;
  for (const { atMs, detail } of incidents.slice(0, incidentsMax)) {
    lines.push(label('incident', `${clock(results, atMs)} ${detail}`));
  }
  if (incidents.length > incidentsMax) {
    lines.push(label('', `and ${incidents.length - incidentsMax} more within five minutes`));
  }
  return lines;
}

function reasonOf({ desiredBefore, desiredAfter, reason }: DecisionRow): string {
  const verdict =
    desiredAfter === desiredBefore ? `keeps ${desiredAfter}` : `${desiredBefore} → ${desiredAfter}`;
  return reason === '' ? verdict : `${verdict}: ${reason}`;
}

function changeOf(results: Results, change: DecisionRow | null, none: string): string {
  return change === null ? none : `${clock(results, change.atMs)} ${reasonOf(change)}`;
}

function usualness({ changes, look }: Explanation): string {
  const { replications, windowMs, up, down } = changes;
  const minutes = windowMs / minuteMs;
  const source = look === null ? '' : '; the words above are those of the first';
  return `within ${minutes} minutes ${up} of ${replications} replications scaled up and ${down} down${source}`;
}

function oracleText({ state, pool }: Explanation, oracle: Spread): string {
  const gap = state.ready.mean + state.launching.mean - oracle.mean;
  const rounded = Math.round(Math.abs(gap) * 10) / 10;
  const judged =
    rounded < 1 ? 'about as many as are paid here' : gap > 0 ? `${rounded} fewer` : `${rounded} more`;
  return `with perfect foresight ${spread(oracle)} ${pool} would be paid now: ${judged}`;
}

/** `14`, or `14.2 (12 to 16)` where the replications differ. */
function spread({ mean, p10, p90 }: Spread, decimals = 0): string {
  const figure = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
  if (p10 === p90) return figure(mean, decimals);
  return `${figure(mean, 1)} (${figure(p10, decimals)} to ${figure(p90, decimals)})`;
}

function clock(results: Results, atMs: number): string {
  const seconds = Math.floor((atMs % minuteMs) / 1000);
  const time = clockTime(results, Math.floor(atMs / minuteMs));
  return seconds === 0 ? time : `${time}:${String(seconds).padStart(2, '0')}`;
}
