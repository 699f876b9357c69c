/**
 * What every part of a run shares: the scenario, the event list, the random streams, and the rows written so far.
 */
import type { CloudAccount } from '../cloud/cloud-account.ts';
import type { FutureEventList } from '../engine/future-event-list.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FaultWindows } from './faults/fault-windows.ts';
import type { LookLog } from './look-log.ts';
import type { DecisionRow, IncidentRow } from './rows.ts';

export interface RunContext {
  readonly scenario: Scenario;
  readonly list: FutureEventList;
  readonly streams: RandomStreams;
  /** The account that all pools share, with the state of the cloud. */
  readonly cloud: CloudAccount;
  /** End of the horizon, simulated milliseconds. */
  readonly endMs: number;
  readonly decisions: DecisionRow[];
  readonly looks: LookLog;
  readonly incidents: IncidentRow[];
  readonly windows: FaultWindows;
}

/** Incident rows kept in one run; further ones are only counted in the totals. */
const maxIncidentRowsPerRun = 2000;

export function noteIncident(context: RunContext, row: IncidentRow): void {
  if (context.incidents.length < maxIncidentRowsPerRun) context.incidents.push(row);
}

/** Plans an entity's next event, unless it falls after the end of the horizon. */
export function planWithin({ list, endMs }: RunContext, entityNumber: number, atMs: number): void {
  if (atMs < endMs) list.schedule(entityNumber, atMs);
}
