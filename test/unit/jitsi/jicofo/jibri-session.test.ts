/**
 * Goal: Jicofo asks Jibris one after the other, and no more often than it may.
 * Method: the situations of upstream's JibriSessionTest.kt (jitsi/jicofo) with its numbers of requests, and what
 * JibriSession.java (7ebb13d) does afterwards.
 */
import { describe, expect, it } from 'vitest';
import { JibriSession, type StartResponse } from '../../../../src/jitsi/jicofo/jibri-session.ts';

interface Setting {
  readonly selected?: readonly (string | null)[];
  readonly responses?: readonly StartResponse[];
  readonly retriesMax?: number;
  readonly isAnyConnected?: boolean;
}

function aSession(setting: Setting) {
  const selected = [...(setting.selected ?? ['jibri1', 'jibri2', 'jibri3'])];
  const responses = [...(setting.responses ?? [])];
  const asked: string[] = [];
  const failed: string[] = [];
  const session = new JibriSession({
    select: () => (selected.length > 1 ? selected.shift()! : (selected[0] ?? null)),
    isAnyConnected: () => setting.isAnyConnected ?? true,
    requestStart: (jibri) => {
      asked.push(jibri);
      return responses.shift() ?? 'pending';
    },
    instanceFailed: (jibri) => failed.push(jibri),
    retriesMax: setting.retriesMax ?? 2,
  });
  return { session, asked, failed };
}

describe('starting a recording', () => {
  it.each(['error', 'busy', 'timeout'] as const)('asks another Jibri after %s', (response) => {
    const { session, asked, failed } = aSession({ responses: [response] });
    expect(session.start()).toBeNull();
    expect(asked).toEqual(['jibri1', 'jibri2']);
    expect(failed).toEqual(['jibri1']);
    expect([session.state, session.jibri]).toEqual(['pending', 'jibri2']);
  });

  it('gives up after the first try and all retries', () => {
    const { session, asked } = aSession({ selected: ['solo'], responses: new Array(9).fill('error') });
    expect(session.start()).toBe('internal-server-error');
    expect(asked).toHaveLength(3);
    expect(session.state).toBe('off');
  });

  it('is refused at once when all are busy, or none is there', () => {
    expect(aSession({ selected: [null] }).session.start()).toBe('all-busy');
    expect(aSession({ selected: [null], isAnyConnected: false }).session.start()).toBe('not-available');
  });
});

describe('a recording', () => {
  it('that never came on just ends: no other Jibri is tried', () => {
    const { session, asked } = aSession({});
    session.start();
    session.pendingTimedOut();
    expect([session.state, asked.length]).toEqual(['off', 1]);
  });

  it('is taken over when its Jibri fails and asks for it, or goes offline, within the same budget', () => {
    const { session, asked } = aSession({ retriesMax: 2 });
    session.start();
    session.cameOn();
    expect(session.failed(true)).toBeNull();
    session.cameOn();
    expect(session.wentOffline()).toBeNull();
    session.cameOn();
    expect(session.state).toBe('on');
    session.wentOffline();
    expect([session.state, asked.length]).toEqual(['off', 3]);
  });

  it('ends when its Jibri fails and does not ask for another', () => {
    const { session, asked } = aSession({});
    session.start();
    session.failed(false);
    expect([session.state, asked.length]).toEqual(['off', 1]);
  });
});
