/**
 * Statistics of a videobridge (`/colibri/stats`), one JSON object a line, one bridge a file.
 *
 * `participants` and `endpoints` include those on other bridges (relayed, "octo"): adding them up over bridges counts
 * one participant several times. The local number is `local_endpoints`, else `participants` less `octo_endpoints`.
 * Source of the keys: jitsi-videobridge@a29d97d stats/VideobridgeStatisticsShim.kt and doc/statistics.md.
 */
import { z } from 'zod';
import { CalibrationRefused } from '../refusal.ts';
import { parseJson } from './json-text.ts';
import type { MeasurementColumn, MeasurementTable, Quantity } from './measurement-table.ts';

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

/** kbit/s, as the bridge reports bit rates. */
const kilobit = 1000;

const directColumns: readonly {
  readonly name: string;
  readonly quantity: Quantity;
  readonly of: (statistics: Statistics) => number | undefined;
}[] = [
  { name: 'participants', quantity: 'participants', of: localParticipants },
  { name: 'conferences', quantity: 'conferences', of: (row) => row.conferences },
  { name: 'audio senders', quantity: 'senders', of: (row) => row.endpoints_sending_audio },
  { name: 'video senders', quantity: 'senders', of: (row) => row.endpoints_sending_video },
  { name: 'packet rate', quantity: 'packet-rate', of: packetRate },
  { name: 'bit rate sent', quantity: 'bit-rate', of: (row) => scaled(row.bit_rate_upload) },
  { name: 'bit rate received', quantity: 'bit-rate', of: (row) => scaled(row.bit_rate_download) },
  { name: 'stress', quantity: 'stress', of: (row) => row.stress_level },
];

export function importColibri(options: {
  readonly name: string;
  readonly source: string;
  /** JSON lines; empty lines are skipped. */
  readonly text: string;
}): MeasurementTable {
  const { source } = options;
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
  const columns = directColumns.flatMap(({ name, quantity, of }): MeasurementColumn[] => {
    const values = Float64Array.from(rows, ({ statistics }) => of(statistics) ?? Number.NaN);
    return values.every(Number.isNaN) ? [] : [{ name, quantity, values }];
  });
  return {
    name: options.name,
    source,
    timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    columns,
    notes: notesOf(rows.map(({ statistics }) => statistics)),
  };
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

function localParticipants(row: Statistics): number | undefined {
  if (row.local_endpoints !== undefined) return row.local_endpoints;
  const all = row.participants ?? row.endpoints;
  return all === undefined ? undefined : all - (row.octo_endpoints ?? 0);
}

/** In and out, endpoints and relays: what packet-rate stress counts. */
function packetRate(row: Statistics): number | undefined {
  if (row.packet_rate_download === undefined || row.packet_rate_upload === undefined) return undefined;
  const relays = (row.octo_receive_packet_rate ?? 0) + (row.octo_send_packet_rate ?? 0);
  return row.packet_rate_download + row.packet_rate_upload + relays;
}

function scaled(kbits: number | undefined): number | undefined {
  return kbits === undefined ? undefined : kbits * kilobit;
}

function notesOf(rows: readonly Statistics[]): string[] {
  const remote = rows.map((row) => {
    const all = row.participants ?? row.endpoints ?? 0;
    return all - (localParticipants(row) ?? all);
  });
  const most = Math.max(...remote);
  const unsplit = rows.some(
    (row) =>
      row.local_endpoints === undefined && row.octo_endpoints === undefined && row.participants !== undefined,
  );
  return [
    ...(most > 0
      ? [
          `up to ${most} participants of other bridges were counted in participants (relays); local ones are used`,
        ]
      : []),
    ...(unsplit
      ? [
          'neither local_endpoints nor octo_endpoints is reported: with relays, participants are counted on every bridge',
        ]
      : []),
  ];
}
