/**
 * Statistics of a videobridge (`/colibri/stats`), one bridge a file: one JSON object a line, or objects written over
 * several lines one after the other, as `jq` leaves them.
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
  /** Empty lines are skipped. */
  readonly text: string;
}): MeasurementTable {
  const { name, source } = options;
  const answers = answersIn(options.text, source);
  if (answers.length === 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'is empty',
      hint: 'poll /colibri/stats every 5 to 60 s',
    });
  }
  const rows = answers.map(({ text, place }) => readStatistics(text, place));
  return statisticsTable({
    name,
    source,
    timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    rows: rows.map(({ statistics }) => statistics),
  });
}

interface Answer {
  readonly text: string;
  readonly place: string;
}

/** Lines when each of them begins an object; else objects that end where a line is a lone closing brace. */
function answersIn(text: string, source: string): readonly Answer[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ text: line, place: `${source}, line ${i + 1}` }))
    .filter((line) => line.text.trim() !== '');
  if (lines.every((line) => line.text.startsWith('{') && line.text.length > 1)) return lines;
  const answers: Answer[] = [];
  let open: Answer | null = null;
  for (const line of lines) {
    open = open === null ? line : { text: `${open.text}\n${line.text}`, place: open.place };
    if (!line.text.startsWith('}')) continue;
    answers.push(open);
    open = null;
  }
  return open === null ? answers : [...answers, open];
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
