import { describe, expect, it } from 'vitest';
import { createBucketWheel } from '../../src/engine/bucket-wheel.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { sampleExponential } from '../../src/engine/random/exponential.ts';
import { createRandomStreams } from '../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../src/engine/random/sample-distribution.ts';
import { runUntil } from '../../src/engine/run-loop.ts';

/** Two-sided 99 % quantile of Student's t with 19 degrees of freedom. */
const t99With19 = 2.8609;
const replications = 20;

describe('the engine against queueing theory', () => {
  it('reproduces the mean wait of M/M/1 and of M/M/8', () => {
    // Goal: the engine reproduces a result nobody computed with it.
    // Method: 20 replications of 100 000 customers after 10 000 left out, service with mean 1; the closed form lies
    // inside the 99 % t interval of the mean wait.
    //   M/M/1 at utilisation 0.5: W = rho / (1 - rho) = 1
    //   M/M/8 at utilisation 0.8: W = C(8, 6.4) / (8 - 6.4), Erlang C = 0.457645 by B(n) = a B(n-1) / (n + a B(n-1))
    const cases = [
      { servers: 1, utilisation: 0.5, meanWait: 1 },
      { servers: 8, utilisation: 0.8, meanWait: 0.28602807840126 },
    ];
    for (const { servers, utilisation, meanWait } of cases) {
      const waits = Array.from({ length: replications }, (_, replication) =>
        meanWaitOf({ servers, utilisation, replication, customers: 100_000, leftOut: 10_000 }),
      );
      const { mean, standardError } = summarise(waits);
      expect(Math.abs(mean - meanWait)).toBeLessThan(t99With19 * standardError);
      // An interval so wide that it holds anything would prove nothing.
      expect(t99With19 * standardError).toBeLessThan(0.05 * meanWait);
    }
  });

  // Goal: the number present in M/G/infinity is Poisson with mean arrival rate x mean service, whatever the service
  // distribution (insensitivity; Takacs 1962), here with mean 5.
  // Method: 4000 independent runs from empty, looked at when the longest service has passed, so that the law is
  // exact; chi-square over 0, 1, ... 12, 13 and more: 13 degrees of freedom, 99.9 % quantile 34.53.
  it.each<[Distribution]>([
    [{ kind: 'constant', value: 1 }],
    [{ kind: 'uniform', low: 0, high: 2 }],
    // Mean 0.9 x 0.25 + 0.1 x 7.75 = 1.
    [{ kind: 'discrete', values: [0.25, 7.75], weights: [9, 1] }],
  ])('finds a Poisson number present in M/G/infinity with service %j', (service) => {
    const runs = 4000;
    const observed = new Array<number>(14).fill(0);
    for (let replication = 0; replication < runs; replication += 1) {
      observed[Math.min(numberPresent({ arrivalRate: 5, service, at: 8, replication }), 13)]! += 1;
    }
    const expected = new Array<number>(14).fill(0);
    let probability = Math.exp(-5);
    for (let count = 0; count < 60; count += 1) {
      expected[Math.min(count, 13)]! += runs * probability;
      probability *= 5 / (count + 1);
    }
    const chiSquare = observed.reduce(
      (sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!,
      0,
    );
    expect(chiSquare).toBeLessThan(34.53);
  });
});

/** Entity 0 is the arrivals, entities 1 to `servers` are the servers; waiting is first come, first served. */
function meanWaitOf(options: {
  readonly servers: number;
  readonly utilisation: number;
  readonly replication: number;
  readonly customers: number;
  readonly leftOut: number;
}): number {
  const { servers, utilisation, replication, customers, leftOut } = options;
  const streams = createRandomStreams({ seed: 1, replication });
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('services');
  const list = createBucketWheel();
  const idle = Array.from({ length: servers }, (_, index) => index + 1);
  const queue: { readonly customer: number; readonly arrivedAt: number }[] = [];
  let head = 0;
  let arrived = 0;
  let waitSum = 0;
  let started = 0;
  const start = (
    server: number,
    next: { readonly customer: number; readonly arrivedAt: number },
    time: number,
  ) => {
    if (next.customer >= leftOut) waitSum += time - next.arrivedAt;
    started += 1;
    list.schedule(server, time + sampleExponential(1, services.at(next.customer)));
  };
  list.schedule(0, 0);
  runUntil({
    list,
    endTimeMs: Infinity,
    handle: (entity, time) => {
      if (entity > 0) {
        if (head < queue.length) start(entity, queue[head++]!, time);
        else idle.push(entity);
        return;
      }
      const customer = { customer: arrived, arrivedAt: time };
      const server = idle.pop();
      if (server === undefined) queue.push(customer);
      else start(server, customer, time);
      arrived += 1;
      if (arrived < customers + leftOut) {
        list.schedule(0, time + sampleExponential(1 / (utilisation * servers), arrivals.at(arrived)));
      }
    },
  });
  expect(started).toBe(customers + leftOut);
  return waitSum / customers;
}

/** Entity 0 is the arrivals, entity n the nth to arrive, who leaves after a service of their own. */
function numberPresent(options: {
  readonly arrivalRate: number;
  readonly service: Distribution;
  readonly at: number;
  readonly replication: number;
}): number {
  const { arrivalRate, service, at, replication } = options;
  const streams = createRandomStreams({ seed: 2, replication });
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('services');
  const list = createBucketWheel();
  let arrived = 0;
  let present = 0;
  list.schedule(0, sampleExponential(1 / arrivalRate, arrivals));
  runUntil({
    list,
    endTimeMs: at,
    handle: (entity, time) => {
      if (entity > 0) {
        present -= 1;
        return;
      }
      arrived += 1;
      present += 1;
      list.schedule(arrived, time + sampleDistribution(service, services.at(arrived)));
      list.schedule(0, time + sampleExponential(1 / arrivalRate, arrivals.at(arrived)));
    },
  });
  return present;
}

function summarise(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}
