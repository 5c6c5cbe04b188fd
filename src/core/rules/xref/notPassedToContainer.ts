import type { ComposeService } from '../../compose/project';
import { lookUp } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import { addToEnvironment, fixOf } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';
import { referencedNames } from './referencedNames';

export const notPassedToContainer: Rule = {
  code: 'xref/not-passed-to-container',
  severity: 'warning',
  summary: 'A Langfuse setting in .env reaches no container.',
  explanation:
    "Compose reads `.env` only to fill in `${…}`. A container receives what its `environment` or `env_file` lists, and nothing else: a setting that the compose file does not mention changes nothing. Langfuse's own compose file passes about a tenth of the settings that Langfuse knows. Add the setting to the services that read it.",
  *check(stack) {
    if (!stack.isComplete || stack.langfuseServices.length === 0) return;
    const used = referencedNames(stack);
    const received = new Set(
      [...stack.project.services.values()].flatMap(({ environment }) => [...environment.keys()]),
    );
    for (const { path, item } of assignments(stack)) {
      const name = item.key.text;
      if (path !== '.env' || used.has(name) || !isAboutLangfuse(name)) continue;
      const readers = servicesThatRead(stack, name);
      if (readers.length === 0 || received.has(name)) continue;
      const names = readers.map((service) => service.name).join(' and ');
      yield {
        at: { path, span: item.key.span },
        message: `No container receives ${name}: the compose file does not pass it, so setting it here changes nothing. Add it to ${names}.`,
        isUnnecessary: true,
        fixes: fixOf(
          `Pass ${name} to ${names}`,
          readers.map((service) => addToEnvironment(stack, service, [{ name, value: `\${${name}:-}` }])),
        ),
      };
    }
  },
};

// Names that other programs read as well say nothing about Langfuse.
function isAboutLangfuse(name: string): boolean {
  return /^(?:LANGFUSE|CLICKHOUSE|NEXTAUTH|AUTH|REDIS|DATABASE|SMTP_CONNECTION|EMAIL_FROM)_|^(?:SALT|ENCRYPTION_KEY|TELEMETRY_ENABLED|ADMIN_API_KEY)$/.test(
    name,
  );
}

function servicesThatRead(stack: StackContext, name: string): readonly ComposeService[] {
  const roles = lookUp(name).flatMap(({ readers }) => readers);
  return stack.langfuseServices.filter((service) => {
    const role = roleOf(service);
    return role !== undefined && roles.includes(role);
  });
}
