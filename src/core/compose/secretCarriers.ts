import { Secret, reveal } from '../secret';
import { passwordsIn } from '../secretNames';
import type { ComposeProject } from './project';
import { ReferenceIndex } from './referenceIndex';

/**
 * Project variables of a plain name whose value becomes a secret as it is: under a container's secret name, or as the
 * password in a URL. `P` is one in `DB_PASSWORD: ${P}`.
 */
export function secretCarriers(
  project: ComposeProject,
  isSecretName: (name: string) => boolean,
): ReadonlySet<string> {
  const references = new ReferenceIndex(project.references);
  const carriers = new Set<string>();
  for (const { environment } of project.services.values()) {
    for (const variable of environment.values()) {
      if (!(variable.value instanceof Secret)) continue;
      const text = variable.value.reveal();
      const secrets = isSecretName(variable.name) ? [text, ...passwordsIn(text)] : passwordsIn(text);
      const names = references.within(variable.origin).flatMap(({ name }) => {
        const value = project.environment.get(name)?.value;
        return value !== undefined && secrets.includes(reveal(value)) ? [name] : [];
      });
      // A user may be called as the password is: where a secret name explains it, the other one is no secret.
      if (!names.some(isSecretName)) for (const name of names) carriers.add(name);
    }
  }
  return carriers;
}
