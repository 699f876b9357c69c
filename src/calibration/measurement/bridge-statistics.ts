/**
 * What a videobridge says of itself, by whatever way it came: `/colibri/stats`, its own Prometheus metrics or those of
 * an exporter.
 *
 * `participants` and `endpoints` include those on other bridges (relayed, "octo"): adding them up over bridges counts
 * one participant several times. The local number is `local_endpoints`, else `participants` less `octo_endpoints`.
 * Packet and bit rates are those of local endpoints; relays are counted beside them.
 * Sources: jitsi-videobridge@a29d97d stats/VideobridgeStatisticsShim.kt, metrics/VideobridgePeriodicMetrics.kt (both
 * sums run over `conference.localEndpoints`, then over `conference.relays`) and doc/statistics.md.
 */
import type { MeasurementColumn, MeasurementTable, Quantity } from './measurement-table.ts';

/** One reading, by the keys of `/colibri/stats`; bit rates in kbit/s, packet rates in packets/s. */
export interface BridgeStatistics {
  readonly participants?: number | undefined;
  readonly endpoints?: number | undefined;
  readonly local_endpoints?: number | undefined;
  readonly octo_endpoints?: number | undefined;
  readonly conferences?: number | undefined;
  readonly endpoints_sending_audio?: number | undefined;
  readonly endpoints_sending_video?: number | undefined;
  readonly packet_rate_download?: number | undefined;
  readonly packet_rate_upload?: number | undefined;
  readonly octo_receive_packet_rate?: number | undefined;
  readonly octo_send_packet_rate?: number | undefined;
  readonly bit_rate_download?: number | undefined;
  readonly bit_rate_upload?: number | undefined;
  readonly stress_level?: number | undefined;
}

/** Bits per second in one kbit/s. */
const kilobit = 1000;

const statisticsColumns: readonly {
  readonly name: string;
  readonly keys: string;
  readonly quantity: Quantity;
  readonly of: (statistics: BridgeStatistics) => number | undefined;
}[] = [
  { name: 'participants', keys: 'local_endpoints', quantity: 'participants', of: localParticipants },
  { name: 'conferences', keys: 'conferences', quantity: 'conferences', of: (row) => row.conferences },
  {
    name: 'audio senders',
    keys: 'endpoints_sending_audio',
    quantity: 'senders',
    of: (row) => row.endpoints_sending_audio,
  },
  {
    name: 'video senders',
    keys: 'endpoints_sending_video',
    quantity: 'senders',
    of: (row) => row.endpoints_sending_video,
  },
  {
    name: 'packet rate',
    keys: 'packet_rate_download and packet_rate_upload',
    quantity: 'packet-rate',
    of: packetRate,
  },
  {
    name: 'bit rate sent',
    keys: 'bit_rate_upload',
    quantity: 'bit-rate',
    of: (row) => scaled(row.bit_rate_upload),
  },
  {
    name: 'bit rate received',
    keys: 'bit_rate_download',
    quantity: 'bit-rate',
    of: (row) => scaled(row.bit_rate_download),
  },
  { name: 'stress', keys: 'stress_level', quantity: 'stress', of: (row) => row.stress_level },
];

/** Readings as a table in base units: local participants, relays in the packet rate, what is absent said in a note. */
export function statisticsTable(options: {
  readonly name: string;
  readonly source: string;
  readonly timeMs: Float64Array;
  readonly rows: readonly BridgeStatistics[];
}): MeasurementTable {
  const { name, source, timeMs, rows } = options;
  const read = statisticsColumns.map((column) => ({
    ...column,
    values: Float64Array.from(rows, (row) => column.of(row) ?? Number.NaN),
  }));
  const isAbsent = ({ values }: (typeof read)[number]): boolean => values.every(Number.isNaN);
  const columns = read
    .filter((column) => !isAbsent(column))
    .map(({ name: column, quantity, values }): MeasurementColumn => ({ name: column, quantity, values }));
  const absent = read.filter(isAbsent).map(({ name: column, keys }) => `${column} (${keys})`);
  return {
    name,
    source,
    timeMs,
    columns,
    notes: [
      ...relayNotes(rows),
      ...(absent.length === 0 ? [] : [`not reported in any reading, so not used: ${absent.join(', ')}`]),
    ],
  };
}

function localParticipants(row: BridgeStatistics): number | undefined {
  if (row.local_endpoints !== undefined) return row.local_endpoints;
  const all = row.participants ?? row.endpoints;
  return all === undefined ? undefined : all - (row.octo_endpoints ?? 0);
}

/** In and out, endpoints and relays: what packet-rate stress counts. */
function packetRate(row: BridgeStatistics): number | undefined {
  if (row.packet_rate_download === undefined || row.packet_rate_upload === undefined) return undefined;
  const relays = (row.octo_receive_packet_rate ?? 0) + (row.octo_send_packet_rate ?? 0);
  return row.packet_rate_download + row.packet_rate_upload + relays;
}

function scaled(kbits: number | undefined): number | undefined {
  return kbits === undefined ? undefined : kbits * kilobit;
}

function relayNotes(rows: readonly BridgeStatistics[]): string[] {
  const remote = rows.map((row) => {
    const all = row.participants ?? row.endpoints ?? 0;
    return Math.max(row.octo_endpoints ?? 0, all - (localParticipants(row) ?? all));
  });
  const most = Math.max(...remote);
  const unsplit = rows.some(
    (row) =>
      row.local_endpoints === undefined &&
      row.octo_endpoints === undefined &&
      (row.participants ?? row.endpoints) !== undefined,
  );
  return [
    ...(most > 0
      ? [
          `up to ${most} participants of other bridges were counted in participants (relays); local ones are used`,
          'senders are the local ones, while receivers also get those of other bridges: take packets per pair from a bridge without relays',
        ]
      : []),
    ...(unsplit
      ? [
          'neither local_endpoints nor octo_endpoints is reported: with relays, participants are counted on every bridge',
        ]
      : []),
  ];
}
