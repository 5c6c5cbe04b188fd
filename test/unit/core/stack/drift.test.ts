import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import { foldServices } from '../../../../src/core/stack/serviceState';
import { driftOf, needsNewContainer } from '../../../../src/core/stack/drift';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

suite('drift', () => {
  const files = (more = '') =>
    resolveFiles(
      `services:\n  web:\n    image: web:1\n    environment: {A: one, TOKEN: swordfish}\n    ports: ["3000:3000"]\n${more}`,
    );
  const environment = (values: Readonly<Record<string, string>>) =>
    new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
  const asWritten = {
    image: 'web:1',
    environment: environment({ A: 'one', TOKEN: 'swordfish', PATH: '/bin' }),
    ports: [{ hostIp: '0.0.0.0', published: 3000, target: 3000, protocol: 'tcp' }],
  };
  const drift = (more: Partial<Parameters<typeof container>[1]>, project = files()) =>
    driftOf(project.services.get('web')!, container('web', { ...asWritten, ...more }));

  test('there is none in what was created from the files', () => {
    assert.equal(drift({}), undefined);
    const bothStacks = [...asWritten.ports, { ...asWritten.ports[0]!, hostIp: '::' }];
    assert.equal(drift({ ports: bothStacks }), undefined);
  });
  test('names variables that differ or are missing, never their values', () => {
    const found = drift({ environment: environment({ TOKEN: 'former' }) });
    assert.deepEqual(found, {
      variables: ['A', 'TOKEN'],
      image: undefined,
      hasOtherPorts: false,
      files: [],
    });
    assert.doesNotMatch(JSON.stringify(found), /swordfish|former/);
  });
  test('tells the image that still runs, unless only its digest is known', () => {
    assert.equal(drift({ image: 'web:0' })?.image, 'web:0');
    assert.equal(drift({ image: 'sha256:01' }), undefined);
  });
  test('sees ports that are published otherwise', () => {
    assert.equal(drift({ ports: [] })?.hasOtherPorts, true);
    assert.equal(drift({ ports: [{ ...asWritten.ports[0]!, published: 3001 }] })?.hasOtherPorts, true);
    assert.equal(drift({ ports: [], status: 'exited' }), undefined);
  });
  test('a port that the engine chooses is no difference', () => {
    const project = resolveFiles('services:\n  web:\n    image: web:1\n    ports: ["3000"]\n');
    assert.equal(drift({ environment: new Map() }, project), undefined);
  });
  test('sees mounted configuration that was written after the start, until it is read anew', () => {
    const mounted = files(
      '    volumes: ["./conf/a.xml:/etc/a.xml:ro", "./b.xml:/etc/b.xml", "data:/data"]\nvolumes: {data: }\n',
    );
    const startedAt = '2026-01-01T00:00:00.5Z';
    const before = Date.parse(startedAt) - 1;
    const written = (more: Partial<Parameters<typeof container>[1]>) =>
      drift({ startedAt, files: [{ target: '/etc/a.xml', modifiedAt: before }], ...more }, mounted);
    assert.equal(written({}), undefined);
    const edited = written({ files: [{ target: '/etc/a.xml', modifiedAt: before + 2 }] });
    assert.equal(edited?.files.length, 1);
    assert.match(edited.files[0] ?? '', /conf\/a\.xml$/);
    assert.equal(needsNewContainer(edited), false);
    const unknown = [{ target: '/elsewhere', modifiedAt: before + 2 }];
    assert.equal(written({ files: unknown }), undefined);
    const later = { files: [{ target: '/etc/a.xml', modifiedAt: before + 2 }] };
    assert.equal(written({ ...later, status: 'exited' }), undefined);
    assert.equal(needsNewContainer(written({ ...later, image: 'web:0' })), true);
  });
  test('nothing is said of files that do not load', () => {
    const broken = files('    volumes: ["nowhere:/x"]\n');
    assert.equal(foldServices(broken, [container('web', { image: 'web:0' })])[0]?.drift, undefined);
    assert.ok(foldServices(files(), [container('web', { image: 'web:0' })])[0]?.drift);
  });
});
