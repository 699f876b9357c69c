/**
 * What the library offers of the reference policies.
 */
export { type AdaptMemory, decideAdapt, initialAdaptMemory } from './adapt.ts';
export { decideConpaas, initialConpaasMemory } from './conpaas.ts';
export { type CustomObservation, type CustomPolicy, decideCustom } from './custom.ts';
export { decideHist, type HistObservation, initialHistMemory } from './hist.ts';
export type { LoadObservation, LoadPolicy } from './load-policy.ts';
export { decideMpc, type MpcPolicy } from './mpc.ts';
export { decideReact } from './react.ts';
export { decideReg, type RegMemory } from './reg.ts';
export { decideScheduled, type ScheduledObservation, type ScheduledPolicy } from './scheduled.ts';
export { decideStaffing, type StaffingPolicy } from './staffing.ts';
