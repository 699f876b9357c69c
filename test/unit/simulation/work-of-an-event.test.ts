// Goal: an event of a run is as much work in a large deployment as in a small one.
// Method: the executed code of the simulator is counted, block by block, by V8 in a process of its own: no timing. Example 02
// with ten times its conferences and bridges (480) against ten times as many bridges, and three times as much of both. A look
// at every bridge, or at every conference, would multiply the counts; the trees that bridges stand in add a level or two.
import { expect, it } from 'vitest';
import { countWork } from '../../../bench/support/counted-work.ts';

it('an event is no more work where there are more bridges and conferences', async () => {
  const size = { conferences: 10, bridges: 10, shards: 1, isSingle: false };
  const [base, moreBridges, moreOfBoth] = await countWork([
    size,
    { ...size, bridges: 100 },
    { ...size, conferences: 30, bridges: 30 },
  ]);
  // Each conference was on some bridge, and what it puts there was worked out at joins and leaves.
  expect(base!.partLoads).toBeGreaterThan(1);
  expect(base!.calls).toBeGreaterThan(10);
  for (const larger of [moreBridges!, moreOfBoth!]) {
    expect(larger.calls / base!.calls).toBeLessThan(1.1);
    expect(larger.code / base!.code).toBeLessThan(1.1);
  }
});
