import type { Feed } from '../canonicalize/feed.js';
import type { DeliveryOutcome, PinnedInput } from '../domain/generated/run.js';

/** A feed whose part of a dataset is not there, or not whole, and why in words. */
export type UncoveredFeed = { feed: string; dataset: string; why: 'missing' | 'refused'; reason: string };

/**
 * The feeds that are due daily of which nothing is published for the day, and those of which a file was
 * refused, in the order of names. */
export function uncoveredFeeds(
  feeds: readonly Feed[],
  inputs: readonly PinnedInput[],
  deliveries: readonly DeliveryOutcome[],
): UncoveredFeed[] {
  const published = new Set([
    ...inputs.map((input) => input.feed),
    ...deliveries.filter(({ status }) => status !== 'refused').map(({ feed }) => feed),
  ]);
  return feeds.flatMap(({ spec }): UncoveredFeed[] => {
    const { feed, to: dataset } = spec;
    const refused = deliveries.filter((delivery) => delivery.feed === feed && delivery.status === 'refused');
    if (refused.length > 0) {
      const files = refused.map(({ file }) => file).join(', ');
      return [
        {
          feed,
          dataset,
          why: published.has(feed) ? 'refused' : 'missing',
          reason: `${feed} refused: ${files}`,
        },
      ];
    }
    if (published.has(feed) || spec.arrives.due === 'on-request') return [];
    return [{ feed, dataset, why: 'missing', reason: `${feed} has delivered nothing` }];
  });
}
