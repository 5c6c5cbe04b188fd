import type { EnvAssignment } from '../../env/parse';
import type { TemplateReference } from '../../env/template';

import { isSecretName } from '../../langfuse/catalogue';
import { isPieceOfSecret } from '../../langfuse/pieceOfSecret';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignments } from '../stackContext';

export const dollarEatsText: Rule = {
  code: 'env/dollar-eats-text',
  severity: 'warning',
  summary: 'A dollar sign in a value makes compose drop the letters behind it.',
  explanation:
    'In an unquoted or double-quoted value `$name` is replaced by the variable of that name, and by nothing when there is none: the password `pa$word` arrives as `pa`. Put the value in single quotes, or write `$$` for a plain dollar. In a secret this is an error, since the login will be refused.',
  *check(stack) {
    const named = namesByFile(stack);
    for (const { path, item } of assignments(stack)) {
      const lost = referencesToNothing(stack, named.get(path), item);
      const [first] = lost;
      if (first === undefined) continue;
      const { value, key } = item;
      const isSecret = isSecretName(key.text);
      const span = value.decoded.spanOf(first.span);
      const isPiece =
        isSecret || isPieceOfSecret(stack.texts.get(path) ?? '', { name: first.name, span }, key.text);
      const what = isPiece
        ? 'A part of the value'
        : `"${value.decoded.text.slice(first.span.start, first.span.end)}"`;
      yield {
        at: { path, span },
        severity: isSecret ? 'error' : 'warning',
        message: `${what} is taken for a variable that is set nowhere, and ${key.text} arrives without it. Put the value in single quotes.`,
        fixes: singleQuoted(path, item),
      };
    }
  },
};

// Braces are written on purpose; a bare dollar is mostly a character of a password.
function referencesToNothing(
  stack: StackContext,
  named: ReadonlySet<string> | undefined,
  item: EnvAssignment,
): readonly TemplateReference[] {
  const { text, template } = item.value.decoded;
  if (item.value.style === 'single' || !text.includes('$')) return [];
  return template.parts.filter(
    (part): part is TemplateReference =>
      part.kind === 'reference' &&
      text[part.span.start + 1] !== '{' &&
      // A backslash before it is a finding of its own.
      (item.value.style !== 'unquoted' || text[part.span.start - 1] !== '\\') &&
      !stack.project.environment.has(part.name) &&
      named?.has(part.name) !== true,
  );
}

function namesByFile(stack: StackContext): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...stack.envDocuments].map(([path, { items }]) => [
      path,
      new Set(items.flatMap((item) => ('key' in item ? [item.key.text] : []))),
    ]),
  );
}

function singleQuoted(path: string, { value }: EnvAssignment) {
  const { text } = value.decoded;
  if (text.includes("'") || text.includes('\\') || text.includes('$$')) return [];
  return fixOf('Put the value in single quotes', [replaceAt({ path, span: value.span }, `'${text}'`)]);
}
