import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import { pageOf, urlOf } from '../../../../src/core/stack/pages';
import { service } from '../../support/builders';

const port = (target: number, more = {}) => ({
  hostIp: '0.0.0.0',
  published: 1234,
  target,
  protocol: 'tcp',
  ...more,
});

suite('pageOf', () => {
  const minio = (...command: (string | Secret)[]) =>
    service('minio', 'minio/minio', {
      command: { value: command, origin: { path: 'compose.yaml', span: { start: 0, end: 0 } } },
    });
  test('Langfuse', () => assert.equal(pageOf('web', undefined, port(3000)), 'Langfuse'));
  test('not what the worker or a database listens to', () => {
    assert.equal(pageOf('worker', undefined, port(3030)), undefined);
    assert.equal(pageOf('postgres', undefined, port(5432)), undefined);
    assert.equal(pageOf(undefined, undefined, port(80)), undefined);
    assert.equal(pageOf('web', undefined, port(3000, { protocol: 'udp' })), undefined);
  });
  test("MinIO's console where it conventionally is", () => {
    assert.equal(pageOf('s3', minio('server', '/data'), port(9001)), 'the MinIO console');
    assert.equal(pageOf('s3', undefined, port(9000)), undefined);
  });
  test("MinIO's console where its command puts it", () => {
    const script = minio('-c', 'minio server --address ":9000" --console-address ":9090" /data');
    const words = minio('server', '--console-address', '0.0.0.0:9090', new Secret('/data'));
    for (const told of [script, words, minio('server', '--console-address=:9090')]) {
      assert.equal(pageOf('s3', told, port(9090)), 'the MinIO console');
      assert.equal(pageOf('s3', told, port(9001)), undefined);
    }
  });
});

suite('urlOf', () => {
  const url = (hostIp: string, engineHost: string) => urlOf(port(80, { hostIp }), engineHost);
  test('bound to every interface: the machine of the engine', () => {
    assert.equal(url('0.0.0.0', '127.0.0.1'), 'http://127.0.0.1:1234');
    assert.equal(url('::', 'docker.example.com'), 'http://docker.example.com:1234');
    assert.equal(url('', '2001:db8::1'), 'http://[2001:db8::1]:1234');
  });
  test('bound to an address: that one', () => {
    assert.equal(url('10.0.0.7', '127.0.0.1'), 'http://10.0.0.7:1234');
    assert.equal(url('127.0.0.1', '127.0.0.1'), 'http://127.0.0.1:1234');
    assert.equal(url('::1', 'localhost'), 'http://[::1]:1234');
  });
  test('bound to the loopback address of another machine: out of reach', () =>
    assert.equal(url('127.0.0.1', 'docker.example.com'), undefined));
});
