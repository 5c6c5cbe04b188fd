import type { ComposeService } from '../../compose/project';
import { reveal } from '../../secret';
import type { RelatedLocation } from '../../diagnostic';
import { plainText } from '../env/envReferences';
import { fixOf, removeAssignment } from '../edits';
import { containerEnvFiles } from '../envFiles';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { referencedNames } from './referencedNames';

export const environmentOverridesEnvFile: Rule = {
  code: 'xref/environment-overrides-env-file',
  severity: 'info',
  summary: 'A line of an env_file reaches no container, because `environment` has another value.',
  explanation:
    'What a service lists under `environment` wins over its `env_file`. Where every service that has the file also has its own entry for the name, the line in the file is dead: editing it changes nothing. Keep the value in one place.',
  *check(stack) {
    const used = referencedNames(stack);
    const users = servicesByEnvFile(stack);
    for (const path of containerEnvFiles(stack)) {
      const services = users.get(path) ?? [];
      for (const item of stack.envDocuments.get(path)?.items ?? []) {
        if (item.kind !== 'assignment') continue;
        const name = item.key.text;
        const value = plainText(item);
        // A line that something refers to serves that.
        if (value === undefined || used.has(name)) continue;
        const entries = services.map(({ environment }) => environment.get(name));
        const overriding = entries.filter(
          (variable) => variable?.source === 'environment' && reveal(variable.value) !== value,
        );
        if (overriding.length === 0 || overriding.length !== entries.length) continue;
        const related = overriding.flatMap((variable): RelatedLocation[] =>
          variable === undefined ? [] : [{ ...variable.origin, message: 'This entry counts.' }],
        );
        yield {
          at: { path, span: item.key.span },
          message: `The environment of ${services.map((service) => service.name).join(' and ')} has another ${name}, so this line has no effect. Keep one of the two.`,
          isUnnecessary: true,
          related,
          fixes: fixOf('Remove the line', [removeAssignment(stack, path, item)], 'offered'),
        };
      }
    }
  },
};

function servicesByEnvFile({ project }: StackContext): ReadonlyMap<string, readonly ComposeService[]> {
  const byFile = new Map<string, ComposeService[]>();
  for (const service of project.services.values())
    for (const { path } of service.envFiles) byFile.set(path, [...(byFile.get(path) ?? []), service]);
  return byFile;
}
