// Goal: whoever writes something wrong about bridges, media, signalling, visitors, Jibris or faults is told where and what, and
//   what would be right, on stderr, with exit code 2.
// Method: the command line validates scenarios with one mistake each.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();

const base = 'name: Test\ndemand:\n  - { class: team-meeting, conferences: { peakPerHour: 60 } }\n';
const bridges = (keys: string): string => `${base}deployment: { bridges: { ${keys} } }\n`;
const deployment = (keys: string): string => `${base}deployment: { ${keys} }\n`;
const fault = (keys: string): string => `${base}faults: [{ ${keys} }]\n`;

test.each<readonly [what: string, scenario: string, problem: RegExp]>([
  ['versions all from later', bridges('versions: [{ version: a, from: "10:00" }]'), /versions {2}must say of which version the bridges are at the start/],
  ['pins without versions', bridges('selection: { pins: [{ version: a }] }'), /selection\.pins {2}has no meaning while all bridges are of one version/],
  ['mixing without versions', bridges('selection: { allowMixedVersions: true }'), /selection\.allowMixedVersions {2}has no meaning/],
  ['a pin to an unknown version', bridges('versions: [{ version: 2.3-1 }], selection: { pins: [{ version: 2.3-2 }] }'), /pins\[0\]\.version {2}names a version that the scenario does not have, got "2\.3-2"/],
  ['a pin of an unknown demand', bridges('versions: [{ version: a }], selection: { pins: [{ version: a, demand: nobody }] }'), /pins\[0\]\.demand {2}names a demand that the scenario does not have, got "nobody"/],
  ['a version after the horizon', bridges('versions: [{ version: a }, { version: b, from: 2031-01-01T00:00 }]'), /versions\[1\]\.from {2}lies outside the horizon/],
  ['a weight of 0', bridges('versions: [{ version: a, weight: 0 }]'), /versions\[0\]\.weight {2}must be at least 1, got 0/],
  ['a share above 1', bridges('selection: { iceFailureDetection: { thresholdRatio: 10 } }'), /iceFailureDetection\.thresholdRatio {2}must be at most 1, got 10/],
  ['detection in words', bridges('selection: { iceFailureDetection: sometimes }'), /selection\.iceFailureDetection/],
  ['a watchdog in words', bridges('health: { watchdogSeconds: soon }'), /health\.watchdogSeconds/],
  ['a slip in health', bridges('health: { stickyFailures: true }'), /health\.stickyFailures {2}unknown key/],
  ['an initial timeout of 0', bridges('selection: { conferenceStart: { initialTimeoutSeconds: 0 } }'), /initialTimeoutSeconds {2}must be above 0, got 0/],
  ['one participant to start', bridges('selection: { conferenceStart: { minParticipants: 1 } }'), /minParticipants {2}must be at least 2, got 1/],
  ['no cap at all', bridges('selection: { maxBridgeParticipants: 0 }'), /maxBridgeParticipants {2}must not be 0/],
  ['a shape without its preset', bridges('shape: a1-flex'), /bridges\.shape {2}has no meaning without preset: 8x8-production/],
  ['steal without CPU stress', bridges('stress: { cpuStealRatio: 0.1 }'), /cpuStealRatio {2}has no effect on packet-rate stress/],
  ['two limits for one size', bridges('lastN: { conferenceLimits: [{ size: 10, lastN: 5 }, { size: 10, lastN: 3 }] }'), /conferenceLimits\[1\]\.size {2}has two limits/],
  ['a reducer that falls', bridges('lastN: { reducer: { recoverScale: 0.5 } }'), /recoverScale {2}must be at least 1/],
  ['an unknown codec', deployment('media: { codec: vp7 }'), /media\.codec .*got "vp7"/],
  ['loudest without the flag', deployment('media: { loudestMax: 3 }'), /media\.loudestMax {2}has no meaning without loudestOnly: true/],
  ['a way back of minus a second', deployment('media: { peerToPeer: { from: default, backDelaySeconds: -1 } }'), /backDelaySeconds {2}must be at least 0, got -1/],
  ['readiness without probes', deployment('shards: { signalling: { from: openfun-shard, prosodyReadinessFailuresMax: 0 } }'), /prosodyReadinessFailuresMax {2}must be at least 1, got 0/],
  ['an unknown signalling key', deployment('shards: { signalling: { from: openfun-shard, prosodyReadinesTimeoutSeconds: 1 } }'), /prosodyReadinesTimeoutSeconds {2}unknown key; did you mean prosodyReadinessTimeoutSeconds/],
  ['visitors without relays', deployment('bridges: { selection: { relays: false } }, visitors: { nodes: 2 }'), /deployment\.visitors {2}needs bridges that relay/],
  ['an unknown preset of visitors', deployment('visitors: { preset: 8x8, nodes: 2 }'), /visitors\.preset .*\n?.*8x8-production/],
  ['an empty call of minus a second', deployment('jibris: { emptyCallSeconds: -1 }'), /emptyCallSeconds {2}must be at least 0, got -1/],
  ['an unknown symptom', fault('kind: bridge-illness, at: "01:00", symptom: fever'), /faults\[0\]\.symptom .*got "fever"/],
  ['a fault at no time', fault('kind: bridge-crash'), /faults\[0\] {2}says nothing of when it happens/],
  ['an unknown fault', fault('kind: bridge-crush, at: "01:00"'), /faults\[0\]\.kind .*\n?.*bridge-crash/],
  ['a kill of signalling that is not there', fault('kind: prosody-kill, at: "01:00"'), /faults\[0\]\.kind .*signalling/],
])('validate refuses %s', async (what, scenario, problem) => {
  const file = `${what.replaceAll(' ', '-')}.yaml`;
  writeFileSync(join(folder.path, file), scenario);
  const { stdout, stderr, exitCode } = await session.run(folder.path, ['validate', file]);
  expect(stderr).toMatch(problem);
  expect(stderr).not.toMatch(/\n +at /);
  expect([stdout, exitCode]).toEqual(['', 2]);
}); // biome-ignore format: one line for each mistake
