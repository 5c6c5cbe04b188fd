import assert from 'node:assert/strict';
import { Secret } from '../../../../src/core/secret';
import { redactorOf } from '../../../../src/core/secrets/redact';

suite('redactorOf', () => {
  const redact = redactorOf([
    new Secret('s3cret'),
    new Secret('postgresql://u:p%40ssword@db/d'),
    'plain',
    'x',
  ]);

  test('hides every secret, and no plain value', () => {
    assert.equal(redact('s3cret plain s3cret'), '•••••• plain ••••••');
  });

  test('hides the password of a URL wherever it stands alone', () => {
    assert.equal(redact('PGPASSWORD=p@ssword'), 'PGPASSWORD=••••••');
    assert.equal(redact('p%40ssword'), '••••••');
  });

  test('hides a password of base64, and one that is a parameter', () => {
    const both = redactorOf([
      new Secret('redis://:ab/cd+ef=@h'),
      new Secret('http://h?user=u&password=s3cr3t'),
    ]);
    assert.equal(both('ab/cd+ef= s3cr3t'), '•••••• ••••••');
  });

  test('hides the whole of a longer secret that holds a shorter one', () => {
    assert.equal(redactorOf([new Secret('abcd'), new Secret('abcdefgh')])('abcdefgh'), '••••••');
  });
});
