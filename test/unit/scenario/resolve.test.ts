// Goal: a short scenario gets the documented defaults, a long one exactly what it says, and a wrong one every reason.
// Method: scenarios written here, resolved against the shipped models; expected values are those of the reference
// page, of the models' files, or follow from the text by hand.
import { describe, expect, test } from 'vitest';
import { issuesOf, registry, resolved, scenarioOf } from '../../support/study.ts';

const base = `name: S
demand:
  - class: team-meeting
    conferences: { peakPerHour: 60 }
`;

describe('a scenario of five lines', () => {
  test('is valid and has the documented defaults', async () => {
    const scenario = await scenarioOf(base);
    expect(scenario).toMatchObject({
      name: 'S',
      variant: 'S',
      horizon: { startEpochMs: Date.UTC(2026, 10, 23), durationMs: 86_400_000, timeZone: 'UTC' },
      deployment: {
        region: 'default',
        shardCount: 1,
        signalling: null,
        jibris: null,
        bridges: {
          instanceType: 'gp1-xs',
          model: { name: 'gp1-xs' },
          boot: { name: 'openfun-kubernetes' },
          initialCount: 2,
          stress: {
            measure: 'packet-rate',
            cpuStealRatio: 0,
            samplePeriodSeconds: 10,
            publishPeriodSeconds: 5,
            overstressedAbove: 1,
          },
          selection: {
            strategy: 'region-based',
            stressThreshold: 0.8,
            averageParticipantStress: 0.01,
            participantRampupIntervalSeconds: 20,
            maxBridgeParticipants: 80,
          },
          drainLimit: { seconds: 21_600, by: 'drainMaxSeconds' },
          hungDrainRatio: 0,
          shutdownDelaySeconds: 10,
        },
      },
      objectives: [],
      observed: [],
      run: { seed: 1, replications: 10 },
    });
    expect(scenario.scaling.bridges).toMatchObject({
      policy: 'jitsi-autoscaler',
      autoscaler: { type: 'JVB', scalingOptions: { minDesired: 2, maxDesired: 20, desiredCount: 2 } },
    });
    expect(scenario.prices).toMatchObject({ bridges: { currency: 'EUR' }, jibris: null });
  });

  test('cites every model parameter it uses, with its evidence', async () => {
    const { modelsUsed } = await scenarioOf(base);
    const bridge = registry.get('bridges', 'gp1-xs')!;
    const cited = modelsUsed
      .filter(({ model }) => model === 'bridges/gp1-xs')
      .map(({ parameter }) => parameter);
    expect(cited.sort()).toEqual(Object.keys(bridge.parameters).sort());
    expect(new Set(modelsUsed.map(({ model }) => model.split('/')[0]))).toEqual(
      new Set(['bridges', 'boot', 'conferences', 'media', 'demand', 'policies', 'prices']),
    );
    expect(modelsUsed.every(({ source }) => source !== '')).toBe(true);
    expect(modelsUsed.find(({ parameter }) => parameter === 'durationMinutes')?.value).toBe(
      'clamped, of (lognormal, median 27, logStandardDeviation 0.634), min 3, max 240',
    );
  });

  test('warns of assumptions, model by model', async () => {
    const { warnings } = await scenarioOf(base);
    expect(
      warnings.filter((warning) => warning.startsWith('models/demand/office-weekday assumes')),
    ).toHaveLength(1);
  });
});

describe('models', () => {
  test('may have single parameters replaced, which are then not cited', async () => {
    const scenario = await scenarioOf(`${base}deployment:
  bridges: { model: { from: gp1-xs, coresLimit: 8, loadThresholdPps: 100000 }, boot: { from: vm-image } }
`);
    const original = registry.get('bridges', 'gp1-xs')!;
    expect(scenario.deployment.bridges.model).toMatchObject({
      coresLimit: 8,
      loadThresholdPps: 100_000,
      machineCores: original.parameters.machineCores!.value,
    });
    const cited = scenario.modelsUsed.filter(({ model }) => model === 'bridges/gp1-xs');
    expect(cited.map(({ parameter }) => parameter)).not.toContain('coresLimit');
  });

  test('warn when a replaced value lies outside the calibrated interval', async () => {
    const { warnings } = await scenarioOf(`${base}deployment:
  bridges: { model: { from: gp1-xs, cpuPerKppsCores: 5 } }
`);
    expect(warnings.join('\n')).toMatch(
      /cpuPerKppsCores 5 lies outside the 95 % interval of models\/bridges\/gp1-xs/,
    );
  });

  test('take distributions written short or long', async () => {
    const scenario = await scenarioOf(`name: S
demand:
  - class:
      from: lecture
      size: 40
      durationMinutes: [30, 60]
      leaveOffsetSeconds: { kind: empirical, values: [3, 1, 2] }
      hostJoinOffsetSeconds: { kind: clamped, of: [-600, -60], max: -120 }
    burst: { at: 9:00, conferences: 2 }
`);
    expect(scenario.demand[0]!.conferenceClass).toMatchObject({
      size: { kind: 'constant', value: 40 },
      durationMinutes: { kind: 'uniform', low: 30, high: 60 },
      leaveOffsetSeconds: { kind: 'empirical', values: [1, 2, 3] },
      hostJoinOffsetSeconds: { kind: 'clamped', of: { kind: 'uniform', low: -600, high: -60 }, max: -120 },
    });
  });
});

describe('clock times', () => {
  const burst = (horizon: string, at: string, rest = ''): string => `name: S
horizon: ${horizon}
demand:
  - class: school-class
    burst: { at: ${at}, conferences: 30${rest} }
`;
  const startsOf = async (yaml: string): Promise<number[]> =>
    (await scenarioOf(yaml)).demand.map((demand) =>
      demand.kind === 'burst' ? demand.startMs / 3_600_000 : -1,
    );

  test.each([
    ['{ start: 2026-11-23T07:00, hours: 6 }', '09:00', 2],
    ['{ start: 2026-11-23T22:00, hours: 6 }', '01:30', 3.5],
    // Clocks go forward at 2:00: nine o'clock comes eight hours after midnight.
    ['{ start: 2022-03-27T00:00, timeZone: Europe/Paris }', '09:00', 8],
    ['{ start: 2022-10-30T00:00, timeZone: Europe/Paris }', '09:00', 10],
    ['{ start: 2022-10-29, days: 2, timeZone: Europe/Paris }', '2022-10-30T09:00', 34],
  ])('in %s at %s are %f hours after the start', async (horizon, at, hours) => {
    expect(await startsOf(burst(horizon, at))).toEqual([hours]);
  });

  test('may come again every day or every weekday, on the clock', async () => {
    const week = '{ start: 2022-03-25T00:00, days: 5, timeZone: Europe/Paris }';
    // Friday, Saturday, Sunday (an hour short), Monday, Tuesday.
    expect(await startsOf(burst(week, '09:00', ', repeat: daily'))).toEqual([9, 33, 56, 80, 104]);
    expect(await startsOf(burst(week, '09:00', ', repeat: weekdays'))).toEqual([9, 80, 104]);
  });

  test('outside the horizon or unreadable are refused', async () => {
    expect(await issuesOf(burst('{ start: 2026-11-23T10:00, hours: 2 }', '09:00'))).toMatch(
      /demand\[0\]\.burst\.at {2}lies outside the horizon \(2026-11-23T10:00 to 2026-11-23T12:00 UTC\), got "09:00"/,
    );
    expect(await issuesOf(burst('{ days: 1 }', 'noon'))).toMatch(/must be a clock time, got "noon"/);
    expect(await issuesOf(burst('{ days: 1 }', '25:00'))).toMatch(/must be a clock time, got "25:00"/);
  });
});

describe('scaling', () => {
  test('begins with as many bridges as its policy keeps, unless the scenario says how many', async () => {
    const fixed = await scenarioOf(`${base}scaling: { bridges: { policy: static, count: 12 } }`);
    expect(fixed.deployment.bridges.initialCount).toBe(12);
    const told = await scenarioOf(
      `${base}scaling: { bridges: { policy: static, count: 12 } }\ndeployment: { bridges: { initialCount: 3 } }`,
    );
    expect(told.deployment.bridges.initialCount).toBe(3);
    const preset = await scenarioOf(
      `${base}scaling: { bridges: { policy: jitsi-autoscaler, min: 7, max: 9, scaleUpQuantity: 3 } }`,
    );
    expect(preset.deployment.bridges.initialCount).toBe(7);
    expect(preset.scaling.bridges).toMatchObject({
      autoscaler: { scalingOptions: { minDesired: 7, maxDesired: 9, desiredCount: 7, scaleUpQuantity: 3 } },
    });
  });

  test('by an HPA takes the preset, the settings given, and changes of the bounds by clock', async () => {
    const scenario =
      await scenarioOf(`${base}horizon: { start: 2022-03-29T09:24, hours: 8, timeZone: Europe/Paris }
scaling:
  bridges:
    policy: kubernetes-hpa
    preset: openfun
    min: 20
    max: 90
    targetPercent: 60
    behavior: { scaleDown: { selectPolicy: Disabled } }
    boundsChanges: [{ at: 14:46, min: 5, max: 90 }, { at: 15:03, min: 20, max: 80 }]
`);
    expect(scenario.scaling.bridges).toMatchObject({
      policy: 'kubernetes-hpa',
      cpuRequestCores: 3.4,
      hpa: {
        minReplicas: 20,
        maxReplicas: 90,
        metrics: [{ kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent: 60 }],
        behavior: {
          scaleUp: null,
          scaleDown: {
            stabilizationWindowSeconds: null,
            selectPolicy: 'Disabled',
            policies: null,
            tolerance: null,
          },
        },
        syncPeriodSeconds: 15,
      },
      boundsChanges: [
        { atMs: (5 * 60 + 22) * 60_000, minCount: 5, maxCount: 90 },
        { atMs: (5 * 60 + 39) * 60_000, minCount: 20, maxCount: 80 },
      ],
    });
    expect(scenario.deployment.bridges.initialCount).toBe(20);
    const cited = scenario.modelsUsed.filter(({ model }) => model === 'policies/kubernetes-hpa-openfun');
    expect(cited.map(({ parameter }) => parameter)).toEqual(
      expect.not.arrayContaining(['targetPercent', 'minReplicas']),
    );
  });

  test('of Jibris by the jitsi-autoscaler counts free ones, so its band lies the other way round', async () => {
    const withJibris = (settings: string): string =>
      `${base}deployment: { jibris: {} }\nscaling: { jibris: { policy: jitsi-autoscaler${settings} } }`;
    const scenario = await scenarioOf(withJibris(', min: 3, max: 6'));
    expect(scenario.scaling.jibris).toMatchObject({
      autoscaler: { type: 'jibri', scalingOptions: { minDesired: 3, maxDesired: 6, desiredCount: 3 } },
    });
    expect(await issuesOf(withJibris(', scaleUpThreshold: 3, scaleDownThreshold: 2'))).toMatch(
      /scaleDownThreshold {2}must be at least scaleUpThreshold \(3\), got 2/,
    );
  });

  test('of Jibris needs Jibris, and comes with them', async () => {
    const scenario = await scenarioOf(`${base}deployment: { jibris: {} }`);
    expect(scenario.scaling.jibris).toEqual({
      policy: 'constant-free',
      constantFree: { free: 2, minCount: 0, maxCount: 100 },
    });
    expect(scenario.prices.jibris).toEqual(scenario.prices.bridges);
    expect(await issuesOf(`${base}scaling: { jibris: { policy: static, count: 1 } }`)).toMatch(
      /scaling\.jibris {2}scales Jibris, and the deployment has none/,
    );
  });

  test('without Jibris leaves recordings out and says so', async () => {
    const scenario = await scenarioOf(base);
    expect(scenario.demand[0]!.conferenceClass.recordingRatio).toBe(0);
    expect(scenario.warnings.join('\n')).toMatch(/recordings are left out/);
  });

  test.each([
    ['{ policy: jitsi-autoscaler, min: 9, max: 3 }', /bridges\.max {2}must be at least min \(9\), got 3/],
    [
      '{ policy: jitsi-autoscaler, min: 9, max: 3, scaleDownThreshold: 0.5 }',
      /must be at least min \(9\), got 3[\s\S]*must be below scaleUpThreshold \(0\.3\), got 0\.5/,
    ],
    [
      '{ policy: kubernetes-hpa, min: 9, max: 3 }',
      /must be at least min \(9\), got 3[\s\S]*cpuRequestCores {2}is missing|cpuRequestCores {2}is missing[\s\S]*must be at least min \(9\), got 3/,
    ],
    [
      '{ policy: jitsi-autoscaler, scaleDownThreshold: 0.5 }',
      /must be below scaleUpThreshold \(0\.3\), got 0\.5/,
    ],
    [
      '{ policy: jitsi-autoscaler, scaleUpThreshold: 0.1 }',
      /must be above scaleDownThreshold \(0\.1\), got 0\.1/,
    ],
    ['{ policy: jitsi-autoscaler, preset: 8x8 }', /preset that jitsi-autoscaler does not have, got "8x8"/],
    [
      '{ policy: jitsi-autoscaler, preset: 8x8-production-jibri }',
      /preset for instances of type jibri, not for bridges/,
    ],
    ['{ policy: jitsi-autoscaler, scaleUpPeriodsCount: 0 }', /must be at least 1, got 0/],
    ['{ policy: hpa }', /must be static, .*kubernetes-hpa, .*got "hpa"\n.*did you mean kubernetes-hpa\?/],
    ['{ policy: predictive }', /must be static, .*scheduled, .* or jitsi-autoscaler, got "predictive"/],
    ['{ policy: kubernetes-hpa, max: 9 }', /cpuRequestCores {2}is missing\n.*CPU request of one bridge pod/],
    [
      '{ policy: kubernetes-hpa, preset: openfun, min: 0, max: 9 }',
      /must be at least 1: an HPA scales to zero only with an object or external metric/,
    ],
    [
      '{ policy: kubernetes-hpa, preset: openfun, min: 9 }',
      /bridges\.max {2}must be at least min \(9\), got 5/,
    ],
    [
      '{ policy: kubernetes-hpa, preset: openfun, boundsChanges: [{ at: 9:00, min: 3, max: 2 }] }',
      /boundsChanges\[0\]\.max {2}must be at least min \(3\), got 2/,
    ],
    [
      '{ policy: kubernetes-hpa, preset: openfun, boundsChanges: [{ at: 9:00, min: 1, max: 2 }, { at: 8:00, min: 1, max: 2 }] }',
      /boundsChanges\[1\]\.at {2}must not be before the change above/,
    ],
    ['{ count: 3 }', /bridges\.policy {2}is missing/],
    ['{ policy: static }', /bridges\.count {2}is missing/],
    ['{ policy: static, count: -1 }', /must be at least 0, got -1/],
    ['{ policy: static, count: 2.5 }', /must be a whole number, got 2\.5/],
    ['{ policy: static, count: .nan }', /must be a finite number, got NaN/],
    ['{ policy: static, count: 1e9 }', /must be at most 1000000/],
    ['static', /must be a mapping of keys to values, got "static"/],
  ])('is refused as %s', async (policy, problem) => {
    expect(await issuesOf(`${base}scaling: { bridges: ${policy} }`)).toMatch(problem);
  });
});

describe('variants', () => {
  const withVariants = `${base}scaling: { bridges: { policy: jitsi-autoscaler, max: 9 } }
variants:
  - name: As it is
  - name: Fixed
    set: { scaling: { bridges: { policy: static, count: 5 } } }
  - name: Larger
    set: { scaling: { bridges: { max: 30 } }, deployment: { bridges: { selection: { stressThreshold: 0.6 } } } }
`;

  test('are the scenario with keys replaced', async () => {
    const variants = await resolved(withVariants);
    if (typeof variants === 'string') throw new Error(variants);
    expect(variants.map(({ variant }) => variant)).toEqual(['As it is', 'Fixed', 'Larger']);
    expect(variants.map(({ name }) => name)).toEqual(['S', 'S', 'S']);
    expect(variants.map(({ scaling }) => scaling.bridges.policy)).toEqual([
      'jitsi-autoscaler',
      'static',
      'jitsi-autoscaler',
    ]);
    expect(variants.map(({ deployment }) => deployment.bridges.selection.stressThreshold)).toEqual([
      0.8, 0.8, 0.6,
    ]);
  });

  test('show mistakes where they are written, those of the base once', async () => {
    const text = await issuesOf(
      withVariants.replace('count: 5', 'count: -5').replace('class: team-meeting', 'class: team-meting'),
    );
    expect(text).toContain('s.yaml has 2 problems');
    expect(text).toMatch(/3:12 {2}demand\[0\]\.class/);
    expect(text).toMatch(/9:57 {2}variants\[1\]\.set\.scaling\.bridges\.count {2}must be at least 0, got -5/);
  });

  test('must differ in name, and in one currency', async () => {
    expect(await issuesOf(withVariants.replace('Larger', 'Fixed'))).toMatch(
      /variants\[2\]\.name {2}must differ from the names of the other variants/,
    );
    expect(
      await issuesOf(`${withVariants}  - name: Dollars
    set: { prices: { bridges: { currency: USD, costPerHour: 0.2 } } }
`),
    ).toMatch(/one currency to be compared, and are in EUR and USD/);
  });

  test('cannot change what they are compared on', async () => {
    expect(await issuesOf(`${withVariants}  - { name: Other, set: { horizon: { days: 2 } } }\n`)).toMatch(
      /variants\[3\]\.set\.horizon {2}unknown key/,
    );
  });
});

describe('a wrong scenario', () => {
  test('is told all that is wrong with it at once, in order of place', async () => {
    const text = await issuesOf(`name: S
horizon: { start: yesterday, hours: 0, timeZone: Europe/Pariss }
demand:
  - class: team-meting
    conferences: { peakPerHour: -1, curve: ofice-weekday }
  - class: { from: lecture, size: 0 }
    burst: { at: 9:00, conferences: 0 }
  - class: lecture
deployment: { bridges: { selection: { stresThreshold: 0.6 } } }
run: { replications: 1.5 }
colour: red
`);
    const places = [...text.matchAll(/^ +(\d+):(\d+) /gm)].map((match) => Number(match[1]));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const path of [
      'horizon.start',
      'horizon.hours',
      'horizon.timeZone',
      'demand[0].class',
      'demand[0].conferences.peakPerHour',
      'demand[1].class.size',
      'demand[1].burst.conferences',
      'demand[2]',
      'deployment.bridges.selection.stresThreshold',
      'run.replications',
      'colour',
    ]) {
      expect(text).toContain(`${path}  `);
    }
  });

  test.each([
    ['42', /must be a mapping of keys to values, got 42/],
    ['name: S', /demand {2}is missing/],
    ['name: S\ndemand: []', /demand {2}must have at least one entry/],
    [
      'name: ""\ndemand: [{ class: lecture, burst: { at: 9:00, conferences: 1 } }]',
      /name {2}must not be empty/,
    ],
    [`${base}    burst: { at: 9:00, conferences: 3 }`, /has conferences and burst at once/],
    [base.replace('{ peakPerHour: 60 }', '{}'), /peakPerHour {2}is missing/],
    [base.replace('60', '0'), /peakPerHour {2}must be above 0, got 0/],
    [base.replace('60', '60, alignedRatio: 0.4'), /has no meaning without alignTo/],
    [`${base}horizon: { days: 1, hours: 3 }`, /must not be given beside days/],
    [`${base}horizon: { days: 0 }`, /must be above 0, got 0/],
    [`${base}horizon: { hours: 0.01 }`, /horizon {2}must be at least a minute long/],
    [
      `${base}deployment: { shards: { workerConnections: 2048 } }`,
      /shards\.workerConnections {2}says something about signalling, which is not simulated/,
    ],
    [`${base}horizon: { days: 99999 }`, /must be at most 3660/],
    [`${base}horizon: { start: 2022-02-30T00:00 }`, /must be a date and time, got "2022-02-30T00:00"/],
    [`${base}horizon: { timeZone: Mars/Olympus }`, /is not an IANA time zone/],
    [`${base}prices: { bridges: { currency: euro, costPerHour: 1 } }`, /ISO 4217/],
    [`${base}prices: { bridges: { currency: EUR, costPerHour: -1 } }`, /must be at least 0, got -1/],
    [`${base}objectives: { joinFailureRatio: { max: 5 } }`, /must be at most 1, got 5/],
    [`${base}objectives: { recordingRefusedRatio: { max: 0.1 } }`, /needs Jibris/],
    [`${base}deployment: { bridges: { selection: { maxBridgeParticipants: 0 } } }`, /must not be 0/],
    [
      `${base}deployment: { bridges: { selection: { maxBridgeParticipantsPerInterval: 0 } } }`,
      /maxBridgeParticipantsPerInterval {2}must not be 0/,
    ],
    [`${base}variants: []`, /variants {2}must have at least one entry/],
    [`${base}variants: { a: 1 }`, /variants {2}must be a list/],
  ])('is refused: %j', async (yaml, problem) => {
    expect(await issuesOf(yaml)).toMatch(problem);
  });

  test('of classes that make no sense is refused', async () => {
    const withClass = (parameters: string): string =>
      base.replace('class: team-meeting', `class: { from: team-meeting, ${parameters} }`);
    expect(await issuesOf(withClass('size: 0'))).toMatch(/size {2}gives conferences without participants/);
    expect(await issuesOf(withClass('size: -4'))).toMatch(/without participants/);
    expect(await issuesOf(withClass('size: 2e6'))).toMatch(/2000000 participants on average/);
    expect(await issuesOf(withClass('durationMinutes: 0'))).toMatch(/last no time at all/);
    expect(await issuesOf(withClass('durationMinutes: 10000'))).toMatch(/10000 minutes on average/);
    expect(await issuesOf(withClass('size: [9, 3]'))).toMatch(/must not have the lower value last/);
    expect(await issuesOf(withClass('size: { kind: discrete, values: [1, 2], weights: [1] }'))).toMatch(
      /as many weights as values/,
    );
    expect(await issuesOf(withClass('audioSenderRatio: 50'))).toMatch(/must be at most 1, got 50/);
  });
});

test('a stress threshold of 0.08 is allowed and warned of', async () => {
  const { warnings } = await scenarioOf(
    `${base}deployment: { bridges: { selection: { stressThreshold: 0.08 } } }`,
  );
  expect(warnings.join('\n')).toMatch(/stress threshold of bridge selection is 0\.08; 0\.8 is usual/);
});

test('a single replication is warned of', async () => {
  expect((await scenarioOf(`${base}run: { replications: 1 }`)).warnings.join('\n')).toMatch(
    /one replication/,
  );
});
