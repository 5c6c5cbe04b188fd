import type { ComposeProject } from '../compose/project';
import { isSecretName } from '../langfuse/catalogue';
import { Secret } from '../secret';
import { passwordsIn } from '../secretNames';
import { redactor, redactorOf } from '../secrets/redact';
import type { Container } from '../stack/container';

/** Knows the secrets of the files and those that the containers were created with, which may be older. */
export function knownRedactor(
  project: ComposeProject,
  containers: readonly Container[],
): (text: string) => string {
  const ofFiles = redactor(project);
  const ofContainers = redactorOf(containers.flatMap(secretsOf));
  return (text) => ofFiles(ofContainers(withoutPasswords(text)));
}

function secretsOf({ environment }: Container): readonly Secret[] {
  // Every value is a Secret there, also `true`; to replace that everywhere would garble the text.
  return [...environment].flatMap(([name, value]) =>
    isSecretName(name) ? [value] : passwordsIn(value.reveal()).map((password) => new Secret(password)),
  );
}

/** Old versions of Langfuse print whole addresses when they cannot connect. */
function withoutPasswords(text: string): string {
  return redactorOf(passwordsIn(text).map((password) => new Secret(password)))(text);
}
