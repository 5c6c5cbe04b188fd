import type { ComposeService } from '../compose/project';
import type { FileEdit } from '../diagnostic';
import type { Location } from '../text';
import { replaceAt } from './edits';
import { placeOfValue, textOf } from './reading';
import type { StackContext } from './stackContext';

/** The image as written, references included; undefined for a service that is only built. */
export function imagePlace(stack: StackContext, { image }: ComposeService): Location | undefined {
  return image === undefined ? undefined : placeOfValue(stack, image.origin);
}

/** Rewrites the image as written; undefined when `change` finds nothing to change, as in `${IMAGE}`. */
export function editImage(
  stack: StackContext,
  service: ComposeService,
  change: (written: string) => string,
): FileEdit | undefined {
  const place = imagePlace(stack, service);
  if (place === undefined) return undefined;
  const written = textOf(stack, place);
  const changed = change(written);
  return changed === written ? undefined : smallestEdit(place, written, changed);
}

// Two fixes of one image, such as its name and its tag, must not overlap.
function smallestEdit({ path, span }: Location, written: string, changed: string): FileEdit {
  const shorter = Math.min(written.length, changed.length);
  let prefix = 0;
  while (prefix < shorter && written[prefix] === changed[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && written.at(-1 - suffix) === changed.at(-1 - suffix)) suffix++;
  const changedSpan = { start: span.start + prefix, end: span.end - suffix };
  return replaceAt({ path, span: changedSpan }, changed.slice(prefix, changed.length - suffix));
}

/** Puts a tag in place of the one that is written, or of none. A tag that comes from a variable stays. */
export function withTag(written: string, tag: string): string {
  const parts = /^(["']?)([^"'$@\s]*?)(?::([\w.-]+))?(["']?)$/.exec(written);
  if (parts === null) return written;
  const [, open = '', repository = '', , close = ''] = parts;
  return `${open}${repository}:${tag}${close}`;
}
