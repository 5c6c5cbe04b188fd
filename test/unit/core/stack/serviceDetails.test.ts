import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import type { Container } from '../../../../src/core/stack/container';
import { detailsOf, keyOf } from '../../../../src/core/stack/serviceDetails';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

suite('serviceDetails', () => {
  const stack = resolveFiles(
    'services:\n  web:\n    image: langfuse/langfuse:3\n    environment: {A: one, B: two}\n    ports: ["3000:3000"]\n',
  );
  const port = { hostIp: '0.0.0.0', published: 3000, target: 3000, protocol: 'tcp' };
  const asWritten: Partial<Container> = {
    image: 'langfuse/langfuse:3',
    environment: new Map([
      ['A', new Secret('one')],
      ['B', new Secret('two')],
    ]),
    ports: [port],
  };
  const details = (...containers: Partial<Container>[]) => {
    const all = containers.map((more, index) =>
      container('web', { ...asWritten, id: `id-${index}`, number: index + 1, ...more }),
    );
    const row = foldServices(stack, all)[0]!;
    return detailsOf(row, stack.services.get('web'));
  };
  const keys = (...containers: Partial<Container>[]): string[] => details(...containers).map(keyOf);

  test('a service without a container has none', () => assert.deepEqual(keys(), []));
  test('container, ports and volumes', () =>
    assert.deepEqual(keys({ volumes: [{ name: 'stack_data', target: '/data' }] }), [
      'container/id-0',
      'port/*:3000/tcp',
      'volume/stack_data:/data',
    ]));
  test('each replica is there, and says that it is not the only one', () =>
    assert.deepEqual(
      details({}, {}).map((detail) => detail.kind === 'container' && detail.isOnlyOne),
      [false, false, false],
    ));
  test('what was edited comes first, one each', () =>
    assert.deepEqual(
      keys({ image: 'langfuse/langfuse:2', environment: new Map(), ports: [{ ...port, published: 1 }] }),
      [
        'edit/image/image',
        'edit/ports/ports',
        'edit/variable/A',
        'edit/variable/B',
        'container/id-0',
        'port/*:1/tcp',
      ],
    ));
  test('a port bound for IPv4 and IPv6 is one, one bound to two addresses is two', () => {
    assert.deepEqual(keys({ ports: [port, { ...port, hostIp: '::' }] }), [
      'container/id-0',
      'port/*:3000/tcp',
    ]);
    const loopback = { ...port, hostIp: '127.0.0.1' };
    assert.deepEqual(keys({ ports: [loopback, { ...port, hostIp: '10.0.0.1' }] }), [
      'container/id-0',
      'port/127.0.0.1:3000/tcp',
      'port/10.0.0.1:3000/tcp',
    ]);
  });
});
