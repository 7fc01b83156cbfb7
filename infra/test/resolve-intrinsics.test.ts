import { expect, test } from 'vitest';
import { resolveIntrinsics } from './resolve-intrinsics.js';

test('intrinsic functions are replaced, and one that is not known stops the reading', () => {
  const piece = {
    a: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/*']] },
    b: [{ Ref: 'C' }, { 'Fn::ImportValue': 'x:y' }],
    n: 1,
  };
  expect(resolveIntrinsics(piece, (name) => `<${name}>`)).toEqual({
    a: '<B.Arn>/*',
    b: ['<C>', '<x:y>'],
    n: 1,
  });
  expect(() => resolveIntrinsics({ 'Fn::If': ['c', 1, 2] }, () => '')).toThrow('Fn::If');
});
