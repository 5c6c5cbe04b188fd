import assert from 'node:assert/strict';
import type { HttpQuestion } from '../../../src/adapters/httpAnswer';
import { writeListDelete } from '../../../src/adapters/s3RoundTrip';
import type { HttpAnswer } from '../../../src/core/probe/probe';
import { ManualClock } from '../support/manualClock';

const BUCKET = {
  endpoint: 'http://s3',
  name: 'b',
  prefix: 'events/',
  region: 'r',
  accessKeyId: 'a',
  secretAccessKey: 's',
  isPathStyle: true,
};
const fine: HttpAnswer = { kind: 'response', status: 200, body: '' };

suite('writeListDelete', () => {
  test('deletes what it wrote and listed', async () => {
    const { asked, run } = roundTrip(() => Promise.resolve(fine));
    assert.deepEqual(await run(), { put: fine, list: fine, remove: fine });
    assert.deepEqual(asked, [
      'PUT /b/events/000000000000000000000000',
      'GET /b?list-type=2&max-keys=1&prefix=events%2F000000000000000000000000',
      'DELETE /b/events/000000000000000000000000',
    ]);
  });

  test('asks nothing more when it may not write', async () => {
    const refused: HttpAnswer = { kind: 'response', status: 403, body: '' };
    const { asked, run } = roundTrip(() => Promise.resolve(refused));
    assert.deepEqual(await run(), { put: refused, list: undefined, remove: undefined });
    assert.equal(asked.length, 1);
  });

  for (const method of ['PUT', 'GET']) {
    test(`deletes when it is given up during ${method}`, async () => {
      const { asked, run } = roundTrip((question) =>
        question.method === method ? Promise.reject(new Error('given up')) : Promise.resolve(fine),
      );
      await assert.rejects(run(), /given up/);
      assert.match(asked.at(-1) ?? '', /^DELETE/);
    });
  }
});

function roundTrip(answer: (question: HttpQuestion) => Promise<HttpAnswer>) {
  const asked: string[] = [];
  const request = (question: HttpQuestion) => {
    const { pathname, search } = new URL(question.url);
    asked.push(`${question.method} ${pathname}${search}`);
    return answer(question);
  };
  const run = () =>
    writeListDelete(BUCKET, {
      request,
      cleanUp: request,
      randomBytes: (count) => new Uint8Array(count),
      clock: new ManualClock(),
    });
  return { asked, run };
}
