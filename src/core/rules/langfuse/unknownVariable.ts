import type { CatalogueEntry } from '../../langfuse/catalogue';
import { entriesFor, lookUp } from '../../langfuse/catalogue';
import type { Role } from '../../langfuse/roles';
import { roleOf } from '../../langfuse/roles';
import { fixOf, replaceAt } from '../edits';
import { oncePerStack } from '../oncePerStack';
import type { Rule } from '../rule';
import { isSlipOf } from '../xref/isSlipOf';
import { referencedNames } from '../xref/referencedNames';
import { writtenEntry } from './writtenEntry';

/** Families of which every name is known here; others belong to Node, to tracing or to the operator's own scripts. */
const FAMILIES = /^(?:LANGFUSE|CLICKHOUSE|NEXTAUTH|AUTH|REDIS|QUEUE_CONSUMER)_/;
/** What applications with an SDK of Langfuse read, which often share a file with it. */
const SDK =
  /^LANGFUSE_(?:HOST|BASE_?URL|PUBLIC_KEY|SECRET_KEY|TRACING_\w+|RELEASE|DEBUG|SAMPLE_RATE|FLUSH_\w+|MEDIA_\w+|TIMEOUT|ENABLED|ENVIRONMENT|ENV)$/;

const namesInUse = oncePerStack(referencedNames);

export const unknownVariable: Rule = {
  code: 'langfuse/unknown-variable',
  severity: 'info',
  summary: 'A Langfuse service gets a setting that no known version reads.',
  explanation:
    'Langfuse passes over names that it does not know. A slip in a name therefore changes nothing and is told nowhere: the default stays in effect. Where one letter or two are wrong the name that is probably meant is offered. A name that a newer version of Langfuse brought may be missing in the list that this check has.',
  *check(stack) {
    const candidates = new Map<Role, readonly CatalogueEntry[]>();
    const candidatesOf = (role: Role) => {
      const found = candidates.get(role) ?? entriesFor(role).filter(({ phantom }) => phantom === undefined);
      candidates.set(role, found);
      return found;
    };
    for (const service of stack.langfuseServices) {
      const role = roleOf(service);
      for (const { name, origin, source } of service.environment.values()) {
        if (role === undefined || !FAMILIES.test(name) || SDK.test(name) || lookUp(name).length > 0) continue;
        // A file that fills the containers and the compose file holds names for either.
        if (source === 'env-file' && namesInUse(stack).has(name)) continue;
        const at = writtenEntry(stack, origin);
        if (at === undefined) continue;
        const meant = nearest(candidatesOf(role), name, service.environment);
        const advice = meant === undefined ? 'Check the name.' : `Probably ${meant} is meant.`;
        yield {
          at,
          message: `No known version of Langfuse reads ${name}, so it changes nothing. ${advice}`,
          fixes:
            meant !== undefined && stack.texts.get(at.path)?.slice(at.span.start, at.span.end) === name
              ? fixOf(`Rename to ${meant}`, [replaceAt(at, meant)], 'offered')
              : [],
        };
      }
    }
  },
};

/** Nothing that is set already: then both would be. */
function nearest(
  candidates: readonly CatalogueEntry[],
  name: string,
  taken: ReadonlyMap<string, unknown>,
): string | undefined {
  return candidates.find((entry) => !taken.has(entry.name) && isSlipOf(name, entry.name))?.name;
}
