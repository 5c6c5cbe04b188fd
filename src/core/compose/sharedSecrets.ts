import { Secret, reveal } from '../secret';
import type { Location } from '../text';
import type { ComposeProject, ComposeService, ContainerVariable } from './project';

type Services = ComposeProject['services'];

/**
 * Hides what is a secret somewhere else: an alias brings the text of `DB_PASSWORD: &a …` to a variable whose name does
 * not tell, in the same service or in another one.
 */
export function hideSharedSecrets(services: Services): Services {
  if (!anyVariable(services, isFromElsewhere)) return services;
  const secrets = new Set<string>();
  for (const { environment } of services.values())
    for (const { value, valueOrigin } of environment.values())
      if (value instanceof Secret) secrets.add(keyOf(valueOrigin));
  const isShared = ({ value, valueOrigin }: ContainerVariable): boolean =>
    typeof value === 'string' && value !== '' && secrets.has(keyOf(valueOrigin));
  if (!anyVariable(services, isShared)) return services;
  return new Map([...services].map(([name, service]) => [name, hidden(service, isShared)]));
}

function anyVariable(services: Services, test: (variable: ContainerVariable) => boolean): boolean {
  for (const { environment } of services.values())
    for (const variable of environment.values()) if (test(variable)) return true;
  return false;
}

/** Whether the value does not stand behind its name. */
function isFromElsewhere({ origin, valueOrigin }: ContainerVariable): boolean {
  return valueOrigin.path !== origin.path || valueOrigin.span.start < origin.span.start;
}

function hidden(service: ComposeService, isShared: (variable: ContainerVariable) => boolean): ComposeService {
  const environment = new Map<string, ContainerVariable>();
  for (const [name, variable] of service.environment)
    environment.set(
      name,
      isShared(variable) ? { ...variable, value: new Secret(reveal(variable.value)) } : variable,
    );
  return { ...service, environment };
}

function keyOf({ path, span }: Location): string {
  return `${span.start}-${span.end} ${path}`;
}
