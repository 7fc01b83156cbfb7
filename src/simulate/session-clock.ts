import { clockNanos, marketOpen } from './trading-day.js';

/** Share of the day's activity in each half hour from 09:30 to 16:00: busy at both ends, quiet at noon. */
const halfHours = [18, 11, 9, 7, 6, 6, 5, 5, 6, 6, 7, 9, 15];
const whole = halfHours.reduce((sum, weight) => sum + weight, 0);
const halfHour = clockNanos(0, 30);

/** Time of the day at which `done` of `total` activity lies behind, nanoseconds since midnight; from 09:30 to 16:00. */
export function timeOfActivity(done: number, total: number): number {
  let rest = (Math.min(done, total) / total) * whole;
  let start = marketOpen;
  for (const weight of halfHours) {
    if (rest <= weight) return start + Math.floor((rest / weight) * halfHour);
    rest -= weight;
    start += halfHour;
  }
  return start;
}
