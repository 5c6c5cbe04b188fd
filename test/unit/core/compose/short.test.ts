import assert from 'node:assert/strict';
import { reveal, Secret } from '../../../../src/core/secret';
import { splitWords } from '../../../../src/core/compose/splitWords';
import { codes, resolveService, service } from './project';

suite('commands in one text', () => {
  const CASES: readonly (readonly [string, readonly string[] | undefined])[] = [
    [`sh -c "a b" 'c d' e\\ f ""`, ['sh', '-c', 'a b', 'c d', 'e f', '']],
    [`'a\\b' "c\\"d" e\\f`, ['a\\b', 'c"d', 'ef']],
    ['echo $(date +%s) x', ['echo', '$(date +%s)', 'x']],
    ['echo `date x` y', ['echo', '`date x`', 'y']],
    ['a | b', ['a']],
    ['a 2>&1 b', ['a']],
    ['a (b)', undefined],
    [`a "b`, undefined],
    ['a \\', undefined],
    ['', []],
  ];
  for (const [text, words] of CASES) test(text, () => assert.deepEqual(splitWords(text), words));

  test('each word of a secret is one', () => {
    const words = splitWords(new Secret('a b'));
    assert.ok(words?.every((word) => word instanceof Secret));
    assert.deepEqual(words.map(reveal), ['a', 'b']);
  });
});

suite('ports', () => {
  const gives = (yaml: string, expected: readonly string[]): void => {
    test(yaml, () => {
      const project = resolveService(`ports: ${yaml}`);
      assert.deepEqual(codes(project), []);
      assert.deepEqual(
        service(project).ports.map(
          ({ hostIp, published, target, protocol }) => `${hostIp}|${published ?? ''}|${target}|${protocol}`,
        ),
        expected,
      );
    });
  };
  gives('["3000:3000"]', ['|3000|3000|tcp']);
  gives('[80, "53:53/udp", "3868:3868/sctp"]', ['||80|tcp', '|53|53|udp', '|3868|3868|sctp']);
  gives('["127.0.0.1:8001:81", "127.0.0.1::82"]', ['127.0.0.1|8001|81|tcp', '127.0.0.1||82|tcp']);
  gives('["[::1]:6000:6000"]', ['::1|6000|6000|tcp']);
  gives('["9000-9001:90-91"]', ['|9000|90|tcp', '|9001|91|tcp']);
  gives('["7000-7005:7000"]', ['||7000|tcp']);
  gives('[22:22]', ['|22|22|tcp']);
  gives('["80:80", "0.0.0.0:80:80"]', ['0.0.0.0|80|80|tcp']);
  gives('[{target: 80, published: "8080", host_ip: "::1", protocol: udp}]', ['::1|8080|80|udp']);
  gives('[{target: 80}]', ['||80|tcp']);

  for (const yaml of [
    '["a:b"]',
    '["1-3:1-2"]',
    '["::1:6000:6000"]',
    '["70000:80"]',
    '["80:80/ip"]',
    '[{published: 80}]',
  ]) {
    test(`${yaml} is refused`, () =>
      assert.deepEqual(codes(resolveService(`ports: ${yaml}`)), ['compose/invalid-port']));
  }
});

suite('mounts', () => {
  const gives = (yaml: string, expected: readonly string[]): void => {
    test(yaml, () =>
      assert.deepEqual(
        service(resolveService(yaml)).mounts.map(
          ({ kind, source, target, isReadOnly }) => `${kind}|${source}|${target}|${isReadOnly ? 'ro' : 'rw'}`,
        ),
        expected,
      ),
    );
  };
  gives('volumes: ["data:/d", "./x:/x:ro", /anonymous]', [
    'volume|data|/d|rw',
    'bind|./x|/x|ro',
    'volume||/anonymous|rw',
  ]);
  gives('volumes: ["a1:/d", "b1:/d"]', ['volume|b1|/d|rw']);
  gives('volumes: ["v:/x"]', ['volume||v:/x|rw']);
  gives('volumes: ["C:\\\\data:/d"]'.replaceAll('\\\\', '\\\\'), ['bind|C:\\data|/d|rw']);
  gives('volumes: [{type: bind, source: ./b, target: /b, read_only: true}]', ['bind|./b|/b|ro']);
  gives('tmpfs: /run', ['tmpfs||/run|rw']);
});
