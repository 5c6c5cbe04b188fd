import type { VariableReference } from '../../compose/project';
import { isSecretName } from '../../langfuse/catalogue';
import { isPieceOfSecret } from '../../langfuse/pieceOfSecret';
import { containerThatHas } from '../compose/shellVariable';
import { appendLines, fixOf, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { Finding, Rule } from '../rule';
import { definitionsInEnvFiles } from './onlyInEnvFile';

export const undefinedVariable: Rule = {
  code: 'xref/undefined-variable',
  severity: 'warning',
  summary: 'The compose file uses a variable that is set nowhere.',
  explanation:
    'Compose replaces a variable that neither the shell nor `.env` sets by an empty text and goes on. An image loses its tag, a password becomes empty, and the container fails much later for a reason that is hard to see. Set the variable in `.env`, give it a default (`${NAME:-default}`), or make its absence an error (`${NAME:?}`).',
  *check(stack) {
    const { references, environment, problems } = stack.project;
    // An env file that is broken or cannot be opened is reported itself; it may set anything.
    if (problems.some(({ path, code }) => stack.envDocuments.has(path) || code === 'compose/unreadable-file'))
      return;
    const inEnvFiles = definitionsInEnvFiles(stack);
    for (const reference of references) {
      const { name, operator, resolution, isEvaluated, path, span } = reference;
      if (!isEvaluated || operator !== '' || resolution !== 'unset' || environment.has(name)) continue;
      // Found elsewhere: rules of their own say where.
      if (inEnvFiles.has(name) || containerThatHas(stack, reference) !== undefined) continue;
      const holder = stack.yamlFile(path)?.entryAt(span.start)?.name;
      if (isPieceOfSecret(stack.texts.get(path) ?? '', reference, holder)) {
        yield dollarInSecret(reference);
        continue;
      }
      yield {
        at: { path, span },
        message: `${name} is set nowhere, so compose puts nothing here. Set it in .env.`,
        ...(isSecretName(name) ? { cure: 'create-secrets' as const } : {}),
        fixes: [
          ...fixOf(`Add ${name} to .env`, [appendLines(stack, '.env', [`${name}=`])], 'offered'),
          ...(/^\$\{?\w+\}?$/.test(textOf(stack, reference))
            ? fixOf(`Refuse to start without ${name}`, [replaceAt(reference, `\${${name}:?}`)], 'offered')
            : []),
        ],
      };
    }
  },
};

function dollarInSecret({ path, span }: VariableReference): Finding {
  const dollar = { path, span: { start: span.start, end: span.start + 1 } };
  return {
    at: { path, span },
    message:
      'The dollar makes a variable of this part of the secret. It is set nowhere, so the secret arrives without it. Write $$ for a plain dollar.',
    fixes: fixOf('Double the dollar', [replaceAt(dollar, '$$')], 'offered'),
  };
}
