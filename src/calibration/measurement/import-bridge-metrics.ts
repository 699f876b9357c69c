/**
 * The answer of Prometheus to a query for all metrics of one bridge, such as `{__name__=~"jitsi_.*",instance="jvb-1"}`:
 * names tell quantity and unit, so nothing has to be said beside them.
 *
 * Two vocabularies: the bridge's own metrics (`jitsi_jvb_*`: jitsi-videobridge@a29d97d
 * metrics/VideobridgeMetricsContainer.kt for the prefix, VideobridgePeriodicMetrics.kt for names and units, bit/s) and
 * those of systemli/prometheus-jitsi-meet-exporter main.go, which renames the keys of `/colibri/stats` (kbit/s).
 */
import { CalibrationRefused } from '../refusal.ts';
import { type BridgeStatistics, statisticsTable } from './bridge-statistics.ts';
import type { MeasurementTable } from './measurement-table.ts';
import { type PrometheusSeries, readMatrix, timesOf } from './prometheus-answer.ts';

/** Key of `/colibri/stats` that a metric says, and how many of its units one of the metric is. */
type Meaning = readonly [key: keyof BridgeStatistics, factor: number];

const ownMetrics: Readonly<Record<string, Meaning>> = {
  jitsi_jvb_current_endpoints: ['endpoints', 1],
  jitsi_jvb_local_endpoints: ['local_endpoints', 1],
  jitsi_jvb_endpoints_relayed: ['octo_endpoints', 1],
  jitsi_jvb_conferences: ['conferences', 1],
  jitsi_jvb_endpoints_sending_audio: ['endpoints_sending_audio', 1],
  jitsi_jvb_endpoints_sending_video: ['endpoints_sending_video', 1],
  jitsi_jvb_incoming_packet_rate: ['packet_rate_download', 1],
  jitsi_jvb_outgoing_packet_rate: ['packet_rate_upload', 1],
  jitsi_jvb_relay_incoming_packet_rate: ['octo_receive_packet_rate', 1],
  jitsi_jvb_relay_outgoing_packet_rate: ['octo_send_packet_rate', 1],
  jitsi_jvb_incoming_bitrate: ['bit_rate_download', 1e-3],
  jitsi_jvb_outgoing_bitrate: ['bit_rate_upload', 1e-3],
  jitsi_jvb_stress: ['stress_level', 1],
};

const exporterKeys: readonly (keyof BridgeStatistics)[] = [
  'participants',
  'endpoints',
  'local_endpoints',
  'octo_endpoints',
  'conferences',
  'endpoints_sending_audio',
  'endpoints_sending_video',
  'packet_rate_download',
  'packet_rate_upload',
  'octo_receive_packet_rate',
  'octo_send_packet_rate',
  'bit_rate_download',
  'bit_rate_upload',
  'stress_level',
];

const meanings = new Map<string, Meaning>([
  ...Object.entries(ownMetrics),
  ...exporterKeys.map((key): [string, Meaning] => [`jitsi_${key}`, [key, 1]]),
]);

/** How many metrics of a bridge that are known by their names the answer holds. */
export function bridgeMetricsIn(text: string, source: string): number {
  const names = readMatrix(text, source).map(({ metric }) => metric.__name__ ?? '');
  return new Set(names.filter((name) => meanings.has(name))).size;
}

export function importBridgeMetrics(options: {
  readonly name: string;
  readonly source: string;
  readonly text: string;
}): MeasurementTable {
  const { name, source } = options;
  const series = readMatrix(options.text, source).flatMap((one) => {
    const meaning = meanings.get(one.metric.__name__ ?? '');
    return meaning === undefined ? [] : [{ ...one, meaning }];
  });
  if (series.length === 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'holds no metric of a bridge that is known by its name',
      hint: `known are ${[...meanings.keys()].join(', ')}; of others say quantity and unit`,
    });
  }
  requireOneBridge(series, source);
  const seconds = timesOf(series);
  const rowOf = new Map(seconds.map((at, row) => [at, row]));
  const rows = seconds.map((): { -readonly [Key in keyof BridgeStatistics]: number } => ({}));
  for (const { values, meaning } of series) {
    const [key, factor] = meaning;
    for (const [at, text] of values) {
      const value = Number(text) * factor;
      if (Number.isFinite(value)) rows[rowOf.get(at)!]![key] = value;
    }
  }
  return statisticsTable({ name, source, timeMs: Float64Array.from(seconds, (at) => at * 1000), rows });
}

/** Two series of one metric are two bridges, or one that came back under another name: they must not be mixed. */
function requireOneBridge(series: readonly PrometheusSeries[], source: string): void {
  const labels = new Map<string, string[]>();
  for (const { metric } of series) {
    const { __name__: metricName = '', ...rest } = metric;
    labels.set(metricName, [...(labels.get(metricName) ?? []), JSON.stringify(rest)]);
  }
  for (const [metricName, found] of labels) {
    if (found.length === 1) continue;
    throw new CalibrationRefused({
      place: source,
      problem: `${metricName} has ${found.length} series: ${found.slice(0, 3).join(', ')}`,
      hint: 'query one bridge at a time, such as {__name__=~"jitsi_.*", instance="jvb-1:8080"}',
    });
  }
}
