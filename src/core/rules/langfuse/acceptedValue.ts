import type { ComposeService } from '../../compose/project';
import type { CatalogueEntry } from '../../langfuse/catalogue';
import { lookUpFor } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import type { Location } from '../../text';
import { oncePerStack } from '../oncePerStack';
import { decidingPlace, readText } from '../reading';

export interface SetValue {
  readonly entry: CatalogueEntry;
  readonly text: string;
  readonly service: ComposeService;
  /** Most values are fine, and nobody asks where they stand. */
  readonly place: () => Location;
}

/** Every known, non-empty value that a Langfuse service gets under a name that its version reads. */
export const setValues = oncePerStack((stack): readonly SetValue[] =>
  stack.langfuseServices.flatMap((service) => {
    const role = roleOf(service);
    return [...service.environment].flatMap(([name, variable]): readonly SetValue[] => {
      const entry = role && lookUpFor(role, name);
      const text = entry && readText(stack, service, name);
      if (entry === undefined || text === undefined || !isRead(entry, stack.langfuseMajor)) return [];
      return [{ entry, text, service, place: () => decidingPlace(stack, variable) }];
    });
  }),
);

function isRead({ since, until }: CatalogueEntry, major: number | undefined): boolean {
  if (major === undefined) return since === undefined && until === undefined;
  return (since ?? 0) <= major && major <= (until ?? major);
}
