import { detectDelimited } from './detect-delimited.js';
import { detectFix } from './detect-fix.js';
import { detectFixedWidth } from './detect-fixed-width.js';
import { detectJson } from './detect-json.js';
import { detectXml } from './detect-xml.js';
import type { DetectedFormat } from './detected-format.js';
import type { Sample } from './read-sample.js';
import { type SampleProblem, sampleProblem } from './sample-problem.js';

/** The most particular first: a FIX message or an XML document would pass for delimited text, too. */
const DETECTORS: readonly ((sample: Sample) => DetectedFormat | null)[] = [
  detectJson,
  detectXml,
  detectFix,
  detectDelimited,
  detectFixedWidth,
];

/** The format of a sample's text. Problems: sample-not-text, sample-format-unknown, sample-empty. */
export function detectFormat(sample: Sample): DetectedFormat | SampleProblem {
  const at = { file: sample.name };
  const starts_with = sample.head.slice(0, 60);
  if (sample.head.includes('\0')) return sampleProblem('sample-not-text', at, { starts_with });
  for (const detect of DETECTORS) {
    const found = detect(sample);
    if (found === null) continue;
    if (found.records > 0) return found;
    return sampleProblem('sample-empty', at, { bytes: sample.head_bytes.length });
  }
  return sampleProblem('sample-format-unknown', at, { starts_with });
}
