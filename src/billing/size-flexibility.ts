/**
 * Instance size flexibility: a regional reserved instance of AWS covers any size of its family in its region, counted in
 * normalised units.
 *
 *   nano 0.25   micro 0.5   small 1   medium 2   large 4   xlarge 8   nxlarge 8 n
 *
 * So one xlarge covers two large, and half of a 2xlarge. It covers the smallest sizes first. Zonal reservations and other
 * providers' ones cover their own size only.
 *
 * Source: AWS, "Maximizing Utilization with Size Flexibility in Regional Reserved Instances" (table 3); order of sizes: EC2
 * User Guide, "How Reserved Instance discounts are applied".
 *
 * Simplification: every family is taken to be flexible. AWS excludes bare metal and the accelerated families G4ad, G4dn,
 * G5, G5g, Inf1 and Inf2, which no bridge runs on.
 */
import { familyOf } from './instance-family.ts';

const named: Readonly<Record<string, number>> = {
  nano: 0.25,
  micro: 0.5,
  small: 1,
  medium: 2,
  large: 4,
  xlarge: 8,
};

/** Normalised units of an hour of the type; null for other providers and for sizes that have none. */
function normalisedUnits(instanceType: string): number | null {
  const [, size] = /^aws\/.*\.([^./]+)$/i.exec(instanceType) ?? [];
  if (size === undefined) return null;
  const times = /^(\d+)xlarge$/i.exec(size);
  return times === null ? (named[size.toLowerCase()] ?? null) : named.xlarge! * Number(times[1]);
}

/**
 * Hours of the reserved type that an hour of the used type takes up: 0.5 for a large on an xlarge. Null when the
 * reservation does not cover the type.
 */
export function reservedShare(
  reserved: { readonly instanceType: string; readonly zone: string | null },
  usedType: string,
): number | null {
  if (reserved.instanceType.toLowerCase() === usedType.toLowerCase()) return 1;
  if (reserved.zone !== null || familyOf(reserved.instanceType) !== familyOf(usedType)) return null;
  const [of, used] = [normalisedUnits(reserved.instanceType), normalisedUnits(usedType)];
  return of === null || used === null ? null : used / of;
}
