/**
 * Boot models: how long from the launch request to a serving instance, by stage.
 *
 * No distribution of boot times of a Jitsi bridge is published: there is one observation, and means of virtual
 * machines in general. The spread is therefore an assumption, and every model says so.
 */
import type { ModelFile } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';

const quickTest = 'datasets/openfun-hpa-quick-test/hpa-quick-test.csv';

/** OpenFUN's metric of each stage, in the order they are reached. */
const openfunStages = [
  { name: 'nodeVisible', metric: 'scale_node_not_ready' },
  { name: 'nodeReady', metric: 'scale_node_ready' },
  { name: 'podCreating', metric: 'scale_pod_creating' },
  { name: 'ready', metric: 'scale_pod_ready' },
] as const;

/** A bridge pod that needs a new node, as OpenFUN saw it once. `rows` are those of the quick test. */
export function openfunKubernetesBoot(rows: readonly TextRow[]): ModelFile {
  const stages = openfunStages.map(({ name, metric }) => {
    const row = rows.find((candidate) => cellText(candidate, 'metric') === metric);
    if (row === undefined) {
      throw new CalibrationRefused({
        place: 'boot delay',
        problem: `there is no row for ${metric}`,
        hint: `pass the rows of ${quickTest}`,
      });
    }
    return { name, atSeconds: cellNumber(row, 'value') };
  });
  return {
    kind: 'boot',
    name: 'openfun-kubernetes',
    title: 'A bridge pod on a new Kubernetes node (Scaleway Kapsule, GP1-XS), as observed once in March 2022',
    parameters: {
      stages: {
        value: stages,
        interval95: null,
        source: quickTest,
        trust: 'calibrated',
        note: 'one observation, read from a panel with a 15 s grid: its spread is the next parameter',
      },
      spreadLogStandardDeviation: {
        value: 0.15,
        interval95: [0.05, 0.4],
        source: 'chosen so that 95 % lie between 3 and 5.4 minutes, the published range of node autoscalers',
        trust: 'assumed',
        note: 'no distribution of boot times is published; measure your own',
      },
    },
  };
}

/** A virtual machine from an image with the bridge installed. */
export function vmImageBoot(): ModelFile {
  return {
    kind: 'boot',
    name: 'vm-image',
    title: 'A virtual machine started from an image that has the bridge installed',
    parameters: {
      stages: {
        value: [
          { name: 'nodeReady', atSeconds: 97 },
          { name: 'ready', atSeconds: 117 },
        ],
        interval95: null,
        source:
          'Mao and Humphrey, CLOUD 2012: EC2 Linux starts in 96.9 s on average; 20 s (10 to 30) for the bridge to start and register are assumed',
        trust: 'assumed',
        note: 'other means published for EC2 Linux lie between 55 and 100 s',
      },
      spreadLogStandardDeviation: {
        value: 0.3,
        interval95: [0.1, 0.5],
        source:
          'spans the means published for Linux machines of several clouds (44 to 100 s and the bridge start)',
        trust: 'assumed',
      },
    },
  };
}
