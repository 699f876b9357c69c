/**
 * Sorts the events of a conference, which are pairs of a time and a code, side by side in one array: by time, then by code.
 * Runs are sorted by insertion and then merged, which costs n log n steps and allocates nothing once the scratch has grown.
 */
const runEvents = 16;
let scratch = new Float64Array(1024);

/** @param from index of the first event's time; @param count events from there on */
export function sortEvents(events: Float64Array, from: number, count: number): void {
  for (let run = 0; run < count; run += runEvents) {
    sortRun(events, from + 2 * run, from + 2 * Math.min(count, run + runEvents));
  }
  if (scratch.length < 2 * count) scratch = new Float64Array(4 * count);
  for (let width = runEvents; width < count; width *= 2) {
    for (let left = 0; left + width < count; left += 2 * width) {
      const end = Math.min(count, left + 2 * width);
      merge(events, from + 2 * left, from + 2 * (left + width), from + 2 * end);
    }
  }
}

/** Insertion sort of the events whose times stand at `from` to before `end`. */
function sortRun(events: Float64Array, from: number, end: number): void {
  for (let i = from + 2; i < end; i += 2) {
    const time = events[i]!;
    const code = events[i + 1]!;
    let j = i - 2;
    while (j >= from && (events[j]! > time || (events[j]! === time && events[j + 1]! > code))) {
      events[j + 2] = events[j]!;
      events[j + 3] = events[j + 1]!;
      j -= 2;
    }
    events[j + 2] = time;
    events[j + 3] = code;
  }
}

/** Merges two sorted neighbours: `from` to before `middle`, and `middle` to before `end`. */
function merge(events: Float64Array, from: number, middle: number, end: number): void {
  const leftLength = middle - from;
  for (let i = 0; i < leftLength; i++) scratch[i] = events[from + i]!;
  let left = 0;
  let right = middle;
  let into = from;
  while (left < leftLength && right < end) {
    const leftMs = scratch[left]!;
    const rightMs = events[right]!;
    if (rightMs < leftMs || (rightMs === leftMs && events[right + 1]! < scratch[left + 1]!)) {
      events[into] = events[right]!;
      events[into + 1] = events[right + 1]!;
      right += 2;
    } else {
      events[into] = scratch[left]!;
      events[into + 1] = scratch[left + 1]!;
      left += 2;
    }
    into += 2;
  }
  for (; left < leftLength; left++, into++) events[into] = scratch[left]!;
}
