import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('s3/prefix-slash', () => {
  const check = ruleChecker('s3/prefix-slash');
  const MEDIA = '      LANGFUSE_S3_MEDIA_UPLOAD_';
  const compose = (prefix: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n${MEDIA}BUCKET: b\n${MEDIA}PREFIX: ${prefix}\n`;

  test('marks a prefix that runs into the names behind it, and never changes it unasked', () => {
    const { fix, findings } = check({ 'compose.yaml': compose('«media»') });
    assert.equal(fix()['compose.yaml'], compose('media/'));
    assert.notEqual(findings[0]?.fixes[0]?.isPreferred, true);
  });
  test('with a slash, empty, and not known it is in order', () => {
    for (const prefix of ['media/', '""', '${PREFIX:?}']) check({ 'compose.yaml': compose(prefix) });
  });
});
