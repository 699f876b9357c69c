/**
 * Statistics of a videobridge (`/colibri/stats`), one JSON object a line, one bridge a file.
 *
 * Source of the keys: jitsi-videobridge@a29d97d stats/VideobridgeStatisticsShim.kt and doc/statistics.md.
 */
import { z } from 'zod';
import { CalibrationRefused } from '../refusal.ts';
import { statisticsTable } from './bridge-statistics.ts';
import { parseJson } from './json-text.ts';
import type { MeasurementTable } from './measurement-table.ts';

const statisticsSchema = z.object({
  current_timestamp: z.string(),
  participants: z.number().optional(),
  endpoints: z.number().optional(),
  local_endpoints: z.number().optional(),
  octo_endpoints: z.number().optional(),
  conferences: z.number().optional(),
  endpoints_sending_audio: z.number().optional(),
  endpoints_sending_video: z.number().optional(),
  packet_rate_download: z.number().optional(),
  packet_rate_upload: z.number().optional(),
  octo_receive_packet_rate: z.number().optional(),
  octo_send_packet_rate: z.number().optional(),
  bit_rate_download: z.number().optional(),
  bit_rate_upload: z.number().optional(),
  stress_level: z.number().optional(),
});
type Statistics = z.infer<typeof statisticsSchema>;

export function importColibri(options: {
  readonly name: string;
  readonly source: string;
  /** JSON lines; empty lines are skipped. */
  readonly text: string;
}): MeasurementTable {
  const { name, source } = options;
  const lines = options.text
    .split(/\r?\n/)
    .map((text, i) => ({ text, place: `${source}, line ${i + 1}` }))
    .filter(({ text }) => text.trim() !== '');
  if (lines.length === 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'is empty',
      hint: 'poll /colibri/stats every 5 to 60 s',
    });
  }
  const rows = lines.map(({ text, place }) => readStatistics(text, place));
  return statisticsTable({
    name,
    source,
    timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    rows: rows.map(({ statistics }) => statistics),
  });
}

function readStatistics(text: string, place: string): { statistics: Statistics; timeMs: number } {
  const parsed = statisticsSchema.safeParse(parseJson(text, place));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CalibrationRefused({
      place,
      problem: `is not a statistics object of a videobridge (${issue?.path.join('.')}: ${issue?.message})`,
      hint: 'write one answer of /colibri/stats per line',
    });
  }
  // The bridge writes "2022-03-29 10:15:00.123", in UTC.
  const timeMs = Date.parse(`${parsed.data.current_timestamp.replace(' ', 'T')}Z`);
  if (!Number.isFinite(timeMs)) {
    throw new CalibrationRefused({
      place,
      problem: `current_timestamp '${parsed.data.current_timestamp}' is no time`,
      hint: 'the bridge writes 2022-03-29 10:15:00.123 in UTC',
    });
  }
  return { statistics: parsed.data, timeMs };
}
