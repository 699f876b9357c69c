// Goal: of a policy of KEDA or a cloud all mistakes are told at once: bounds the wrong way round, thresholds that contradict
// each other, times that are none; and keys that nobody knows hide none of them.
// Method: each policy with its bounds wrong and one more mistake; both must be told, at their paths.
import { describe, expect, test } from 'vitest';
import { issuesOf } from '../../support/study.ts';

const base = `name: S
demand:
  - class: team-meeting
    conferences: { peakPerHour: 60 }
`;
const jibris = 'deployment: { jibris: {} }\n';

const bounds = 'min: 9, max: 3';
const maxIssue = /\.max {2}must be at least min \(9\), got 3/;
const window = 'start: "25:00", end: "09:00"';
const rules = (up: number, down: number): string =>
  `rules: [{ metric: stress, direction: out, operator: ">", threshold: ${up} }, { metric: stress, direction: in, operator: "<", threshold: ${down} }]`;
const alarm = (comparison: string, threshold: number): string =>
  `{ kind: simple, metric: stress, comparison: "${comparison}", threshold: ${threshold}, adjustmentType: ChangeInCapacity, adjustment: 1 }`;

describe('bounds the wrong way round are told together with', () => {
  test.each([
    [
      'contradictory alarms of EC2',
      `{ policy: aws-auto-scaling, ${bounds}, policies: [${alarm('>', 0.3)}, ${alarm('<', 0.5)}] }`,
      /policies\[1\]\.threshold {2}must be below the threshold for more \(0\.3\), got 0\.5/,
    ],
    [
      'bounds of an action of EC2',
      `{ policy: aws-auto-scaling, ${bounds}, scheduledActions: [{ at: "09:00", min: 4, max: 2 }] }`,
      /scheduledActions\[0\]\.max {2}must be at least min \(4\), got 2/,
    ],
    [
      'a schedule of Google that has no such time',
      `{ policy: gcp-mig, ${bounds}, signals: [{ metric: stress, target: 0.5 }], schedules: [{ ${window}, minRequiredInstances: 3 }] }`,
      /schedules\[0\]\.start {2}must be .*got "25:00"/,
    ],
    [
      'samples of Google further apart than the window',
      `{ policy: gcp-mig, ${bounds}, signals: [{ metric: stress, target: 0.5 }], metricWindowSeconds: 60, metricSampleSeconds: 120 }`,
      /metricSampleSeconds {2}must be at most the window \(60 s\), got 120/,
    ],
    [
      'contradictory rules of Azure',
      `{ policy: azure-vmss, ${bounds}, ${rules(0.3, 0.5)} }`,
      /rules\[1\]\.threshold {2}must be below the threshold for more \(0\.3\), got 0\.5/,
    ],
    [
      'bounds of a profile of Azure',
      `{ policy: azure-vmss, ${bounds}, ${rules(0.5, 0.2)}, profiles: [{ start: "08:00", end: "09:00", min: 4, max: 2 }] }`,
      /profiles\[0\]\.max {2}must be at least min \(4\), got 2/,
    ],
    [
      'a cron trigger of KEDA that has no such time',
      `{ policy: keda-scaled-object, ${bounds}, triggers: [{ kind: cron, ${window}, desiredReplicas: 3 }] }`,
      /triggers\[0\]\.start {2}must be .*got "25:00"/,
    ],
    [
      'a key that nobody knows',
      `{ policy: gcp-mig, ${bounds}, signals: [{ metric: stress, target: 0.5, aim: 1 }], cooldown: 5 }`,
      /signals\[0\]\.aim {2}unknown key[\s\S]*cooldown {2}unknown key/,
    ],
  ])('%s', async (_, policy, other) => {
    const told = await issuesOf(`${base}scaling: { bridges: ${policy} }`);
    expect(told).toMatch(other);
    expect(told).toMatch(maxIssue);
  });

  test('the settings of another strategy of a ScaledJob', async () => {
    const policy = `{ policy: keda-scaled-job, ${bounds}, strategy: eager, customScalingQueueLengthDeduction: 1 }`;
    const told = await issuesOf(`${base}${jibris}scaling: { jibris: ${policy} }`);
    expect(told).toMatch(/strategy {2}must be custom for the custom settings to count, got "eager"/);
    expect(told).toMatch(maxIssue);
  });
});

test('every contradictory rule of Azure is told, not the first alone', async () => {
  const participants = rules(0.3, 0.5).replaceAll('stress', 'participants').replace('rules: [', '');
  const policy = `{ policy: azure-vmss, min: 1, max: 3, ${rules(0.3, 0.5).slice(0, -1)}, ${participants} }`;
  const told = await issuesOf(`${base}scaling: { bridges: ${policy} }`);
  expect(told).toMatch(/rules\[1\]\.threshold[\s\S]*rules\[3\]\.threshold/);
});
