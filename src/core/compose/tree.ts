import { reveal } from '../secret';
import type { Value } from '../secret';
import type { Location } from '../text';
import type { ProjectVariable } from './project';

/** A compose file as a tree: aliases followed, merge keys folded, scalars typed, references interpolated. */
export type ComposeNode = ScalarNode | MapNode | ListNode;

/** The types that compose's YAML reader gives to a scalar. */
export type ScalarType = 'string' | 'integer' | 'float' | 'boolean' | 'time' | 'null';

interface NodeBase {
  readonly origin: Location;
  /** `!reset` removes what is there so far, `!override` replaces it instead of merging. */
  readonly tag?: 'reset' | 'override';
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** As it reads once compose has turned it into text: `0123` is `83`. Empty for null. */
  readonly value: Value;
  /** The variable that a null in an included file's `environment` passes on: only that file's `.env` may know it. */
  readonly passedOn?: ProjectVariable;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Of entries that are a list to compose: its items that name nothing, which compose refuses. */
  readonly strays?: readonly ComposeNode[];
}

export interface MapEntry {
  readonly keyOrigin: Location;
  readonly value: ComposeNode;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly ComposeNode[];
}

/** The value under a key; undefined when the node is no map or has no such key. */
export function child(node: ComposeNode | undefined, key: string): ComposeNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

export function isNull(node: ComposeNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

const SCALARS: Readonly<Record<ScalarType, string>> = {
  string: 'a text',
  integer: 'a number',
  float: 'a number',
  boolean: 'true or false without quotes',
  time: 'a date',
  null: 'nothing',
};

export function describeKind(node: ComposeNode): string {
  switch (node.kind) {
    case 'map':
      return 'a mapping';
    case 'list':
      return 'a list';
    case 'scalar':
      return SCALARS[node.type];
  }
}

/** A single value's text, secrets included; empty for every other node. */
export function textOf(node: ComposeNode | undefined): string {
  return node?.kind === 'scalar' ? reveal(node.value) : '';
}

/** What compose takes as true where it wants to know whether; YAML itself reads the words as texts. */
export function isTrue(node: ComposeNode | undefined): boolean {
  return /^(?:y|yes|true|on)$/i.test(textOf(node));
}

export function isFalse(node: ComposeNode | undefined): boolean {
  return /^(?:n|no|false|off)$/i.test(textOf(node));
}

/** A mapping with each value changed, and without those that become undefined. Other nodes stay as they are. */
export function mapEntries<T extends ComposeNode>(
  node: T,
  change: (key: string, value: ComposeNode) => ComposeNode | undefined,
): T {
  if (node.kind !== 'map') return node;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    const value = change(key, entry.value);
    if (value !== undefined) entries.set(key, { ...entry, value });
  }
  return { ...node, entries };
}
