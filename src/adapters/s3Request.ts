import { createHash, createHmac } from 'node:crypto';
import type { S3Bucket } from '../core/probe/probe';
import { reveal } from '../core/secret';

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request that lists at most one key below the bucket's prefix. */
export function listRequest(bucket: S3Bucket, now: Date): SignedRequest {
  const url = new URL(bucket.endpoint);
  if (bucket.isPathStyle) url.pathname = `/${encodeURIComponent(bucket.name)}`;
  else url.hostname = `${bucket.name}.${url.hostname}`;
  url.search = `?list-type=2&max-keys=1&prefix=${encodeURIComponent(bucket.prefix)}`;
  return signedGet(url, bucket, now);
}

/** Signs as AWS Signature Version 4 asks for. The query must be sorted by name, and everything encoded, already. */
export function signedGet(
  url: URL,
  { region, accessKeyId, secretAccessKey }: Pick<S3Bucket, 'region' | 'accessKeyId' | 'secretAccessKey'>,
  now: Date,
): SignedRequest {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const bodyHash = sha256('');
  const signedHeaders = 'host;x-amz-content-sha256;x-amz-date';
  const canonicalRequest = [
    'GET',
    url.pathname,
    url.search.slice(1),
    `host:${url.host}`,
    `x-amz-content-sha256:${bodyHash}`,
    `x-amz-date:${time}`,
    '',
    signedHeaders,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const textToSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${reveal(secretAccessKey)}`,
  );
  const signature = hmac(key, textToSign).toString('hex');
  return {
    url: url.href,
    headers: {
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': time,
      authorization: `AWS4-HMAC-SHA256 Credential=${reveal(accessKeyId)}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`,
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
