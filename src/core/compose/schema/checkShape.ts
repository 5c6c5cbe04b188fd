import type { LoadProblem } from '../project';
import { resolvePlain } from '../scalar';
import type { ComposeNode, ListNode, MapNode, ScalarNode, ScalarType } from '../tree';
import { describeKind, isNull, textOf } from '../tree';
import { model } from './model';
import type { Repair } from './repair';
import type { ListShape, MapShape, ScalarCheck, Shape } from './shape';
import { anything } from './shape';
import { isKeyOfOneInside, tooFarOut, unknownKey } from './unknownKey';
import type { Surroundings } from './unknownKey';

/**
 * Places in models of one stack that hold something else than compose takes there. One problem a place, at the deepest
 * node at fault. What the models share is checked once.
 */
export function checkShapes(roots: readonly MapNode[]): readonly LoadProblem[] {
  const walk = new Walk();
  for (const root of roots) walk.check(root, model, root);
  return walk.problems;
}

class Walk {
  readonly problems: LoadProblem[] = [];
  private readonly path: (string | number)[] = [];
  private readonly maps: Surroundings[] = [];
  private readonly checked = new Map<Shape, Set<ComposeNode>>();

  /** `owner` is what to mark when there is nothing to mark at the node itself: its key, or its list. */
  check(node: ComposeNode, shape: Shape, owner: Pick<ComposeNode, 'origin'>): void {
    if (shape === anything) return;
    if (node.kind === 'scalar') {
      if (isNull(node)) this.checkNothing(shape, owner);
      else this.checkScalar(node, shape);
    } else if (this.isNew(node, shape)) {
      if (node.kind === 'map') this.checkMap(node, shape);
      else this.checkList(node, shape);
    }
  }

  private isNew(node: ComposeNode, shape: Shape): boolean {
    const known = this.checked.get(shape) ?? new Set<ComposeNode>();
    this.checked.set(shape, known);
    if (known.has(node)) return false;
    known.add(node);
    return true;
  }

  private checkNothing(shape: Shape, owner: Pick<ComposeNode, 'origin'>): void {
    if (shape.isOptional === true) return;
    this.report('compose/schema', owner, this.refusal('nothing', shape.takes));
  }

  private checkScalar(node: ScalarNode, shape: Shape): void {
    const text = textOf(node);
    if (shape.scalar?.(text, node.type) === true) return;
    const isText = shape.scalar !== undefined && node.type === 'string' && typeof node.value === 'string';
    const found = isText ? quoted(text) : describeKind(node);
    const code = shape.scalar === undefined ? undefined : shape.code;
    const message = this.refusal(found, shape.takes);
    const repair = repairOf(node.type, text, shape.scalar);
    this.problems.push({
      code: code ?? 'compose/schema',
      message,
      ...node.origin,
      ...(repair === undefined ? {} : { repair }),
    });
  }

  private checkList(node: ListNode, { list, takes }: Shape): void {
    if (list === undefined) {
      this.report('compose/schema', node, this.refusal('a list', takes));
      return;
    }
    const { isSet, startsWith } = list;
    const [first] = node.items;
    if (startsWith !== undefined && first !== undefined && !startsWith.includes(textOf(first))) {
      this.report('compose/schema', first, `“${this.place()}” takes ${takes}; compose refuses the file.`);
      return;
    }
    const seen = new Set<string>();
    for (const [index, item] of node.items.entries()) {
      this.path.push(index);
      this.checkItem(item, list);
      if (isSet === true && item.kind === 'scalar') this.checkTwice(item, seen);
      this.path.pop();
    }
  }

  private checkItem(item: ComposeNode, { items, mapCode }: ListShape): void {
    if (item.kind !== 'map' || mapCode === undefined) this.check(item, items, item);
    else
      this.report(
        mapCode,
        item,
        `“${this.place()}” is a mapping inside a list, so compose refuses the file. Write KEY=value.`,
      );
  }

  private checkTwice(item: ScalarNode, seen: Set<string>): void {
    const text = textOf(item);
    if (seen.has(text))
      this.report(
        'compose/schema',
        item,
        `This stands in “${this.place(-1)}” already, so compose refuses the file. Remove one of them.`,
      );
    seen.add(text);
  }

  private checkMap(node: MapNode, { map, list, takes }: Shape): void {
    if (map === undefined) {
      this.report('compose/schema', node, this.refusal('a mapping', takes));
      return;
    }
    const isList = list !== undefined && node.strays !== undefined;
    this.maps.push({ map, name: this.place() });
    let above: string | undefined;
    let isUnfilled = false;
    for (const [key, { keyOrigin, value }] of node.entries) {
      // What stands below a key that holds nothing, and is no key itself, is what the key was to hold.
      isUnfilled &&= isStranger(key, map);
      if (isUnfilled) continue;
      if (isNull(value) && map.keys.get(key)?.map !== undefined && isStranger(keyBehind(node, key), map)) {
        isUnfilled = true;
        this.report('compose/schema', { origin: keyOrigin }, this.unfilled(key));
        continue;
      }
      if (above !== undefined && isKeyOfOneInside(key, value, map)) {
        this.problems.push({ ...tooFarOut(key, above, this.place()), ...keyOrigin });
        continue;
      }
      above = key;
      const known = map.keys.get(key);
      if (known === undefined && map.hasExtensions && key.startsWith('x-')) continue;
      const isNamed = isList || map.named?.pattern.test(key) === true;
      const named = known === undefined && isNamed ? map.named?.shape : undefined;
      const shape = known ?? named;
      this.path.push(key);
      if (shape !== undefined) this.check(value, shape, { origin: keyOrigin });
      else if (map.named?.isLenient !== true)
        this.problems.push({ ...unknownKey(key, value, this.maps), ...keyOrigin });
      this.path.pop();
    }
    this.maps.pop();
    if (isList) for (const stray of node.strays) this.checkItem(stray, list);
    this.checkRequired(node, map);
  }

  private checkRequired(node: MapNode, { required }: MapShape): void {
    for (const key of required)
      if (!node.entries.has(key))
        this.report(
          'compose/schema',
          node,
          `“${this.place()}” lacks “${key}”, so compose refuses the file. Add it.`,
        );
  }

  private refusal(found: string, takes: string): string {
    return `“${this.place()}” holds ${found}, so compose refuses the file. It takes ${takes}.`;
  }

  private unfilled(key: string): string {
    return `“${key}” holds nothing, so compose refuses the file. Indent the lines below that belong to it.`;
  }

  private report(code: string, { origin }: Pick<ComposeNode, 'origin'>, message: string): void {
    this.problems.push({ code, message, ...origin });
  }

  /** Such as `web.ports[0]`: services are known by their own names. */
  private place(end?: number): string {
    const path = this.path.slice(this.path[0] === 'services' && this.path.length > 1 ? 1 : 0, end);
    return path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .replace(/^\./, '');
  }
}

function keyBehind({ entries }: MapNode, key: string): string | undefined {
  const keys = [...entries.keys()];
  return keys[keys.indexOf(key) + 1];
}

/** Whether a mapping of keys alone does not know one. */
function isStranger(key: string | undefined, { keys, named, hasExtensions }: MapShape): boolean {
  return (
    key !== undefined && named === undefined && !keys.has(key) && !(hasExtensions && key.startsWith('x-'))
  );
}

/** Whether the value is taken as soon as it has quotes, or has none. */
function repairOf(type: ScalarType, text: string, isTaken: ScalarCheck | undefined): Repair | undefined {
  if (isTaken === undefined) return undefined;
  if (type === 'integer' || type === 'float' || type === 'boolean')
    return isTaken(text, 'string') ? { kind: 'quote' } : undefined;
  const plain = resolvePlain(text);
  const isOther = type === 'string' && plain.type !== 'string' && plain.type !== 'null';
  return isOther && isTaken(plain.text, plain.type) ? { kind: 'unquote' } : undefined;
}

const MAX_QUOTED = 60;

function quoted(text: string): string {
  if (text === '') return 'an empty text';
  return text.length > MAX_QUOTED || text.includes('\n') ? 'another text' : `“${text}”`;
}
