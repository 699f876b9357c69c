/**
 * How far the runs are, on one line of stderr that writes over itself; nothing at all when stderr is no terminal.
 */
export interface Progress {
  update(done: number, total: number): void;
  /** Removes the line. */
  end(): void;
}

/** Shortest time between two updates, milliseconds. */
const UPDATE_INTERVAL_MS = 100;

export function startProgress(stream: NodeJS.WriteStream): Progress {
  if (stream.isTTY !== true) return { update: () => undefined, end: () => undefined };
  const startedMs = Date.now();
  let shownMs = 0;
  return {
    update: (done, total) => {
      const nowMs = Date.now();
      if (nowMs - shownMs < UPDATE_INTERVAL_MS && done < total) return;
      shownMs = nowMs;
      const perSecond = (1000 * done) / Math.max(1, nowMs - startedMs);
      const leftSeconds = Math.ceil((total - done) / perSecond);
      stream.write(
        `\r\u001b[K${done} of ${total} runs, ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} a second, about ${leftSeconds} s left (Ctrl-C keeps what is finished)`,
      );
    },
    end: () => stream.write('\r\u001b[K'),
  };
}
