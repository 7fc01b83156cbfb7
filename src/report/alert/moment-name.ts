import type { BookMoment } from '../../domain/generated/book-replay.js';

/** A key moment in a few words: `Before the first event`, `First layer_order`, `Most open at once`, `After the last event`. */
export function momentName({ name, role }: Pick<BookMoment, 'name' | 'role'>): string {
  switch (name) {
    case 'before':
      return 'Before the first event';
    case 'role':
      return `First ${role ?? 'event'}`;
    case 'largest':
      return 'Most open at once';
    case 'last':
      return 'After the last event';
  }
}
