/**
 * Whom Jicofo will invite, shard by shard, in order of their requests. It works as a closed loop: the next invitation
 * goes out when the one before was answered, so however many wait, Prosody has one of them to do at a time.
 */
const nobody = -1;

export class Invitations {
  private readonly waiting: number[][];
  private readonly heads: Int32Array;
  private readonly underWay: Int32Array;

  constructor(shards: number) {
    this.waiting = Array.from({ length: shards }, () => []);
    this.heads = new Int32Array(shards);
    this.underWay = new Int32Array(shards).fill(nobody);
  }

  add(shard: number, participant: number): void {
    this.waiting[shard]!.push(participant);
  }

  isIdle(shard: number): boolean {
    return this.underWay[shard] === nobody;
  }

  isUnderWay(shard: number, participant: number): boolean {
    return this.underWay[shard] === participant;
  }

  /** Takes the first of those waiting for whom `isWaiting` still holds, and marks its invitation under way; -1 for none. */
  next(shard: number, isWaiting: (participant: number) => boolean): number {
    const waiting = this.waiting[shard]!;
    this.underWay[shard] = nobody;
    while (this.heads[shard]! < waiting.length) {
      const participant = waiting[this.heads[shard]!]!;
      this.heads[shard]! += 1;
      if (!isWaiting(participant)) continue;
      this.underWay[shard] = participant;
      return participant;
    }
    this.clear(shard);
    return nobody;
  }

  clear(shard: number): void {
    this.waiting[shard]!.length = 0;
    this.heads[shard] = 0;
    this.underWay[shard] = nobody;
  }
}
