/**
 * One shard of one's own: what was measured of Prosody and of the web front, over the shipped shard for the rest.
 */
import { columnOf, type MeasurementTable } from '../measurement/measurement-table.ts';
import type { ModelFile, ModelParameter } from '../model-file.ts';
import { baseModel, others } from './base-models.ts';
import type { ModelPart, OwnFit, OwnFitOptions } from './own-fit.ts';
import { fitOwnFront, frontCpuColumn, socketColumn } from './own-front.ts';
import { fitOwnProsody } from './own-prosody.ts';

/** A table of a shard, and whether all of it is the front's. */
export type ShardTable = OwnFitOptions & { readonly isFront: boolean };

/** Throws `CalibrationRefused` when a table cannot carry what its columns call for. */
export function fitOwnShard(tables: readonly ShardTable[]): OwnFit {
  const parts = tables.flatMap(partsOf);
  const parameters = Object.assign({}, ...parts.map((part) => part.parameters)) as Record<
    string,
    ModelParameter
  >;
  return {
    models: [shardModel(tables, parameters)],
    reports: parts.flatMap(({ reports }) => reports),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** Tables that measure different parts of a shard make one model; two of the same part are two shards. */
export function shardsOf(tables: readonly ShardTable[]): readonly (readonly ShardTable[])[] {
  if (tables.length === 0) return [];
  const fronts = tables.filter(({ isFront }) => isFront).length;
  return fronts <= 1 && tables.length - fronts <= 1 ? [tables] : tables.map((table) => [table]);
}

/** Whether the columns of a table are those of a web front, of Prosody, or of neither. */
export function shardKindOf(table: MeasurementTable): 'signalling' | 'front' | null {
  const isProsody = /prosody|signalling|xmpp/i.test(
    `${table.name} ${table.columns.map(({ name }) => name).join(' ')}`,
  );
  const hasCpu = table.columns.some(({ quantity }) => quantity === 'cpu');
  if (isProsody && hasCpu && table.timeMs !== null) return 'signalling';
  return frontCpuColumn(table, false) !== null || socketColumn(table) !== null ? 'front' : null;
}

function partsOf(own: ShardTable): readonly ModelPart[] {
  const { table, isFront } = own;
  if (isFront) return [fitOwnFront(own, true)];
  const hasFront = frontCpuColumn(table, false) !== null || socketColumn(table) !== null;
  return [fitOwnProsody(own), ...(hasFront ? [fitOwnFront(own, false)] : [])];
}

function shardModel(
  tables: readonly ShardTable[],
  fitted: Readonly<Record<string, ModelParameter>>,
): ModelFile {
  const [{ name, base }] = tables as readonly [ShardTable];
  const from = baseModel(base, 'signalling');
  const parameters = { ...others(from, fitted), ...fitted };
  const participants = tables.flatMap(({ table }) =>
    [...columnOf(table, 'participants').values].filter(Number.isFinite),
  );
  const named = tables.map(({ table }) => table.name).join(' and ');
  const what = tables.map(({ isFront }) => (isFront ? 'web front' : 'Prosody')).join(' and ');
  return {
    kind: 'signalling',
    name,
    title: `One shard whose ${what} ${tables.length === 1 ? 'was' : 'were'} measured in ${named}`,
    parameters: Object.fromEntries(Object.keys(from.parameters).map((key) => [key, parameters[key]!])),
    validRanges: [
      {
        quantity: 'participants',
        min: 0,
        max: Math.max(...participants),
        source: tables.map(({ table }) => table.source).join(', '),
      },
    ],
  };
}
