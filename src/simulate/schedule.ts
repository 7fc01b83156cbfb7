/** Actions at given times of the day. */
export type Schedule = {
  /** Plans an action; actions of the same time run in the order in which they were planned. */
  at(tsNs: number, action: () => void): void;
  /** Time of the next action, Infinity if there is none. */
  next(): number;
  /** Takes the next action off the schedule and runs it. */
  runNext(): void;
};

type Entry = { readonly ts_ns: number; readonly order: number; readonly action: () => void };

/** An empty schedule, kept as a binary heap. */
export function createSchedule(): Schedule {
  const heap: Entry[] = [];
  let planned = 0;
  return {
    at(tsNs, action) {
      planned += 1;
      heap.push({ ts_ns: tsNs, order: planned, action });
      siftUp(heap);
    },
    next: () => heap[0]?.ts_ns ?? Number.POSITIVE_INFINITY,
    runNext() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return;
      if (heap.length > 0) {
        heap[0] = last;
        siftDown(heap);
      }
      first.action();
    },
  };
}

function isBefore(left: Entry | undefined, right: Entry | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left.ts_ns < right.ts_ns || (left.ts_ns === right.ts_ns && left.order < right.order);
}

function swap(heap: Entry[], left: number, right: number): void {
  const kept = heap[left] as Entry;
  heap[left] = heap[right] as Entry;
  heap[right] = kept;
}

function siftUp(heap: Entry[]): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!isBefore(heap[child], heap[parent])) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: Entry[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isBefore(heap[child], heap[parent])) return;
    swap(heap, parent, child);
    parent = child;
  }
}
