import assert from 'node:assert/strict';
import { listRequest, signedGet } from '../../../src/adapters/s3Request';
import { Secret } from '../../../src/core/secret';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
};

suite('signedGet', () => {
  test('agrees with the example in the specification of Signature Version 4', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J');
    const { headers } = signedGet(url, { ...KEYS, region: 'us-east-1' }, new Date('2013-05-24T00:00:00Z'));
    assert.match(
      headers['authorization'] ?? '',
      /Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7$/,
    );
  });
});

suite('listRequest', () => {
  const urlOf = (isPathStyle: boolean) =>
    listRequest(
      {
        ...KEYS,
        endpoint: 'http://127.0.0.1:9090',
        name: 'langfuse',
        prefix: 'events/',
        region: 'auto',
        isPathStyle,
      },
      new Date(0),
    ).url;

  test('names the bucket where the store looks for it', () => {
    assert.equal(urlOf(true), 'http://127.0.0.1:9090/langfuse?list-type=2&max-keys=1&prefix=events%2F');
    const virtual = listRequest(
      {
        ...KEYS,
        endpoint: 'https://s3.example.org',
        name: 'langfuse',
        prefix: 'events/',
        region: 'auto',
        isPathStyle: false,
      },
      new Date(0),
    );
    assert.equal(virtual.url, 'https://langfuse.s3.example.org/?list-type=2&max-keys=1&prefix=events%2F');
  });
});
