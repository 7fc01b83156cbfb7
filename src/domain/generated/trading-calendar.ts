// Generated from schemas/trading-calendar.schema.json by npm run generate; do not edit.

/**
 * On which days a market has a session, and when it opens and closes. Every exception is written out as a date.
 */
export interface TradingCalendar {
  /**
   * Name of the calendar and of its file.
   */
  calendar: string;
  /**
   * What it is the calendar of.
   */
  title: string;
  /**
   * IANA time zone of the hours.
   */
  zone: string;
  /**
   * Hours of a regular session.
   */
  session: {
    /**
     * Time of day, inclusive.
     */
    opens: string;
    /**
     * Time of day, exclusive.
     */
    closes: string;
  };
  /**
   * Days of the week that have a session unless they are closed.
   *
   * @minItems 1
   */
  weekdays: [
    'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday',
    ...('monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday')[]
  ];
  /**
   * The years that the calendar knows, both ends included; a date outside is refused, never guessed.
   */
  years: {
    /**
     * First year.
     */
    first: number;
    /**
     * Last year.
     */
    last: number;
  };
  /**
   * Dates without a session that fall on one of the weekdays, with the reason.
   */
  closed: {
    /**
     * Reason.
     */
    [k: string]: string;
  };
  /**
   * Dates whose session opens or closes at another time.
   */
  other_hours: {
    [k: string]: OtherHours;
  };
}
/**
 * Hours that differ from those of a regular session.
 */
export interface OtherHours {
  /**
   * Time of day.
   */
  opens?: string;
  /**
   * Time of day.
   */
  closes?: string;
  /**
   * Reason.
   */
  name: string;
}
