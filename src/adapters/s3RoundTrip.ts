import type { HttpAnswer, S3Answer, S3Bucket } from '../core/probe/probe';
import type { Clock } from './clock';
import type { HttpQuestion } from './httpAnswer';
import { listRequest, objectRequest } from './s3Request';

export interface S3RoundTripOptions {
  readonly request: (question: HttpQuestion) => Promise<HttpAnswer>;
  /** Asked even when everything else was given up, so that nothing is left behind. */
  readonly cleanUp: (question: HttpQuestion) => Promise<HttpAnswer>;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly clock: Clock;
}

/** Writes an object of its own below the bucket's prefix, lists it and deletes it. */
export async function writeListDelete(
  bucket: S3Bucket,
  { request, cleanUp, randomBytes, clock }: S3RoundTripOptions,
): Promise<S3Answer> {
  const key = `${bucket.prefix}${Buffer.from(randomBytes(12)).toString('hex')}`;
  const now = (): Date => new Date(clock.now());
  const remove = (): Promise<HttpAnswer> =>
    cleanUp(objectRequest(bucket, { method: 'DELETE', key, body: '' }, now()));
  let put: HttpAnswer;
  let list: HttpAnswer;
  try {
    put = await request(objectRequest(bucket, { method: 'PUT', key, body: '{}' }, now()));
    if (put.kind === 'no-response' || put.status > 299) return { put, list: undefined, remove: undefined };
    list = await request(listRequest(bucket, key, now()));
  } catch (error) {
    // Given up while it was on its way: it may have arrived.
    await remove();
    throw error;
  }
  return { put, list, remove: await remove() };
}
