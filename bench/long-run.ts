/**
 * Goal: what a year of a deployment with 5000 participants at the same time costs.
 * Method: four weeks of office meetings on 200 bridges, a static fleet; CPU time of `simulate`, of which a year is
 * 365 / 28 times as much: nothing grows with the length of a run but its rows.
 */
import { simulate } from '../src/simulation/simulate.ts';
import { scenarioOf } from '../test/support/study.ts';
import type { Row } from './row.ts';

export const name = 'long run, CPU time of four weeks';

const weeks = (days: number): string => `
name: office
horizon: { start: 2026-01-05T00:00, days: ${days}, timeZone: Europe/Paris }
demand:
  - { name: meetings, conferences: { curve: office-weekday, peakPerHour: 770 }, class: team-meeting }
deployment:
  bridges: { instanceType: aws/eu-west-1/c5.xlarge, initialCount: 200 }
scaling:
  bridges: { policy: static, count: 200 }
`;

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const days = quick ? 1 : 28;
  const scenario = await scenarioOf(weeks(days));
  const seconds: number[] = [];
  let totals = simulate(await scenarioOf(weeks(1)), { seed: 1, replication: 0 }).totals;
  for (let replication = 0; replication < (quick ? 1 : 3); replication++) {
    const before = process.cpuUsage();
    totals = simulate(scenario, { seed: 1, replication }).totals;
    const { user, system } = process.cpuUsage(before);
    seconds.push((user + system) / 1e6);
  }
  seconds.sort((a, b) => a - b);
  const median = seconds[seconds.length >> 1]!;
  return [
    {
      days,
      'participants at most': totals.participantsPeak,
      events: totals.events.toLocaleString('en'),
      'CPU s, median': median.toFixed(2),
      'min to max': `${seconds[0]!.toFixed(2)} to ${seconds.at(-1)!.toFixed(2)}`,
      'ns per event': ((median / totals.events) * 1e9).toFixed(0),
      'CPU s of a year': ((median * 365) / days).toFixed(0),
    },
  ];
}
