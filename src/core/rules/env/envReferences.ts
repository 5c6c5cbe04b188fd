import type { EnvAssignment } from '../../env/parse';
import type { TemplateReference } from '../../env/template';

/** The references of a value, without those in arguments; their spans are indices into the decoded text. */
export function topReferences({ value }: EnvAssignment): readonly TemplateReference[] {
  if (value.style === 'single' || !value.decoded.text.includes('$')) return [];
  return value.decoded.template.parts.filter((part) => part.kind === 'reference');
}

/** The value as the file alone gives it; undefined when it refers to others. */
export function plainText({ value }: EnvAssignment): string | undefined {
  if (value.style === 'single' || !value.decoded.text.includes('$')) return value.decoded.text;
  const { parts } = value.decoded.template;
  const texts = parts.flatMap((part) => (part.kind === 'text' ? part.text : []));
  return texts.length === parts.length ? texts.join('') : undefined;
}
