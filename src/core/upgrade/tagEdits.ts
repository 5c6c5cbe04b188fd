import type { ComposeService, VariableReference } from '../compose/project';
import { parseImage, roleOf } from '../langfuse/roles';
import { placeOfValue, referencesIn, textOf } from '../rules/reading';
import type { StackContext } from '../rules/stackContext';
import { plannedEdit } from '../stack/plannedEdit';
import type { PlannedEdit } from '../stack/plannedEdit';
import { LineIndex } from '../text';
import type { Location } from '../text';

export interface TagEdits {
  readonly edits: readonly PlannedEdit[];
  /** Services whose tag stands where no edit reaches it, each with what to do instead. */
  readonly refusals: readonly string[];
}

/** What gives every service of Langfuse another tag: in a compose file, or in the `.env` that its tag comes from. */
export function tagEdits(stack: StackContext, tag: string): TagEdits {
  const edits = new Map<string, PlannedEdit>();
  const refusals: string[] = [];
  for (const service of langfuseServicesOf(stack)) {
    if (service.image === undefined || parseImage(service.image.value).tag === tag) continue;
    const found = findTag(stack, placeOfValue(stack, service.image.origin));
    if (found.kind === 'refused') {
      refusals.push(`The version of ${service.name} ${found.why}`);
      continue;
    }
    const { path, span } = found.place;
    const key = `${path} ${span.start}`;
    const services = [...(edits.get(key)?.services ?? []), service.name];
    edits.set(key, plannedEdit(stack.texts, found.place, tag, services));
  }
  return { edits: [...edits.values()], refusals };
}

/** Also those whose profile is not active: whenever they start, it must be in the same version. */
export function langfuseServicesOf({ project }: Pick<StackContext, 'project'>): readonly ComposeService[] {
  return [...project.services.values()].filter((service) => {
    const role = roleOf(service);
    return role === 'web' || role === 'worker';
  });
}

type Found =
  | { readonly kind: 'tag'; readonly place: Location }
  /** `why` completes "The version of web". */
  | { readonly kind: 'refused'; readonly why: string };

/** A tag alone, or an image with one; no reference at its end. */
const ENDS_IN_TAG = /(?:^|:)([\w.-]+)$/;

/** `written` is an image, or the part of one that a reference stands for. */
function findTag(stack: StackContext, written: Location): Found {
  const place = withoutQuotes(stack, written);
  const text = textOf(stack, place);
  const tag = ENDS_IN_TAG.exec(text)?.[1];
  if (tag !== undefined) {
    const { path, span } = place;
    return { kind: 'tag', place: { path, span: { start: span.end - tag.length, end: span.end } } };
  }
  const last = referencesIn(stack, place).find(({ span }) => span.end === place.span.end);
  return last === undefined ? unreachable(stack, place) : findInReference(stack, last);
}

function findInReference(stack: StackContext, reference: VariableReference): Found {
  const { name, operator, path, span, resolution } = reference;
  if (resolution === 'shell') {
    return {
      kind: 'refused',
      why: `comes from ${name} of the shell, which wins over the files. Change it there, or unset it.`,
    };
  }
  if (resolution === 'default') {
    // `${NAME:-default}`; a reference without braces has no default.
    const start = span.start + '${'.length + name.length + operator.length;
    return findTag(stack, { path, span: { start, end: span.end - '}'.length } });
  }
  const origin = stack.project.environment.get(name)?.origin;
  return resolution === 'env-file' && origin !== undefined
    ? findTag(stack, placeOfValue(stack, origin))
    : unreachable(stack, reference);
}

function unreachable(stack: StackContext, { path, span }: Location): Found {
  const { line } = new LineIndex(stack.texts.get(path) ?? '').positionAt(span.start);
  return {
    kind: 'refused',
    why: `is put together in a way that is not edited for you (${path}:${line + 1}). Change it there, then run Up.`,
  };
}

function withoutQuotes(stack: StackContext, { path, span }: Location): Location {
  const isQuoted = /^(["']).*\1$/s.test(textOf(stack, { path, span }));
  return { path, span: isQuoted ? { start: span.start + 1, end: span.end - 1 } : span };
}
