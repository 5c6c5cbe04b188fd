import type { LoadProblem } from '../project';
import { resolvePlain } from '../scalar';
import type { ComposeNode, ListNode, MapNode, ScalarNode, ScalarType } from '../tree';
import { describeKind, isNull, textOf } from '../tree';
import { model } from './model';
import type { Repair } from './repair';
import type { MapShape, ScalarCheck, Shape } from './shape';
import { anything } from './shape';
import { unknownKey } from './unknownKey';
import type { Surroundings } from './unknownKey';

/** How much of the model there is: `part` lacks what other files bring, `whole` is what compose starts from. */
type Extent = 'part' | 'whole';

/** Places that hold something else than compose takes there. One problem a place, at the deepest node at fault. */
export function checkShape(root: MapNode, extent: Extent): readonly LoadProblem[] {
  const walk = new Walk(extent);
  walk.check(root, model, root);
  return walk.problems;
}

class Walk {
  readonly problems: LoadProblem[] = [];
  private readonly path: (string | number)[] = [];
  private readonly maps: Surroundings[] = [];

  constructor(private readonly extent: Extent) {}

  /** `owner` is what to mark when there is nothing to mark at the node itself: its key, or its list. */
  check(node: ComposeNode, shape: Shape, owner: Pick<ComposeNode, 'origin'>): void {
    if (shape === anything || node.tag === 'reset') return;
    if (isNull(node)) this.checkNothing(shape, owner);
    else if (node.kind === 'map') this.checkMap(node, shape);
    else if (node.kind === 'list') this.checkList(node, shape);
    else this.checkScalar(node, shape);
  }

  private checkNothing(shape: Shape, owner: Pick<ComposeNode, 'origin'>): void {
    // Nothing over something leaves it as it is; only in the whole is nothing all there is.
    if (shape.isOptional === true || this.extent === 'part') return;
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
    const { items, isSet, startsWith, mapCode } = list;
    const [first] = node.items;
    if (startsWith !== undefined && first !== undefined && !startsWith.includes(textOf(first))) {
      this.report('compose/schema', first, `“${this.place()}” takes ${takes}; compose refuses the file.`);
      return;
    }
    const seen = new Set<string>();
    for (const [index, item] of node.items.entries()) {
      this.path.push(index);
      if (item.kind === 'map' && mapCode !== undefined) {
        this.report(
          mapCode,
          item,
          `“${this.place()}” is a mapping inside a list, so compose refuses the file. Write KEY=value.`,
        );
      } else {
        this.check(item, items, item);
        if (isSet === true && item.kind === 'scalar') this.checkTwice(item, seen);
      }
      this.path.pop();
    }
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

  private checkMap(node: MapNode, { map, takes }: Shape): void {
    if (map === undefined) {
      this.report('compose/schema', node, this.refusal('a mapping', takes));
      return;
    }
    this.maps.push({ map, name: this.place() });
    for (const [key, { keyOrigin, value }] of node.entries) {
      const known = map.keys.get(key);
      if (known === undefined && map.hasExtensions && key.startsWith('x-')) continue;
      const named =
        known === undefined && map.named?.pattern.test(key) === true ? map.named.shape : undefined;
      const shape = known ?? named;
      this.path.push(key);
      if (shape !== undefined) this.check(value, shape, { origin: keyOrigin });
      else if (value.tag !== 'reset' && map.named?.isLenient !== true)
        this.problems.push({ ...unknownKey(key, value, this.maps), ...keyOrigin });
      this.path.pop();
    }
    this.maps.pop();
    if (this.extent === 'whole') this.checkRequired(node, map);
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
