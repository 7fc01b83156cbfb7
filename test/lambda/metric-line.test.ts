import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRICS, type MetricName, metricLine } from '../../src/lambda/metric-line.js';
import { STEPS } from '../../src/lambda/steps.js';

// The schema that AWS prints in "Specification: Embedded metric format", with its limits.
const EMF = {
  type: 'object',
  title: 'Root Node',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      title: 'Metadata',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            title: 'Metric directive',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            properties: {
              Namespace: { type: 'string', pattern: '^(.*)$', minLength: 1, maxLength: 1024 },
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: {
                  type: 'array',
                  minItems: 0,
                  maxItems: 30,
                  items: { type: 'string', pattern: '^(.*)$', minLength: 1, maxLength: 250 },
                },
              },
              Metrics: {
                type: 'array',
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  properties: {
                    Name: { type: 'string', pattern: '^(.*)$', minLength: 1, maxLength: 1024 },
                    Unit: {
                      type: 'string',
                      pattern:
                        '^(Seconds|Microseconds|Milliseconds|Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits|Kilobits|Megabits|Gigabits|Terabits|Percent|Count|Bytes\\/Second|Kilobytes\\/Second|Megabytes\\/Second|Gigabytes\\/Second|Terabytes\\/Second|Bits\\/Second|Kilobits\\/Second|Megabits\\/Second|Gigabits\\/Second|Terabits\\/Second|Count\\/Second|None)$',
                    },
                    StorageResolution: { type: 'integer', enum: [1, 60] },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
const isEmf = new Ajv2020().compile(EMF);

type Line = Record<string, unknown> & {
  _aws: { CloudWatchMetrics: [{ Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }] };
};

const values = fc
  .dictionary(
    fc.constantFrom(...(Object.keys(METRICS) as MetricName[])),
    fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true })),
    { minKeys: 1 },
  )
  .map((dictionary) => ({ ...dictionary }));

test('a line of metrics is what the embedded metric format asks for, and every name it lists has its value', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(...STEPS), (given, step) => {
      const text = metricLine({ deployment: 'prod', step, at_ms: 1_795_000_000_000 }, given);
      expect(text).not.toContain('\n');
      const line = JSON.parse(text) as Line;
      expect(isEmf(line), JSON.stringify(isEmf.errors)).toBe(true);
      const [directive] = line._aws.CloudWatchMetrics;
      for (const dimension of directive.Dimensions.flat()) expect(typeof line[dimension]).toBe('string');
      expect(Object.fromEntries(directive.Metrics.map(({ Name }) => [Name, line[Name]]))).toEqual(given);
      for (const { Name, Unit } of directive.Metrics) expect(Unit).toBe(METRICS[Name as MetricName]);
    }),
  );
});

test('dimensions are the deployment and the step, however many feeds there are', () => {
  const text = metricLine({ deployment: 'dev', step: 'canonicalize-delivery', at_ms: 1 }, { RecordsRead: 1 });
  expect(JSON.parse(text)).toEqual({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'tapewarden',
          Dimensions: [['Deployment'], ['Deployment', 'Step']],
          Metrics: [{ Name: 'RecordsRead', Unit: 'Count' }],
        },
      ],
    },
    Deployment: 'dev',
    Step: 'canonicalize-delivery',
    RecordsRead: 1,
  });
});

test.each([
  ['NaN', Number.NaN],
  ['less than nothing', -1],
  ['more than a number counts exactly', Number.MAX_SAFE_INTEGER + 1],
])('a value that is %s is a bug, not a metric', (_, value) => {
  expect(() => metricLine({ deployment: 'dev', step: 'notify', at_ms: 1 }, { Alerts: value })).toThrow(
    'Alerts is',
  );
});

test('a line without a value is a bug', () => {
  expect(() => metricLine({ deployment: 'dev', step: 'notify', at_ms: 1 }, {})).toThrow('has a value');
});
