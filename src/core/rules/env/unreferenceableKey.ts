import type { Fix } from '../../diagnostic';
import type { EnvAssignment } from '../../env/parse';
import { fixOf, replaceAt } from '../edits';
import { projectEnvFiles } from '../envFiles';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

export const unreferenceableKey: Rule = {
  code: 'env/unreferenceable-key',
  severity: 'warning',
  summary: 'A name that `${…}` cannot name.',
  explanation:
    'Compose accepts dots, dashes, brackets, a leading digit and letters of every alphabet in the names of an env file, but a reference in the compose file takes only `A` to `Z`, `a` to `z`, digits and `_`, and no digit first. `${MY-KEY}` is `MY` with the default `KEY`. What stands here cannot be used in the compose file. Use `_` in its place.',
  *check(stack) {
    const files = projectEnvFiles(stack);
    const passed = namesPassedOn(stack);
    const names = new Set([...assignments(stack)].map(({ item }) => item.key.text));
    for (const { path, item } of assignments(stack)) {
      const name = item.key.text;
      // An env_file brings its names into the container, where programs may read them all the same.
      if (!files.has(path) || name === '' || /^[A-Za-z_]\w*$/.test(name) || passed.has(name)) continue;
      yield {
        at: { path, span: item.key.span },
        message: `No reference in a compose file can name ${name}, so setting it here changes nothing. Use only letters, digits and “_”.`,
        fixes: renamed(path, item, names),
      };
    }
  },
};

function renamed(path: string, { key }: EnvAssignment, taken: ReadonlySet<string>): readonly Fix[] {
  const name = key.text
    .replace(/\W/g, '_')
    .replace(/_+$/, '')
    .replace(/^(?=\d)/, '_');
  if (!/[A-Za-z0-9]/.test(name) || taken.has(name)) return [];
  return fixOf(`Call it ${name}`, [replaceAt({ path, span: key.span }, name)], 'offered');
}

/** A bare entry of `environment` takes any name. */
function namesPassedOn({ project }: StackContext): ReadonlySet<string> {
  return new Set(
    [...project.services.values()].flatMap(({ environment, unset }) => [
      ...[...environment.values()].flatMap(({ name, passedOn }) => (passedOn === undefined ? [] : [name])),
      ...unset.keys(),
    ]),
  );
}
