// Goal: the right instances are told to stop.
// Method: orders worked by hand from jitsi/jitsi-autoscaler@c302ef1 src/instance_launcher.ts.
import { expect, test } from 'vitest';
import type {
  InstanceStats,
  JibriBusyStatus,
  TrackedInstance,
} from '../../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import { scaleDownLoad, selectVictims } from '../../../../src/autoscaling/jitsi-autoscaler/victims.ts';

const state = { atMs: 0, provisioning: false, shutdownReported: false, stats: null, jibriStatus: null };
const bridge = (id: string, stats: InstanceStats): TrackedInstance => ({ ...state, id, stats });
const jibri = (id: string, jibriStatus: JibriBusyStatus): TrackedInstance => ({ ...state, id, jibriStatus });
const launched = (id: string): TrackedInstance => ({ ...state, id, provisioning: true });
const silent = (id: string): TrackedInstance => ({ ...state, id });

const wanted = (desiredCount: number) => ({ minDesired: 0, desiredCount });
const nobody: ReadonlySet<string> = new Set();

test('participants-not-stress: the bridge with fewest participants goes, however stressed it is', () => {
  const tracked = [
    bridge('calm', { stressLevel: 0.1, participants: 90 }),
    bridge('stressed', { stressLevel: 0.9, participants: 20 }),
  ];
  expect(selectVictims('JVB', wanted(1), { tracked, protectedIds: nobody })).toEqual(['stressed']);
});

test('compares whatever figure comes first: participants, allocated CPU, connections, stress', () => {
  expect(scaleDownLoad(bridge('a', { participants: 7, allocatedCpu: 1, stressLevel: 0.5 }))).toBe(7);
  expect(scaleDownLoad(bridge('a', { allocatedCpu: 2000, connections: 3 }))).toBe(2000);
  expect(scaleDownLoad(bridge('a', { connections: 3, stressLevel: 0.5 }))).toBe(3);
  expect(scaleDownLoad(bridge('a', { stressLevel: 0.5 }))).toBe(0.5);
  expect(scaleDownLoad(silent('a'))).toBe(0);
});

test('bridges not heard of in service go first, and running ones only if those are too few', () => {
  const tracked = [
    bridge('idle', { participants: 0 }),
    launched('new'),
    silent('mute'),
    bridge('busy', { participants: 9 }),
  ];
  expect(selectVictims('JVB', wanted(2), { tracked, protectedIds: nobody })).toEqual(['new', 'mute']);
  expect(selectVictims('JVB', wanted(1), { tracked, protectedIds: nobody })).toEqual(['new', 'mute', 'idle']);
});

test('equally loaded bridges go in the order of the store', () => {
  const tracked = ['c', 'a', 'b'].map((id) => bridge(id, { participants: 5 }));
  expect(selectVictims('JVB', wanted(1), { tracked, protectedIds: nobody })).toEqual(['c', 'a']);
});

test('busy-jibris-may-go: unheard, idle, expired, and at last those that record', () => {
  const tracked = [
    jibri('busy', 'BUSY'),
    jibri('expired', 'EXPIRED'),
    jibri('idle', 'IDLE'),
    launched('new'),
    jibri('idle too', 'IDLE'),
  ];
  expect(selectVictims('jibri', wanted(0), { tracked, protectedIds: nobody })).toEqual([
    'new',
    'idle',
    'idle too',
    'expired',
    'busy',
  ]);
});

test('nobody goes when there is no excess', () => {
  const tracked = [jibri('a', 'IDLE')];
  expect(selectVictims('jibri', wanted(3), { tracked, protectedIds: nobody })).toEqual([]);
});
