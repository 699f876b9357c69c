// Goal: the figures that docs/background/queueing.md works out are still what the code gives.
// Method: the page's examples, figure by figure; the page's text is searched for each of them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { erlangB, serversForBlocking } from '../../../src/queueing/erlang-b.ts';
import { meanPresent, serversForOverflow } from '../../../src/queueing/infinite-server.ts';
import { normalTailBeta, squareRootStaffing } from '../../../src/queueing/square-root-staffing.ts';

const page = readFileSync(new URL('../../../docs/background/queueing.md', import.meta.url), 'utf8');

function expectOnPage(text: string): void {
  expect(page.replaceAll(/\s+/g, ' ')).toContain(text);
}

test('Jibris for eight erlangs of recording', () => {
  const servers = serversForBlocking({ offeredLoadErlangs: 8, blockingMax: 0.01 });
  const lost = (count: number): string =>
    `${(100 * erlangB({ servers: count, offeredLoadErlangs: 8 })).toFixed(1)} %`;
  expectOnPage(`${servers} Jibris refuse ${lost(servers)}`);
  expectOnPage(`${servers - 1} refuse ${lost(servers - 1)}`);
});

test('the peak of a school morning comes late and stays below rate times stay', () => {
  const hourMs = 3_600_000;
  const arrivals = {
    timeMs: [0, 0.5, 1, 3, 4].map((hours) => hours * hourMs),
    ratePerHour: [0, 40, 200, 120, 0],
  };
  const stayMinutes: Distribution = { kind: 'lognormal', median: 35, logStandardDeviation: 0.6 };
  const at = (minutes: number): number => meanPresent({ arrivals, stayMinutes, atMs: minutes * 60_000 });
  const minutes = Array.from({ length: 300 }, (_, minute) => minute);
  const peakMinute = minutes.reduce((best, minute) => (at(minute) > at(best) ? minute : best), 0);
  const peak = at(peakMinute);
  expectOnPage(`${peak.toFixed(1)} are present ${peakMinute} minutes after the start`);
  expectOnPage(`not ${((200 / 60) * 35 * Math.exp(0.18)).toFixed(1)}`);
  const exact = serversForOverflow({ meanPresent: peak, probabilityMax: 0.01 });
  const rule = squareRootStaffing({ offeredLoadErlangs: peak, beta: normalTailBeta(0.01) });
  expectOnPage(`${exact} places by the Poisson tail, ${rule} by the square-root rule`);
});
