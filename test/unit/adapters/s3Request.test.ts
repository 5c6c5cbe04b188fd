import assert from 'node:assert/strict';
import { listRequest, objectRequest, signed } from '../../../src/adapters/s3Request';
import { Secret } from '../../../src/core/secret';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
};

suite('signed', () => {
  test('agrees with the example in the specification of Signature Version 4', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J');
    const { headers = {} } = signed(
      { method: 'GET', url, body: '' },
      { ...KEYS, region: 'us-east-1' },
      new Date('2013-05-24T00:00:00Z'),
    );
    assert.match(
      headers['authorization'] ?? '',
      /Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7$/,
    );
  });
});

const bucket = (endpoint: string, isPathStyle: boolean) => ({
  ...KEYS,
  endpoint,
  name: 'langfuse',
  prefix: 'events/',
  region: 'auto',
  isPathStyle,
});

suite('listRequest', () => {
  const urlOf = (endpoint: string, isPathStyle: boolean) =>
    listRequest(bucket(endpoint, isPathStyle), 'events/', new Date(0)).url;

  test('names the bucket where the store looks for it', () => {
    assert.equal(
      urlOf('http://127.0.0.1:9090', true),
      'http://127.0.0.1:9090/langfuse?list-type=2&max-keys=1&prefix=events%2F',
    );
    assert.equal(
      urlOf('https://s3.example.org', false),
      'https://langfuse.s3.example.org/?list-type=2&max-keys=1&prefix=events%2F',
    );
  });
});

suite('objectRequest', () => {
  const urlOf = (key: string, isPathStyle: boolean) =>
    objectRequest(
      bucket('http://s3.example.org', isPathStyle),
      { method: 'PUT', key, body: '{}' },
      new Date(0),
    ).url;

  test('keeps the slashes of a key and encodes the rest as the signature does', () => {
    assert.equal(urlOf("a b/c'(d)*", true), 'http://s3.example.org/langfuse/a%20b/c%27%28d%29%2A');
    assert.equal(urlOf('a/b', false), 'http://langfuse.s3.example.org/a/b');
  });
});
