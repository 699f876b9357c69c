// Goal: `validated` is no ornament: what carries it was predicted and met by a measurement it was not fitted on.
// Method: every model file as it stands against the table of docs/background/validation.md, which the simulations write.
//   Each validated parameter names its points, and the rows of these points that depend on it must lie inside.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { receivedInLoadTest6 } from '../../src/calibration/bridge/received-bits.ts';
import { readDataset, repositoryRoot } from '../support/read-dataset.ts';

/** Which quantity of which point a parameter decides. */
const confirmedBy: Readonly<Record<string, readonly (readonly [id: string, quantity: RegExp])[]>> = {
  'bridges/gp1-xs carriedCeilingKpps': [['V6', /saturated bridge carries/]],
  'media/audio-dominated-10-senders audioPairPacketRatePps': [
    ['B1', /stress/],
    ['B2', /packets/],
    ['B17', /packets/],
  ],
  'media/audio-dominated-10-senders audioSenderPacketRatePps': [
    ['B1', /stress/],
    ['B2', /packets/],
    ['B17', /packets/],
  ],
  'media/audio-dominated-10-senders audioPairBitRateBps': [['B15', /sent by the bridge/]],
  'signalling/openfun-shard prosodyPerParticipantCores': [['S1', /CPU of Prosody/]],
  'signalling/openfun-shard frontSocketsPerParticipant': [['V1', /before the first restart of a front pod/]],
};

interface Written {
  readonly name: string;
  readonly note: string;
}

function validatedParameters(): Written[] {
  const root = join(repositoryRoot, 'models');
  return readdirSync(root).flatMap((kind) =>
    readdirSync(join(root, kind)).flatMap((file) => {
      const { name, parameters } = parse(readFileSync(join(root, kind, file), 'utf8'));
      return Object.entries<{ trust: string; note?: string }>(parameters)
        .filter(([, { trust }]) => trust === 'validated')
        .map(([parameter, { note = '' }]) => ({ name: `${kind}/${name} ${parameter}`, note }));
    }),
  );
}

const rows = readFileSync(join(repositoryRoot, 'docs/background/validation.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [VBS]\d/.test(line))
  .map((line) => {
    const [id = '', scenario = '', quantity = '', , , , outcome = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { id, scenario, quantity, outcome };
  });

describe('validated parameters', () => {
  const validated = validatedParameters();

  it('are those that are listed here, with their points in their notes', () => {
    expect(validated.map(({ name }) => name).toSorted()).toEqual(Object.keys(confirmedBy).toSorted());
    for (const { name, note } of validated) {
      const ids = confirmedBy[name]!.map(([id]) => id);
      expect(note, name).toContain(`confirmed by ${ids.join(', ')} of docs/background/validation.md`);
    }
  });

  it.each(Object.entries(confirmedBy))('%s was met wherever it was predicted', (_, points) => {
    for (const [id, quantity] of points) {
      const found = rows.filter((row) => row.id === id && quantity.test(row.quantity));
      expect(found.length, id).toBeGreaterThan(0);
      expect(found.map(({ outcome }) => outcome)).toEqual(found.map(() => 'inside'));
    }
  });
});

it('what load test 6 received stands in the dataset it is said to be in', async () => {
  const streams = await readDataset('datasets/stream-rates/stream-rates.csv');
  const row = streams.find((one) => Object.values(one).includes('receive_only_feedback_up'))!;
  const { participants, kilobytesPerSecond, perParticipant } = receivedInLoadTest6;
  const said = Object.values(row).join(' ');
  expect(said).toContain(`rx ${perParticipant} kB/s per extra receive-only participant`);
  expect(said).toContain(`${kilobytesPerSecond}->710 kB/s for ${participants}->119`);
});
