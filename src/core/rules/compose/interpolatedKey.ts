import { resolvePlain } from '../../compose/scalar';
import type { SourceMap, SourceNode, SourcePair } from '../../compose/yamlSource';
import { fixOf, replaceAt } from '../edits';
import type { Rule } from '../rule';
import { under, writtenServices } from './writtenServices';
import { lineStartAt } from '../../text';

/** Mappings that may also be written as a list, in which names are replaced too. */
const SECTIONS = ['environment', 'labels', 'annotations', 'sysctls'];

export const interpolatedKey: Rule = {
  code: 'compose/interpolated-key',
  severity: 'warning',
  summary: 'A variable in a name, where compose does not replace it.',
  explanation:
    'Compose replaces variables in values only. In `$PREFIX_URL: …` the name stays as it is written, dollar and all, and the container gets a variable that no program asks for. In the list form (`- ${PREFIX}_URL=…`) the whole item is a value, and the variable is replaced.',
  *check(stack) {
    for (const { path, name, body } of writtenServices(stack)) {
      for (const section of SECTIONS) {
        const map = under(body, section);
        for (const { key } of map?.kind === 'map' ? map.items : []) {
          if (key.kind !== 'scalar' || !/\$\{?[A-Za-z_]/.test(key.value)) continue;
          const list = map?.kind === 'map' ? asList(stack.texts.get(path) ?? '', map) : undefined;
          yield {
            at: { path, span: { start: key.start, end: key.end } },
            message: `Compose replaces no variable in a name, so ${name} gets one that is called just this. Write the ${section} as a list of KEY=value.`,
            fixes:
              map === undefined || list === undefined
                ? []
                : fixOf('Write it as a list', [
                    replaceAt({ path, span: { start: map.start, end: map.end } }, list),
                  ]),
          };
        }
      }
    }
  },
};

/** Undefined where a value would not stay the same. */
function asList(text: string, map: SourceMap): string | undefined {
  if (map.isFlow || map.anchor !== undefined) return undefined;
  const indent = text.slice(lineStartAt(text, map.start), map.start);
  const items = map.items.map(asItem);
  return items.includes(undefined) ? undefined : items.join(`\n${indent}`);
}

function asItem({ key, value }: SourcePair): string | undefined {
  if (key.kind !== 'scalar' || key.value === '<<' || !isText(value)) return undefined;
  const assignment = value.start === value.end ? key.value : `${key.value}=${value.value}`;
  return /[\n\\]/.test(assignment) ? undefined : `- '${assignment.replaceAll("'", "''")}'`;
}

function isText(node: SourceNode): node is Extract<SourceNode, { kind: 'scalar' }> {
  if (node.kind !== 'scalar' || node.anchor !== undefined || node.tag !== undefined) return false;
  if (node.start === node.end) return true;
  return node.style !== 'block' && (node.style !== 'plain' || resolvePlain(node.value).type === 'string');
}
