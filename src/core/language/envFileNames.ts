import type { EnvAssignment, EnvDocument } from '../env/parse';
import { parseEnv } from '../env/parse';
import type { Template } from '../env/template';
import { parseTemplate } from '../env/template';
import { parseRawEnv } from '../compose/rawEnv';
import type { EnvFileRole } from './envFileRoles';
import type { NameUse } from './nameUse';

/** The names in an env file: its keys, and the references in its values. */
export function* envFileNames(path: string, text: string, role: EnvFileRole): Iterable<NameUse> {
  if (!role.isRaw) yield* composeFormat(path, parseEnv(text), role);
  else
    for (const { name, span } of parseRawEnv(path, text, () => '').variables)
      yield { kind: 'entry', path, name, span, whole: span, value: undefined };
}

function* composeFormat(path: string, { items }: EnvDocument, role: EnvFileRole): Iterable<NameUse> {
  for (const item of items) {
    if (item.kind !== 'assignment' && item.kind !== 'inherit') continue;
    const { text: name, span } = item.key;
    if (name === '') continue;
    const isInherited = item.kind === 'inherit';
    if (role.isOfProject) yield { kind: 'definition', path, name, span, isInherited };
    if (role.services.length > 0) {
      const kind = isInherited && !role.isOfProject ? 'pass-through' : 'entry';
      const whole = isInherited ? span : { start: span.start, end: item.value.span.end };
      yield { kind, path, name, span, whole, value: undefined };
    }
    if (item.kind === 'assignment') yield* references(path, item);
  }
}

function* references(path: string, { key, value }: EnvAssignment): Iterable<NameUse> {
  const { decoded, style } = value;
  if (style === 'single' || !decoded.text.includes('$')) return;
  for (const part of referencesOf(parseTemplate(decoded.text))) {
    const span = decoded.spanOf(part.nameSpan);
    const whole = decoded.spanOf(part.span);
    yield { kind: 'reference', path, name: part.name, span, whole, inKey: key.text, resolved: undefined };
  }
}

/** Those in defaults and replacements included. */
function* referencesOf(
  template: Template,
): Iterable<Extract<Template['parts'][number], { kind: 'reference' }>> {
  for (const part of template.parts) {
    if (part.kind !== 'reference') continue;
    yield part;
    if (part.argument !== undefined) yield* referencesOf(part.argument);
  }
}
