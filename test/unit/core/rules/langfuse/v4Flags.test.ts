import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('langfuse/v4-flags', () => {
  const check = ruleChecker('langfuse/v4-flags');
  const compose = (tag: string, environment: string) =>
    `services:\n  worker:\n    image: langfuse/langfuse-worker:${tag}\n    environment:\n${environment}`;
  const MODE = '      LANGFUSE_MIGRATION_V4_WRITE_MODE: ';
  const BEHAVIOUR = '      LANGFUSE_MIGRATION_V4_NATIVE_OTEL_BEHAVIOUR: ';
  const OPT_IN = '      LANGFUSE_MIGRATION_V4_ALLOW_PREVIEW_OPT_IN: ';

  test('marks a mode that the default contradicts, and adds what goes with it', () => {
    const { fix } = check({ 'compose.yaml': compose('4', `${MODE}«legacy»\n`) });
    assert.equal(fix()['compose.yaml'], compose('4', `${MODE}legacy\n${BEHAVIOUR}dual_write\n`));
  });
  test('marks two settings that contradict each other', () => {
    const { fix } = check({ 'compose.yaml': compose('4', `${MODE}events_only\n${BEHAVIOUR}«dual_write»\n`) });
    assert.equal(fix()['compose.yaml'], compose('4', `${MODE}events_only\n${BEHAVIOUR}direct\n`));
    check({ 'compose.yaml': compose('4', `${MODE}events_only\n${OPT_IN}«'false'»\n`) });
  });
  test('what goes together is in order, and so is version 3', () => {
    check({ 'compose.yaml': compose('4', `${MODE}legacy\n${BEHAVIOUR}dual_write\n`) });
    check({ 'compose.yaml': compose('4', `${MODE}dual\n`) });
    check({ 'compose.yaml': compose('4', '      SALT: a\n') });
    check({ 'compose.yaml': compose('3', `${MODE}legacy\n${BEHAVIOUR}direct\n`) });
  });
  test('a mode that is not known is not judged', () => {
    check({ 'compose.yaml': compose('4', `${MODE}\${MODE}\n`) });
  });
});
