import { createHash, createHmac } from 'node:crypto';
import type { S3Bucket } from '../core/probe/probe';
import { reveal } from '../core/secret';
import type { HttpQuestion } from './httpAnswer';

export type S3Method = 'GET' | 'PUT' | 'DELETE';

/** A request that lists at most one key below a prefix. */
export function listRequest(bucket: S3Bucket, prefix: string, now: Date): HttpQuestion {
  const url = addressOf(bucket);
  url.search = `?list-type=2&max-keys=1&prefix=${encoded(prefix)}`;
  return signed({ method: 'GET', url, body: '' }, bucket, now);
}

/** A request about one object. The body is what to store there, and empty otherwise. */
export function objectRequest(
  bucket: S3Bucket,
  { method, key, body }: { readonly method: 'PUT' | 'DELETE'; readonly key: string; readonly body: string },
  now: Date,
): HttpQuestion {
  const url = addressOf(bucket);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${key.split('/').map(encoded).join('/')}`;
  return signed({ method, url, body }, bucket, now);
}

function addressOf({ endpoint, name, isPathStyle }: S3Bucket): URL {
  const url = new URL(endpoint);
  if (isPathStyle) url.pathname = `/${encoded(name)}`;
  else url.hostname = `${name}.${url.hostname}`;
  return url;
}

/** As the signature wants it: everything but letters, digits and `-._~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Signs as AWS Signature Version 4 asks for. The query must be sorted by name, and everything encoded, already. */
export function signed(
  { method, url, body }: { readonly method: S3Method; readonly url: URL; readonly body: string },
  { region, accessKeyId, secretAccessKey }: Pick<S3Bucket, 'region' | 'accessKeyId' | 'secretAccessKey'>,
  now: Date,
): HttpQuestion {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const bodyHash = sha256(body);
  const signedHeaders = 'host;x-amz-content-sha256;x-amz-date';
  const canonicalRequest = [
    method,
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
    method,
    body,
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
