// Goal: the presets are the manifests they say they are.
// Method: openfun/jitsi-k8s@e9307968 k8s/base/jvb-hpa.yml and the defaults of Kubernetes, against the model files.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface ModelFile {
  readonly name: string;
  readonly parameters: Readonly<
    Record<string, { readonly value: unknown; readonly source: string; readonly trust: string }>
  >;
}

function preset(name: string): {
  readonly file: ModelFile;
  readonly values: Readonly<Record<string, unknown>>;
} {
  const path = new URL(`../../../../models/policies/${name}.yaml`, import.meta.url);
  const file = parse(readFileSync(path, 'utf8')) as ModelFile;
  return {
    file,
    values: Object.fromEntries(Object.entries(file.parameters).map(([key, { value }]) => [key, value])),
  };
}

test("OpenFUN's: CPU 75 %, 2 pods in 120 s up, 20 % in 30 s down, window 60 s", () => {
  const { values } = preset('kubernetes-hpa-openfun');
  expect(values).toMatchObject({
    targetPercent: 75,
    behavior: {
      scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 120 }] },
      scaleDown: {
        stabilizationWindowSeconds: 60,
        policies: [{ type: 'Percent', value: 20, periodSeconds: 30 }],
      },
    },
    // March 2022 is before Kubernetes 1.33.
    toleranceForm: 'distance',
  });
});

test('the default: what Kubernetes ships', () => {
  expect(preset('kubernetes-hpa-default').values).toMatchObject({
    minReplicas: 1,
    targetPercent: 80,
    behavior: { scaleUp: null, scaleDown: null },
    toleranceRatio: 0.1,
    toleranceForm: 'band',
    downscaleStabilizationSeconds: 300,
    syncPeriodSeconds: 15,
    cpuInitializationPeriodSeconds: 300,
    initialReadinessDelaySeconds: 30,
    scaleUpLimitFactor: 2,
    scaleUpLimitMinimum: 4,
  });
});

test.each(['kubernetes-hpa-openfun', 'kubernetes-hpa-default'])(
  '%s gives every value its source and trust',
  (name) => {
    const { file } = preset(name);
    expect(file.name).toBe(name);
    for (const { source, trust } of Object.values(file.parameters)) {
      expect(source).not.toBe('');
      expect(['assumed', 'published', 'calibrated', 'validated']).toContain(trust);
    }
  },
);
