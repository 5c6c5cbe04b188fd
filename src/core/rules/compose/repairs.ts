import { nearestName } from '../../compose/nearestName';
import type { LoadProblem } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import { lookUp, isSecretName } from '../../langfuse/catalogue';
import { appendLines, fixOf, inFile, replaceAt } from '../edits';
import { textOf } from '../reading';
import type { StackContext } from '../stackContext';
import { quoteYaml } from '../yamlFile';
import { earlierKey, moveIn, moveOut } from './blockLines';
import { lineStartAt, wholeLineAt } from '../../text';
import type { TextEdit } from '../../text';

type Fixes = (stack: StackContext, problem: LoadProblem) => readonly Fix[];

/** What the loader itself found to be meant. */
export const repairAsMeant: Fixes = (stack, problem) => {
  const { repair, path, span } = problem;
  const written = textOf(stack, problem);
  switch (repair?.kind) {
    case undefined:
      return [];
    case 'rename':
      return fixOf(`Change it to ${repair.to}`, [replaceAt(problem, repair.to)]);
    case 'move out': {
      const edits = moveOut(stack.texts.get(path) ?? '', span.start, repair.levels);
      return edits === undefined ? [] : fixOf('Indent it less', [{ path, edits }]);
    }
    case 'move in': {
      const edits = moveIn(stack.texts.get(path) ?? '', span.start);
      return edits === undefined ? [] : fixOf('Indent it more', [{ path, edits }]);
    }
    case 'quote':
      return fixOf('Put it in quotes', [replaceAt(problem, `'${written}'`)]);
    case 'unquote': {
      const inner = /^(["'])([\w.+-]+)\1$/.exec(written)?.[2];
      return inner === undefined ? [] : fixOf('Remove the quotes', [replaceAt(problem, inner)]);
    }
    case 'declare': {
      const edit = stack.yamlFile(path)?.appendToSection(repair.section, [`${repair.name}:`]);
      return edit === undefined
        ? []
        : fixOf(`Declare ${repair.name} under ${repair.section}`, [{ path, edits: [edit] }]);
    }
  }
};

const TIME_WORDS = /^(["']?)(\d+)\s*(?:(s)ec(?:onds?|s)?|(m)in(?:utes?|s)?|(h)(?:ours?|rs?)|([smh])|)\1$/i;

export const repairDuration: Fixes = (stack, problem) => {
  const [, , amount, ...units] = TIME_WORDS.exec(textOf(stack, problem)) ?? [];
  if (amount === undefined) return [];
  const unit = units.find(Boolean)?.toLowerCase() ?? 's';
  return fixOf(`Write ${amount}${unit}`, [replaceAt(problem, amount + unit)]);
};

export const repairBytes: Fixes = (stack, problem) => {
  const written = textOf(stack, problem);
  const [, , amount, unit = ''] = /^(["']?)(\d+(?:\.\d+)?)\s*([kmgtp]?)[a-z]*\1$/i.exec(written) ?? [];
  if (amount === undefined) return [];
  const size = `${amount}${unit.toLowerCase() || 'b'}`;
  return fixOf(`Write ${size}`, [replaceAt(problem, size)], unit === '' ? 'offered' : 'preferred');
};

/** `- KEY: value` becomes `- KEY=value`. */
export const repairListItem: Fixes = (stack, problem) => {
  const [, key, value = ''] = /^([\w.-]+)\s*:[ \t]*([^\n]*)$/.exec(textOf(stack, problem)) ?? [];
  // Behind a quote or an anchor the value means more than what is written.
  if (key === undefined || /^[&*!|>{[]|\\/.test(value)) return [];
  const [, , quoted] = /^(["'])(.*)\1$/.exec(value) ?? [];
  const assignment = `${key}=${quoted ?? value}`;
  const written = /[,[\]{}]/.test(assignment)
    ? `'${assignment.replaceAll("'", "''")}'`
    : quoteYaml(assignment);
  return fixOf('Write KEY=value', [replaceAt(problem, written)]);
};

export const removeBlankBeforeEquals: Fixes = (stack, problem) => {
  const written = textOf(stack, problem);
  const trimmed = written.replace(/^(["']?[\w.-]+)\s+=[ \t]*/, '$1=');
  return trimmed === written ? [] : fixOf('Remove the blank', [replaceAt(problem, trimmed)]);
};

/** The marked entry goes, with its lines. */
export const removeEntry: Fixes = (stack, { path, span }) => {
  const edit = stack.yamlFile(path)?.removeEntry(span.start);
  return edit === undefined ? [] : fixOf('Remove it', [{ path, edits: [edit] }], 'offered');
};

export const repairDuplicateKey: Fixes = (stack, { path, span }) => {
  const text = stack.texts.get(path) ?? '';
  const file = stack.yamlFile(path);
  const earlier = earlierKey(text, span.start);
  if (file === undefined || earlier === undefined) return [];
  const remove = (title: string, offset: number) =>
    fixOf(title, [inFile(path, [file.removeEntry(offset)])], 'offered');
  if (text.slice(span.start, span.end) !== '<<')
    return [...remove('Remove this one', span.start), ...remove('Remove the earlier one', earlier)];
  const mergedAt = (offset: number) =>
    /^<<:[ \t]*(\*[^\s,[\]{}]+)[ \t]*(?=\r?\n|$)/.exec(text.slice(offset, offset + 300));
  const [first, second] = [mergedAt(earlier), mergedAt(span.start)];
  const removal = wholeLineAt(text, span.start);
  if (first === null || second === null) return [];
  return fixOf('Merge both in one line', [
    {
      path,
      edits: [
        {
          span: { start: earlier, end: earlier + first[0].trimEnd().length },
          newText: `<<: [${first[1] ?? ''}, ${second[1] ?? ''}]`,
        },
        { span: removal, newText: '' },
      ],
    },
  ]);
};

export const repairReference: Fixes = (stack, problem) => {
  const written = textOf(stack, problem);
  const assigned = /^\$\{\w+:?=/.exec(written)?.[0];
  const end = problem.span.start + (assigned?.length ?? 0);
  return [
    ...(assigned === undefined
      ? []
      : fixOf('Use the operator :-', [
          replaceAt(
            { path: problem.path, span: { start: problem.span.start, end } },
            assigned.replace(/:?=$/, ':-'),
          ),
        ])),
    ...fixOf(
      'Write $$ for a plain dollar',
      [replaceAt({ path: problem.path, span: { start: problem.span.start, end: problem.span.start } }, '$')],
      'offered',
    ),
  ];
};

/** A secret needs a value of its own, which Create Secrets makes; others may do with their default, or with nothing. */
export const repairRequired: Fixes = (stack, problem) => {
  const [, name] = /^\$\{(\w+):?\?[^{}]*\}$/.exec(textOf(stack, problem)) ?? [];
  if (name === undefined || isSecretName(name) || stack.project.environment.has(name)) return [];
  const usual = lookUp(name)[0]?.defaultIn(stack.langfuseMajor);
  return [
    ...(usual === undefined || usual === '' || /["'\\$#\s]/.test(usual)
      ? []
      : fixOf(`Add ${name}=${usual} to .env`, [appendLines(stack, '.env', [`${name}=${usual}`])], 'offered')),
    ...fixOf('Let it be empty', [replaceAt(problem, `\${${name}:-}`)], 'offered'),
  ];
};

export const repairAlias: Fixes = (stack, problem) => {
  const { path, span } = problem;
  const above = (stack.texts.get(path) ?? '').slice(0, span.start);
  const anchors = Array.from(above.matchAll(/(?<=[\s,[{])&([^\s,[\]{}]+)/g), ([, name = '']) => name);
  const meant = nearestName(textOf(stack, problem).replace(/^\*/, ''), anchors);
  return meant === undefined ? [] : fixOf(`Change it to *${meant}`, [replaceAt(problem, `*${meant}`)]);
};

export const makeEnvFileOptional: Fixes = (stack, problem) => {
  const { path, span } = problem;
  const written = textOf(stack, problem);
  const text = stack.texts.get(path) ?? '';
  const file = unquoted(written);
  const line = text.slice(lineStartAt(text, span.start), span.start);
  const entry = `{ path: ${quoteYaml(file)}, required: false }`;
  const isSingle = /(?:^|[\s{,])["']?env_file["']?:[ \t]*$/.test(line);
  const isItem = /(?:- |[[,][ \t]*)$/.test(line);
  const canCreate = !file.includes('$') && !/^(?:[~/]|\.\.|[A-Za-z]:)/.test(file) && !path.includes('/');
  return [
    ...(isSingle || isItem
      ? fixOf(
          'Go without it while it is missing',
          [replaceAt(problem, isSingle ? `[${entry}]` : entry)],
          'offered',
        )
      : []),
    ...(canCreate
      ? fixOf(
          `Create ${file}`,
          [
            appendLines(stack, file.replace(/^\.\//, ''), [
              '# NAME=value for the containers that name this file.',
            ]),
          ],
          'offered',
        )
      : []),
  ];
};

/** In the long form only: a list of names has no place for it. */
export const makeDependencyOptional: Fixes = (stack, { path, span }) => {
  const text = stack.texts.get(path) ?? '';
  const entry = stack.yamlFile(path)?.entryAt(span.start);
  if (entry?.key?.start !== span.start || entry.value.start === entry.value.end) return [];
  const value = text.slice(entry.value.start, entry.value.end);
  const title = 'Go without it while its profile is not active';
  if (/^\{[^{}\n]*\}$/.test(value)) {
    const at = entry.value.end - 1;
    const place = { path, span: { start: at, end: at } };
    return value.includes('required') ? [] : fixOf(title, [replaceAt(place, ', required: false')], 'offered');
  }
  if (value.includes('required') || !text.slice(span.end, entry.value.start).includes('\n')) return [];
  const lineStart = lineStartAt(text, entry.value.start);
  const indent = text.slice(lineStart, entry.value.start);
  const place = { path, span: { start: lineStart, end: lineStart } };
  return fixOf(title, [replaceAt(place, `${indent}required: false\n`)], 'offered');
};

/** Tabs in front of a line become spaces. */
export const replaceTabs: Fixes = (stack, { path, span }) => {
  const text = stack.texts.get(path) ?? '';
  const { start, end } = wholeLineAt(text, span.start);
  if (!/^ *\t/.test(text.slice(start, end))) return [];
  const edits: TextEdit[] = [];
  let above: LineAbove = { indent: 0, opens: false };
  for (const { index, 0: line, 1: blanks = '' } of text.matchAll(/^([ \t]*)[^\s#].*$/gm)) {
    const newText = blanks.includes('\t') ? asSpaces(blanks, above) : blanks;
    if (newText !== blanks) edits.push({ span: { start: index, end: index + blanks.length }, newText });
    above = { indent: newText.length, opens: /:\s*(?:#.*)?$/.test(line) };
  }
  return fixOf('Indent with spaces', [{ path, edits }], 'offered');
};

interface LineAbove {
  readonly indent: number;
  /** Whether something must be indented below it. */
  readonly opens: boolean;
}

/** As wide as the line above makes likely: deeper than a key without a value, else as deep as what stands there. */
function asSpaces(blanks: string, above: LineAbove): string {
  const widths = [2, 4, 8].map((width) => blanks.replaceAll('\t', ' '.repeat(width)));
  const fits = ({ length }: string) => (above.opens ? length > above.indent : length === above.indent);
  return widths.find(fits) ?? blanks.replaceAll('\t', '  ');
}

function unquoted(written: string): string {
  return /^(["'])(.*)\1$/.exec(written)?.[2] ?? written;
}
