/** The layers of ARCHITECTURE.md. Type-only imports count. A file under `from` may import what `to` names, and its own folder. */
const layer = (name, allowed) => ({
  name: `layer-${name}`,
  comment: `src/${name} may import only ${['itself', ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [name, ...allowed].map((folder) => `^src/${folder}/`) },
});

const data = ['domain', 'store', 'engine', 'lake'];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('domain', []),
    layer('store', ['domain']),
    layer('engine', ['domain']),
    layer('lake', ['domain', 'store', 'engine']),
    layer('canonicalize', data),
    layer('surveillance', data),
    layer('security', data),
    layer('jobs', [...data, 'canonicalize', 'surveillance', 'security']),
    layer('report', [...data, 'canonicalize', 'surveillance', 'security', 'jobs']),
    layer('project', [...data, 'canonicalize', 'surveillance', 'security', 'jobs', 'report']),
    layer('lambda', [...data, 'canonicalize', 'surveillance', 'security', 'jobs', 'report', 'project']),
    layer('simulate', ['domain', 'canonicalize']),
    {
      name: 'nobody-knows-lambda',
      severity: 'error',
      from: { path: '^src/(?!lambda/)' },
      to: { path: '^src/lambda/' },
    },
    {
      name: 'adapters-only-at-the-root',
      comment: 'only src/project, src/cli and src/lambda construct a store or a catalog',
      severity: 'error',
      from: { path: '^src/(?!project/|cli/|lambda/|store/|index\\.ts)' },
      to: { path: '^src/(store/(local|s3)-store|lake/catalog/open-glue-catalog)\\.ts$' },
    },
    {
      name: 'only-the-engine-knows-duckdb',
      severity: 'error',
      from: { path: '^src/(?!engine/)' },
      to: { path: 'node_modules/@duckdb' },
    },
    {
      name: 'aws-behind-interfaces',
      comment: 'AWS clients only in store (S3), lake (Glue), jobs (runners) and security (CloudTrail, posture)',
      severity: 'error',
      from: { path: '^src/(?!(store|lake|jobs|security)/)' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)' },
    },
    {
      name: 'only-the-store-knows-s3',
      severity: 'error',
      from: { path: '^src/(?!store/|security/posture/)' },
      to: { path: 'node_modules/@aws-sdk/client-s3/' },
    },
    {
      name: 'infra-stands-alone',
      comment: 'infra describes an account; it shares names and files with the code, never modules. Its tests may look at both',
      severity: 'error',
      from: { path: '^infra/(?!test/)' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    { name: 'only-infra-knows-cdk', severity: 'error', from: { path: '^src/' }, to: { path: '^infra/|node_modules/(aws-cdk-lib|constructs|cdk-nag|@cdklabs)/' } },
    { name: 'no-test-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|scripts)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
