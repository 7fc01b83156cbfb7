import type { AuditedPosture, ReportAudits, Verdict } from '../../domain/generated/report.js';
import { counted, sentencesOf } from '../counted.js';
import { formatCount } from '../exact-value.js';

type Judged = Omit<Verdict, 'area'>;

/** The judgements on trail, access and posture, in that order; what nobody has recorded is said to be not checked. */
export function judgeAudits(audits: ReportAudits): Verdict[] {
  const judge = (area: 'trail' | 'access' | 'posture', judged: Judged): Verdict => {
    const broken = audits.damaged.filter((sentence) => sentence.startsWith(`audit/kind=${area}/`)).length;
    if (broken === 0) return { area, ...judged };
    const sentence = `${counted(broken, 'recorded audit')} cannot be relied on. ${judged.sentence}`;
    return { area, state: 'failed', headline: 'Record of audits is broken', sentence };
  };
  return [
    judge('trail', judgeTrail(audits.trail)),
    judge('access', judgeAccess(audits.access)),
    judge('posture', judgePosture(audits.posture)),
  ];
}

function judgeTrail(trail: ReportAudits['trail']): Judged {
  if (trail === null) {
    return {
      state: 'not_checked',
      headline: 'Not verified',
      sentence:
        'No recorded verification of a trail covers the day; make one with tapewarden audit verify --record.',
    };
  }
  const { digests, backfill_digests, logs, findings_total, whole_day, from, to } = trail;
  const valid = digests.valid + backfill_digests.valid;
  const invalid = digests.invalid + backfill_digests.invalid + logs.invalid;
  const sentence = sentencesOf([
    `${formatCount(valid)} of ${counted(digests.total + backfill_digests.total, 'digest')} and ${formatCount(logs.valid)} of ${counted(logs.total, 'log')} are as delivered`,
    invalid > 0 && `${formatCount(invalid)} changed, missing or not signed`,
    findings_total > 0 && counted(findings_total, 'finding'),
    !whole_day && `it covers ${from ?? 'nothing'} to ${to ?? 'nothing'}, not the whole day`,
  ]);
  if (invalid > 0) return { state: 'failed', headline: 'Trail is not intact', sentence };
  if (!whole_day) return { state: 'incomplete', headline: 'Verified in part', sentence };
  if (!trail.record.sound)
    return { state: 'findings', headline: counted(findings_total, 'finding'), sentence };
  return { state: 'complete', headline: 'Verified', sentence };
}

function judgeAccess(access: ReportAudits['access']): Judged {
  if (access === null) {
    return {
      state: 'not_checked',
      headline: 'Not reconciled',
      sentence:
        'No recorded reconciliation covers the day; make one with tapewarden audit reconcile --record.',
    };
  }
  const { writes, findings_total, whole_day, logs, records_unread, high } = access;
  const sentence = sentencesOf([
    `${formatCount(writes.matched)} of ${counted(writes.due, 'recorded write')} found in the trail`,
    `${counted(access.events_in_range, 'action')} judged by ${counted(access.rules.length, 'rule')}`,
    findings_total > 0 && `${counted(findings_total, 'finding')}, ${formatCount(high)} of high severity`,
    logs.unverified > 0 && `${counted(logs.unverified, 'log')} not used`,
    records_unread > 0 && `${counted(records_unread, 'record')} cannot be read`,
    logs.verified === 0 && 'there was no verified log',
    !whole_day && `it covers ${access.from ?? 'nothing'} to ${access.to ?? 'nothing'}, not the whole day`,
  ]);
  if (findings_total > 0)
    return { state: 'findings', headline: counted(findings_total, 'finding'), sentence };
  if (!whole_day || logs.verified === 0)
    return { state: 'incomplete', headline: 'Reconciled in part', sentence };
  if (!access.record.sound) return { state: 'incomplete', headline: 'Logs could not be used', sentence };
  return { state: 'complete', headline: 'Reconciled', sentence };
}

function judgePosture(posture: AuditedPosture | null): Judged {
  if (posture === null) {
    return {
      state: 'not_checked',
      headline: 'Not checked',
      sentence: 'No posture of the account is recorded; make one with tapewarden audit posture --record.',
    };
  }
  const { pass, fail, unknown, checked_at, record } = posture;
  const old = record.days_after < 0;
  const sentence = sentencesOf([
    `${formatCount(pass)} of ${counted(pass + fail + unknown, 'control')} hold`,
    fail > 0 && `${formatCount(fail)} do not`,
    unknown > 0 && `of ${formatCount(unknown)} nothing is known`,
    `checked ${checked_at}${old ? ', before the trade date' : ''}`,
  ]);
  if (fail > 0)
    return { state: 'findings', headline: counted(fail, 'control fails', 'controls fail'), sentence };
  if (unknown > 0 || pass === 0) return { state: 'incomplete', headline: 'Known in part', sentence };
  if (old) return { state: 'incomplete', headline: 'Older than the day', sentence };
  return { state: 'complete', headline: 'As it should be', sentence };
}
