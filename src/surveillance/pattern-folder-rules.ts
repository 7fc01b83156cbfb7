/** What a pattern's folder must have beyond what loads: why, and what to do. Ids are stable. */
export const patternFolderRules = {
  'sql-not-run': {
    reason:
      'one text runs on every engine; an override for one engine would need a benchmark and a test of equal rows',
    fix: 'take the file out',
  },
  'readme-missing': {
    reason: 'an examiner asks what a pattern sees, what it cannot see and what it confuses',
    fix: 'write README.md with a section for each, and one for the settings',
  },
  'readme-section-missing': {
    reason: 'known false positives and false negatives belong beside the pattern',
    fix: 'add the section',
  },
  'readme-setting-differs': {
    reason: 'a threshold in the text that is not the one in force misleads whoever defends an alert',
    fix: 'add or mend the row `name` | default | of the table of settings',
  },
  'canary-missing': {
    reason: 'without injected abuse that every run must find, a blind pattern looks like a quiet market',
    fix: 'add canary/ with blatant abuse under default settings: one .jsonl per dataset, and expected.yaml',
  },
  'canary-without-alert': {
    reason: 'a canary that expects no alert proves nothing',
    fix: 'write the alert into canary/expected.yaml',
  },
  'canary-with-settings': {
    reason: 'a canary is found under the settings of each run',
    fix: 'take canary/settings.yaml out',
  },
  'cases-missing': {
    reason: 'nothing shows that the pattern fires when it should',
    fix: 'add cases/<name>/ with one .jsonl per dataset and expected.yaml',
  },
  'cases-one-sided': {
    reason: 'a threshold is shown by a case exactly at it and a case just outside',
    fix: 'add a case of the other kind',
  },
  'case-not-readable': {
    reason: 'a case that cannot be read tests nothing',
    fix: 'mend the file',
  },
  'measure-half-compared': {
    reason: 'a measure is compared with a setting in a direction, or not at all',
    fix: 'give both `setting` and `compare`, or neither',
  },
} as const satisfies Record<string, { reason: string; fix: string }>;

export type PatternFolderRule = keyof typeof patternFolderRules;
