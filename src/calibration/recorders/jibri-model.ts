/**
 * What one recording costs a machine: cores, memory and disk, from reports of Chrome-and-ffmpeg recorders.
 *
 *   cores per recording = vCPU of the machine * CPU share / recordings at once
 *   memory per recording = memory / recordings at once
 *   GB per hour from the bit rate: 0.45 GB per Mbit/s and hour, more by container and audio
 *
 * Jibri itself records one conference per instance; the densest benchmark is Mattermost's recorder of the same
 * design. Reports without a stated number of cores give no core figure.
 */
import { type FitReport, type LeftOut, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import { type ModelFile, significant } from '../model-file.ts';
import { requirePoints } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';

interface RecordingCost {
  readonly case: string;
  readonly coresPerRecording: number;
  readonly memoryGigabytesPerRecording: number;
  /** null when the report does not state it. */
  readonly diskGigabytesPerHour: number | null;
}

const source = 'datasets/jibri-reports/jibri-reports.csv';
const pointsMin = 2;

/** Costs of the reports that state cores, CPU, memory and more than one recording at once. */
function recordingCosts(rows: readonly TextRow[]): RecordingCost[] {
  return rows.flatMap((row) => {
    const vcpus = Number(cellText(row, 'vcpus') || Number.NaN);
    const recordings = cellNumber(row, 'concurrent_recordings');
    const share = Number(cellText(row, 'cpu_fraction') || Number.NaN);
    const memory = Number(cellText(row, 'memory_gb') || Number.NaN);
    // One recording on a large machine says little: the share is read to a percent or two and includes the rest.
    if (recordings < 2 || !Number.isFinite(vcpus + share + memory)) return [];
    const perHour = /([\d.]+) GB\/h/.exec(cellText(row, 'note'));
    return [
      {
        case: cellText(row, 'case'),
        coresPerRecording: (vcpus * share) / recordings,
        memoryGigabytesPerRecording: memory / recordings,
        diskGigabytesPerHour: perHour === null ? null : Number(perHour[1]),
      },
    ];
  });
}

/** Reports that give no cost, and why. */
function leftOutReports(rows: readonly TextRow[], used: readonly RecordingCost[]): LeftOut[] {
  return rows
    .filter((row) => !used.some((cost) => cost.case === cellText(row, 'case')))
    .map((row) => ({
      point: cellText(row, 'case'),
      reason:
        cellNumber(row, 'concurrent_recordings') < 2
          ? 'one recording only: the share of CPU is read to a percent or two and includes the rest'
          : 'cores, CPU share or memory are not stated',
    }));
}

/** The recorder model: the middle quality as value, the lowest and highest as interval. */
export function jibriModel(rows: readonly TextRow[]): {
  readonly model: ModelFile;
  readonly report: FitReport;
} {
  const costs = recordingCosts(rows);
  requirePoints('recorder costs', costs.length, pointsMin);
  const cores = spanOf(costs.map((cost) => cost.coresPerRecording));
  const memory = spanOf(costs.map((cost) => cost.memoryGigabytesPerRecording));
  const disk = spanOf(costs.flatMap((cost) => cost.diskGigabytesPerHour ?? []));
  const range = 'interval: 720p at 15 frames and 1 Mbit/s to 1080p at 20 frames and 2.5 Mbit/s';
  const parameter = (span: Span) => ({
    value: significant(span.middle),
    interval95: [significant(span.low), significant(span.high)] as const,
    source,
    trust: 'published' as const,
    note: range,
  });
  const model: ModelFile = {
    kind: 'recorders',
    name: 'jibri',
    title: 'One recording by Chrome and ffmpeg, from 720p to 1080p',
    parameters: {
      coresPerRecording: parameter(cores),
      memoryGigabytesPerRecording: parameter(memory),
      diskGigabytesPerHour: parameter(disk),
      recordingsPerInstance: {
        value: 1,
        interval95: null,
        source: 'jitsi/infra-provisioning@c441cb5 scripts/create-or-rotate-jibri-oracle.sh',
        trust: 'published',
        note: 'a setting: one recording an instance',
      },
      productionCores: {
        value: 4,
        interval95: null,
        source: 'jitsi/infra-provisioning@c441cb5 scripts/create-or-rotate-jibri-oracle.sh (2 OCPU)',
        trust: 'published',
        note: 'a setting, with 8 GB of memory: three times the mean need, since one slow second spoils a recording',
      },
    },
  };
  return { model, report: reportCosts(costs, { cores, memory, disk }, leftOutReports(rows, costs)) };
}

function reportCosts(
  costs: readonly RecordingCost[],
  { cores, memory, disk }: { readonly cores: Span; readonly memory: Span; readonly disk: Span },
  leftOut: readonly LeftOut[],
): FitReport {
  const points = costs.map((cost) => cost.case);
  const observed = costs.map((cost) => cost.coresPerRecording);
  const fitted = costs.map(() => cores.middle);
  return reportFit({
    name: 'Cost of a recording',
    formula: 'cores per recording = vCPU x CPU share / recordings at once',
    unit: 'cores',
    parameters: [
      {
        name: 'cores',
        unit: 'cores per recording',
        value: cores.middle,
        interval95: [cores.low, cores.high],
      },
      {
        name: 'memory',
        unit: 'GB per recording',
        value: memory.middle,
        interval95: [memory.low, memory.high],
      },
      { name: 'disk', unit: 'GB per hour', value: disk.middle, interval95: [disk.low, disk.high] },
    ],
    points,
    observed,
    fitted,
    estimated: 1,
    influence: leaveOneOutInfluence({
      points,
      observed,
      fitted,
      parameters: 1,
      refitWithout: (left) => {
        const { middle } = spanOf(observed.filter((_, i) => i !== left));
        return costs.map(() => middle);
      },
    }),
    validRanges: [{ quantity: 'recordings at once on 8 vCPU', unit: '1', min: 4, max: 8 }],
    leftOut,
    warnings: ['three qualities of one benchmark: the interval is their range, not a sampling error'],
  });
}

interface Span {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

function spanOf(values: readonly number[]): Span {
  const sorted = [...values].sort((a, b) => a - b);
  return { low: sorted[0]!, middle: sorted[Math.floor(sorted.length / 2)]!, high: sorted.at(-1)! };
}
