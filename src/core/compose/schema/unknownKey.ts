import type { LoadProblem } from '../project';
import type { ComposeNode } from '../tree';
import { child } from '../tree';
import { nearestName } from '../nearestName';
import type { MapShape } from './shape';

/** A mapping that a key stands in, directly or further out. */
export interface Surroundings {
  readonly map: MapShape;
  /** Such as `web.healthcheck`; empty for the whole file. */
  readonly name: string;
}

/**
 * Whether what stands among mappings by name, such as services, is meant as a key of one of them: it has the name of
 * such a key, and nothing that they hold.
 */
export function isKeyOfOneInside(key: string, value: ComposeNode, { named }: MapShape): boolean {
  const keys = named?.shape.map?.keys;
  if (keys?.get(key)?.map === undefined || value.kind !== 'map' || value.entries.size === 0) return false;
  return Array.from(value.entries.keys()).every((inner) => !keys.has(inner) && !inner.startsWith('x-'));
}

/** What to say of such a key; `above` is the name in front of it. */
export function tooFarOut(
  key: string,
  above: string,
  place: string,
): Pick<LoadProblem, 'code' | 'message' | 'repair'> {
  const message = `Compose takes “${key}” for a name in “${place}” and refuses the file. It belongs to “${above}” above it: indent it more.`;
  return { code: 'compose/unknown-key', message, repair: { kind: 'move in' } };
}

/** What to say of a key that compose does not know. The last of the mappings is the one that it stands in. */
export function unknownKey(
  key: string,
  value: ComposeNode,
  maps: readonly Surroundings[],
): Pick<LoadProblem, 'code' | 'message' | 'repair'> {
  const code = 'compose/unknown-key';
  const [own, ...outer] = [...maps].reverse();
  if (own === undefined) return { code, message: '' };
  const where = own.name === '' ? 'at the top level' : `in “${own.name}”`;
  if (own.map.named !== undefined) {
    const message = `Compose does not take “${key}” as a name ${where} and refuses the file. Use letters, digits, dots, dashes and underscores.`;
    return { code, message };
  }
  const refusal = `Compose knows no “${key}” ${where} and refuses the file.`;
  const meant = nearestName(key, own.map.keys.keys());
  if (meant !== undefined) {
    return { code, message: `${refusal} Did you mean “${meant}”?`, repair: { kind: 'rename', to: meant } };
  }
  const levels = outer.findIndex(({ map }) => map.keys.has(key));
  const owner = outer[levels];
  if (owner !== undefined) {
    const to = owner.name === '' ? 'the top level' : `“${owner.name}”`;
    const message = `${refusal} It belongs to ${to}: indent it less.`;
    return { code, message, repair: { kind: 'move out', levels: levels + 1 } };
  }
  if (own.name === '' && (child(value, 'image') ?? child(value, 'build')) !== undefined) {
    return { code, message: `${refusal} If it is a service, indent it below “services”.` };
  }
  return {
    code,
    message: `${refusal} Correct its spelling or indentation, or start it with x- to have it ignored.`,
  };
}
