// %% [markdown]
// # How many Jibris stand ready?
//
// A Jibri holds one recording and there is no queue: who finds none free is refused. So the pool is a loss system, and
// Erlang's formula answers at once. How far can one trust it? We plan the pool of
// [recorded lectures](../examples/54-free-jibris/README.md) with it and hold it against the simulation, which knows the
// curve of the day and the time a Jibri stays busy after the recording.

// %%
import { erlangB, inThisThread, jibrisQuestion, plan, serversForBlocking } from 'jitsim';
import { readScenario } from 'jitsim/node';
import { show, showTable } from './support/show.ts';

// %% [markdown]
// First the formula alone: the share of recordings refused, for 10 recordings going on at the mean.

// %%
const offeredLoadErlangs = 10;
showTable(
  [10, 12, 14, 16, 18, 20].map((servers) => ({
    Jibris: servers,
    'refused, %': (100 * erlangB({ servers, offeredLoadErlangs })).toFixed(2),
  })),
);
show(`for at most 1 %: ${serversForBlocking({ offeredLoadErlangs, blockingMax: 0.01 })}`);

// %% [markdown]
// Now the day of lectures, planned: closed form for its busiest moment first, then simulated counts around it until each
// verdict is right with 95 % confidence.

// %%
const study = await readScenario('examples/54-free-jibris');
const [scenario] = study.variants;
const asked = jibrisQuestion(scenario!);
if (!asked.ok) throw new Error(asked.problem);
const planned = await plan(asked.question, {
  executor: inThisThread,
  version: 'notebook',
  replicationsMax: 40,
});
for (const step of planned.closedForm?.steps ?? []) show(step);
show(`closed form ${planned.closedForm?.count}, simulated ${planned.answer?.count ?? 'none'}`);

// %% [markdown]
// What was simulated on the way. Closed form and simulation lie one Jibri apart at most: with the closed form's count the
// mean is below the limit and its interval is not, so 40 replications cannot promise it, and the plan takes one more.

// %%
showTable(
  planned.candidates.map(({ count, verdict, replications, objectives: [refused] }) => ({
    Jibris: count,
    'refused, %': (100 * refused!.estimate.mean).toFixed(2),
    '±': (100 * refused!.estimate.halfWidth95).toFixed(2),
    replications,
    verdict,
  })),
);
