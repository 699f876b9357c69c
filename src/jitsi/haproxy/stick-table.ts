/**
 * Which server a room was sent to, for as long as somebody asks for it. An entry ends a while after the last request
 * that stored or matched it; a websocket is one request, so people who merely stay in a meeting refresh nothing.
 *
 * Source: jitsi/infra-configuration@b042dd7, role hcv-haproxy-configure (stick-table type string len 200 size 200k
 * expire 5m), and HAProxy's manual on stick-table: a match counts as use.
 *
 * Simplification: all HAProxy nodes know every entry at once (upstream: by their peers protocol), and the table is never
 * full (200,000 rooms).
 */
const nowhere = -1;

export class StickTable {
  private readonly expireMs: number;
  private server: number[] = [];
  private usedMs: number[] = [];

  constructor(expireSeconds: number) {
    this.expireMs = expireSeconds * 1000;
  }

  /** The server of the room, whose entry lives on from now; -1 when there is no entry (any more). */
  match(room: number, nowMs: number): number {
    const server = this.server[room] ?? nowhere;
    if (server === nowhere || nowMs - this.usedMs[room]! >= this.expireMs) return nowhere;
    this.usedMs[room] = nowMs;
    return server;
  }

  store(room: number, server: number, nowMs: number): void {
    this.server[room] = server;
    this.usedMs[room] = nowMs;
  }

  /** The room's number is given to another room. */
  forget(room: number): void {
    this.server[room] = nowhere;
  }
}
