/**
 * Machine types whose operators published a load threshold, and the bridge models of those that nobody load-tested.
 */
import type { FitReport, LeftOut } from '../fit-report.ts';
import type { ModelFile } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';
import {
  type CapacitySpread,
  fitCapacitySpread,
  type MachineCapacity,
  type UntestedMachine,
  untestedBridge,
} from './untested-bridge.ts';

export interface CapacityRows {
  /** datasets/jitsi-production-defaults/production-defaults.csv */
  readonly productionDefaults: readonly TextRow[];
  /** datasets/jvb-capacity-reports/capacity-reports.csv */
  readonly capacityReports: readonly TextRow[];
}

const folder = 'datasets/jitsi-production-defaults/production-defaults.csv';

/**
 * Rows of thresholds by their names. An OCPU is two virtual CPUs on E shapes, one core on A1 (the rows say so), two cores
 * on A2 (docs.oracle.com, Compute Shapes: "1 OCPU on Arm A2 = 2 cores or 2 vCPUs", stored page of November 2026).
 */
const tuned = {
  c5: { row: 'jvb_load_threshold default', vcpus: 4 },
  e4: { row: 'jvb_load_threshold E4.Flex 4 OCPU/8 vCPU', vcpus: 8 },
  e3: { row: 'jvb_load_threshold E3.Flex 4 OCPU/8 vCPU', vcpus: 8 },
  a1: { row: 'jvb_load_threshold A1.Flex 8 OCPU/8 vCPU', vcpus: 8 },
} as const;
/** Set to the figure of E4.Flex, with which it shares other rows: no evidence of its own on how machine types differ. */
const a2Row = 'jvb_load_threshold A2.Flex 4 OCPU';
/** Bare metal: onset of packet delay at its threshold. */
const bareMetalId = 'forum_103515_jbg';

export function capacitySpread(rows: CapacityRows): CapacitySpread {
  const bareMetal = rows.capacityReports.find((row) => cellText(row, 'id') === bareMetalId);
  if (bareMetal === undefined) throw missingRow('datasets/jvb-capacity-reports', bareMetalId);
  const names = { c5: 'AWS c5.xlarge', e4: 'OCI E4.Flex', e3: 'OCI E3.Flex', a1: 'OCI A1.Flex' };
  const machines: MachineCapacity[] = [
    ...(Object.keys(tuned) as (keyof typeof tuned)[]).map((key) => ({
      name: names[key],
      vcpus: tuned[key].vcpus,
      thresholdKpps: thresholdKpps(rows, tuned[key].row),
    })),
    {
      name: 'bare metal, 8 cores, 16 threads',
      vcpus: cellNumber(bareMetal, 'vcpus_or_threads'),
      thresholdKpps: cellNumber(bareMetal, 'packet_rate_up_kpps'),
    },
  ];
  const leftOut: LeftOut[] = [
    {
      point: 'OCI A2.Flex',
      reason: 'its operators give it the figure of E4.Flex, so it says nothing of how machines differ',
    },
    { point: 'forum_103515_4x', reason: 'the cores of the host are not known' },
  ];
  return fitCapacitySpread(machines, leftOut);
}

/** Models of machine types without a load test, in the order of their names. */
export function untestedBridges(
  rows: CapacityRows,
  tested: ModelFile,
): { readonly models: readonly ModelFile[]; readonly report: FitReport } {
  const spread = capacitySpread(rows);
  const known = (row: string) => ({ kpps: thresholdKpps(rows, row), source: `${folder}, ${row}` });
  const untested = 'never load-tested; from its load threshold';
  const unset = 'never load-tested, no threshold published; from its virtual CPUs';
  const machines: UntestedMachine[] = [
    {
      name: 'c5-xlarge',
      title: `One bridge on AWS c5.xlarge: ${untested}`,
      vcpus: 4,
      threshold: known(tuned.c5.row),
    },
    { name: 'c5-2xlarge', title: `One bridge on AWS c5.2xlarge: ${unset}`, vcpus: 8, threshold: null },
    { name: 'c5-4xlarge', title: `One bridge on AWS c5.4xlarge: ${unset}`, vcpus: 16, threshold: null },
    {
      name: 'oci-a1-flex-8',
      title: `One bridge on OCI A1.Flex, 8 OCPUs: ${untested}`,
      vcpus: 8,
      threshold: known(tuned.a1.row),
    },
    {
      name: 'oci-a2-flex-4',
      title: `One bridge on OCI A2.Flex, 4 OCPUs: ${untested}`,
      vcpus: 8,
      threshold: known(a2Row),
      note: 'an OCPU of A2 is two cores (docs.oracle.com, Compute Shapes)',
    },
    {
      name: 'oci-e3-flex-4',
      title: `One bridge on OCI E3.Flex, 4 OCPUs: ${untested}`,
      vcpus: 8,
      threshold: known(tuned.e3.row),
    },
    {
      name: 'oci-e4-flex-4',
      title: `One bridge on OCI E4.Flex, 4 OCPUs: ${untested}`,
      vcpus: 8,
      threshold: known(tuned.e4.row),
    },
    {
      name: 'pop2-hc-4c-8g',
      title: `One bridge on Scaleway POP2-HC-4C-8G: ${unset}`,
      vcpus: 4,
      threshold: null,
    },
  ];
  return {
    models: machines.map((machine) => untestedBridge(machine, spread, tested)),
    report: spread.report,
  };
}

function thresholdKpps({ productionDefaults }: CapacityRows, parameter: string): number {
  const row = productionDefaults.find((one) => cellText(one, 'parameter') === parameter);
  if (row === undefined) throw missingRow(folder, parameter);
  return cellNumber(row, 'value') / 1000;
}

function missingRow(place: string, name: string): CalibrationRefused {
  return new CalibrationRefused({
    place,
    problem: `has no row ${name}`,
    hint: 'restore the row: the spread of capacity by virtual CPU rests on it',
  });
}
