import assert from 'node:assert/strict';
import type { HttpQuestion } from '../../../src/adapters/httpAnswer';
import { sendMarkedTrace } from '../../../src/adapters/markedTrace';
import type { ExecAnswer, HttpAnswer } from '../../../src/core/probe/probe';
import { ManualClock } from '../support/manualClock';

const API = { baseUrl: 'http://web', publicKey: 'pk', secretKey: 'sk' };
const ID = '0'.repeat(32);
const answers = (status: number, body = ''): HttpAnswer => ({ kind: 'response', status, body });
const prints = (stdout: string): ExecAnswer => ({ exitCode: 0, stdout, stderr: '' });

suite('sendMarkedTrace', () => {
  test('writes, reads and deletes', async () => {
    const { asked, send } = tracer(() => answers(200));
    const { read, waitedMs, rows, queueAfter } = await send();
    assert.deepEqual([read, waitedMs, rows, queueAfter], [answers(200), 0, undefined, undefined]);
    assert.deepEqual(asked, [
      'jobs',
      'POST /api/public/otel/v1/traces',
      `GET /api/public/traces/${ID}`,
      `DELETE /api/public/traces/${ID}`,
    ]);
  });

  test('reads the observations of a version that keeps no traces', async () => {
    const { send } = tracer(({ url, method }) =>
      method === 'POST' || url.includes('observations') ? answers(200, ID) : answers(404),
    );
    assert.deepEqual((await send()).read, answers(200, ID));
  });

  test('looks for what does not arrive, and deletes it all the same', async () => {
    const { asked, send } = tracer(({ method }) => answers(method === 'GET' ? 404 : 200));
    const { queueBefore, queueAfter, rows } = await send();
    assert.deepEqual([queueBefore, queueAfter, rows], [prints('jobs'), prints('jobs'), prints(`rows ${ID}`)]);
    assert.match(asked.at(-1) ?? '', /^DELETE/);
  });

  test('deletes nothing that was refused', async () => {
    const { asked, send } = tracer(() => answers(500));
    assert.deepEqual((await send()).written, answers(500));
    assert.equal(asked.filter((each) => each.startsWith('DELETE')).length, 0);
  });

  test('deletes what was given up on its way', async () => {
    const { asked, send } = tracer(({ method }) => {
      if (method === 'POST') throw new Error('given up');
      return answers(200);
    });
    await assert.rejects(send(), /given up/);
    assert.match(asked.at(-1) ?? '', /^DELETE/);
  });
});

function tracer(answer: (question: HttpQuestion) => HttpAnswer) {
  const asked: string[] = [];
  const request = (question: HttpQuestion): Promise<HttpAnswer> => {
    asked.push(`${question.method ?? 'GET'} ${new URL(question.url).pathname}`);
    return new Promise((resolve) => resolve(answer({ method: 'GET', ...question })));
  };
  const send = () =>
    sendMarkedTrace(API, {
      request,
      cleanUp: request,
      countJobs: () => {
        asked.push('jobs');
        return Promise.resolve(prints('jobs'));
      },
      countRows: (id) => Promise.resolve(prints(`rows ${id}`)),
      randomBytes: (count) => new Uint8Array(count),
      clock: new ManualClock(),
      patienceMs: 0,
      signal: new AbortController().signal,
    });
  return { asked, send };
}
